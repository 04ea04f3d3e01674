//! Files that declare dependencies. None of them must be understood: what cannot
//! be read makes its manifest incomplete, and nothing is then said to be undeclared.

mod conda;
mod dockerfile;
mod requirements;
pub(super) mod setup_cfg;
pub(super) mod setup_py;
mod toml_tables;

use std::path::Path;
use std::str::FromStr;

use pep508_rs::PackageName;

use crate::model::{Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::{Place, SourceFile, Sources};

use super::path::base_name;

/// The manifest in a file, if the file is one.
pub(super) fn read(sources: &Sources, path: &Path) -> Option<Manifest> {
    let kind = kind_of(path)?;
    let file = sources.read(path);
    if file.fault().is_some() {
        return Some(Manifest {
            complete: false,
            ..empty(kind, file)
        });
    }
    match kind {
        ManifestKind::Pyproject => toml_tables::pyproject(sources, file),
        ManifestKind::Pixi => Some(toml_tables::pixi(file)),
        ManifestKind::Pipfile => Some(toml_tables::pipfile(file)),
        ManifestKind::SetupPy => Some(setup_py::read(file)),
        ManifestKind::SetupCfg => setup_cfg::read(file),
        ManifestKind::Requirements => Some(requirements::read(sources, file)),
        ManifestKind::Conda => conda::read(file),
        ManifestKind::Dockerfile => dockerfile::read(file),
    }
}

/// What a file of this name declares.
fn kind_of(path: &Path) -> Option<ManifestKind> {
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
        complete: true,
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
    let after = || requirement.split_once("#egg=").map(|(_, name)| name);
    let name = named.or_else(|| {
        let name = after()?.split(['&', '[', ' ']).next()?;
        normalise(name)
    })?;
    Some(Dependency {
        name,
        requirement: requirement.to_owned(),
        scope,
        place,
    })
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
