//! Files that declare dependencies. None of them must be understood: what cannot
//! be read makes its manifest incomplete, and nothing is then said to be undeclared.

mod conda;
mod dockerfile;
mod pixi;
mod poetry;
mod pyproject;
mod requirements;
pub(super) mod setup_cfg;
pub(super) mod setup_py;
mod tables;
pub(super) mod uv_input;
pub(super) mod versions;

use std::path::Path;
use std::str::FromStr;

use pep508_rs::PackageName;

use crate::model::{
    Dependency, DependencyScope, DependencySource, Manifest, ManifestKind, Versions,
};
use crate::source::{Place, ReadFault, SourceFile, Sources};

use super::broken;
use super::path::base_name;

/// The manifest in a file, if the file is one.
pub(super) fn read(sources: &Sources, path: &Path) -> Option<Manifest> {
    let kind = kind_of(path)?;
    let file = sources.read(path);
    let is_shown = is_by_lines(kind) && matches!(file.fault(), Some(ReadFault::Encoding { .. }));
    if file.fault().is_some() && !is_shown {
        return Some(Manifest {
            complete: false,
            ..empty(kind, file)
        });
    }
    let mut manifest = declared(sources, file, kind)?;
    // Dagster and Python read the other two themselves, and that is told.
    let is_told = matches!(kind, ManifestKind::Pyproject | ManifestKind::SetupPy);
    if let Some(conflict) = broken::merge_conflict(file).filter(|_| !is_told) {
        manifest.broken = Some(conflict);
        manifest.complete = false;
        // Those of both sides are not meant together.
        manifest.dependencies.clear();
    }
    Some(manifest)
}

/// Whether a file is read as far as it is text: a comment in another encoding hides nothing.
pub(super) fn is_read_by_lines(path: &Path) -> bool {
    let is_list = || path.extension().is_some_and(|it| it == "txt" || it == "in");
    kind_of(path).map_or_else(is_list, is_by_lines)
}

fn is_by_lines(kind: ManifestKind) -> bool {
    matches!(kind, ManifestKind::Requirements | ManifestKind::Dockerfile)
}

fn declared(sources: &Sources, file: &SourceFile, kind: ManifestKind) -> Option<Manifest> {
    match kind {
        ManifestKind::Pyproject => pyproject::read(sources, file),
        ManifestKind::Pixi => Some(pixi::read(file)),
        ManifestKind::Pipfile => Some(tables::pipfile(file)),
        ManifestKind::SetupPy => Some(setup_py::read(file)),
        ManifestKind::SetupCfg => setup_cfg::read(file),
        ManifestKind::Requirements => Some(requirements::read(sources, file)),
        ManifestKind::Conda => conda::read(file),
        ManifestKind::Dockerfile => dockerfile::read(file),
    }
}

/// What a file of this name declares.
pub(super) fn kind_of(path: &Path) -> Option<ManifestKind> {
    let name = base_name(path);
    let name = name.as_str();
    // Prose is kept in files like `functional_requirements.txt`, too.
    let development = || {
        scope_of(name, DependencyScope::Runtime) == DependencyScope::Development
            && name.contains("requirements")
    };
    // `requirements/base.txt`
    let in_folder = || path.parent().map(base_name).as_deref() == Some("requirements");
    let is_list = name.starts_with("requirements") || development() || in_folder();
    let requirements = is_list && [".txt", ".in"].iter().any(|end| name.ends_with(end));
    match name {
        "pyproject.toml" => Some(ManifestKind::Pyproject),
        "setup.py" => Some(ManifestKind::SetupPy),
        "setup.cfg" => Some(ManifestKind::SetupCfg),
        "pixi.toml" => Some(ManifestKind::Pixi),
        "Pipfile" => Some(ManifestKind::Pipfile),
        "environment.yml" | "environment.yaml" | "conda.yml" | "conda.yaml" => {
            Some(ManifestKind::Conda)
        }
        _ if requirements => Some(ManifestKind::Requirements),
        _ if name.starts_with("Dockerfile") || name.ends_with(".Dockerfile") => {
            Some(ManifestKind::Dockerfile)
        }
        _ => None,
    }
}

fn empty(kind: ManifestKind, file: &SourceFile) -> Manifest {
    Manifest {
        kind,
        file: file.id(),
        dependencies: Vec::new(),
        constraints: Vec::new(),
        overridden: Vec::new(),
        tools: Vec::new(),
        has_conflicts: false,
        requires_python: None,
        complete: true,
        broken: None,
        included: Vec::new(),
        place: Place::start_of(file.id()),
    }
}

/// A distribution name as PEP 503 normalises it.
pub(super) fn normalise(name: &str) -> Option<String> {
    PackageName::from_str(name.trim())
        .ok()
        .map(|name| name.to_string())
}

/// The dependency that a requirement (PEP 508, or close to it) declares.
fn dependency(requirement: &str, scope: DependencyScope, place: Place) -> Option<Dependency> {
    let requirement = requirement.trim();
    let end = requirement
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
        .unwrap_or(requirement.len());
    let rest = &requirement[end..];
    // A path or an address has no name in front.
    let named = match rest.chars().next() {
        Some('/' | ':' | '\\' | '+' | '%') => None,
        _ => normalise(&requirement[..end]),
    };
    let Some(name) = named else {
        let (_, egg) = requirement.split_once("#egg=")?;
        let name = normalise(egg.split(['&', '[', ' ']).next()?)?;
        return Some(Dependency {
            versions: Versions::Unknown,
            source: DependencySource::Direct,
            ..bare(name, requirement, scope, place)
        });
    };
    let (rest, marker) = match rest.split_once(';') {
        Some((rest, marker)) => (rest, marker.trim()),
        None => (rest, ""),
    };
    let (extras, rest) = split_extras(rest);
    let is_direct = rest.trim_start().starts_with('@');
    Some(Dependency {
        extras,
        versions: if is_direct {
            Versions::Unknown
        } else {
            versions::pep440(rest)
        },
        source: if is_direct {
            DependencySource::Direct
        } else {
            DependencySource::Index
        },
        conditional: !marker.is_empty(),
        ..bare(name, requirement, scope, place)
    })
}

/// A dependency of which no more is known than its name.
fn bare(name: String, requirement: &str, scope: DependencyScope, place: Place) -> Dependency {
    Dependency {
        name,
        requirement: requirement.to_owned(),
        extras: Vec::new(),
        versions: versions::pep440(""),
        source: DependencySource::Index,
        conditional: false,
        scope,
        group: None,
        place,
    }
}

/// `[a, b]` in front of the versions.
fn split_extras(rest: &str) -> (Vec<String>, &str) {
    let inner = rest.trim_start().strip_prefix('[');
    let Some((list, after)) = inner.and_then(|inner| inner.split_once(']')) else {
        return (Vec::new(), rest);
    };
    let named = list.split(',').filter(|name| !name.trim().is_empty());
    let mut extras: Vec<String> = named.filter_map(normalise).collect();
    extras.sort_unstable();
    extras.dedup();
    (extras, after)
}

/// What a group, extra or file of this name is for.
fn scope_of(name: &str, otherwise: DependencyScope) -> DependencyScope {
    const DEVELOPMENT: [&str; 8] = [
        "dev",
        "test",
        "lint",
        "doc",
        "typing",
        "format",
        "ci",
        "pre-commit",
    ];
    let name = name.to_ascii_lowercase();
    let words = name.split(['-', '_', '.', ' ']);
    let is_development = words.into_iter().any(|word| {
        DEVELOPMENT
            .iter()
            .any(|kind| word == *kind || word == format!("{kind}s") || word == "testing")
            || word.starts_with("develop")
    });
    if is_development {
        DependencyScope::Development
    } else {
        otherwise
    }
}
