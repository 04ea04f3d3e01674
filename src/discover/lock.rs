//! Lock files: what they hold, and where they contradict the manifest beside them.
//! No resolver is needed for that: every tool notes what it was given.

mod broken;
mod content_hash;
mod pins;
mod python_json;
mod toml_lock;
pub(super) mod uv;
mod uv_requirement;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{
    Declared, DependencyScope, DependencySource, Lock, LockFault, LockKind, LockedPackage,
    Manifest, ManifestKind,
};
use crate::source::{Place, Sources};

use super::path::base_name;
use uv::UvLock;

/// A lock file, read once for all projects that it covers.
#[derive(Debug)]
pub(super) struct LockFile {
    path: PathBuf,
    kind: LockKind,
    /// Sorted by name.
    packages: Arc<Vec<LockedPackage>>,
    contents: Contents,
    broken: Option<Declared<String>>,
}

/// What the tool notes of its input.
#[derive(Debug)]
enum Contents {
    /// The dependencies themselves.
    Uv(Box<UvLock>),
    /// A hash of them.
    Hash(Declared<String>),
    /// Nothing, or nothing that could be read.
    Nothing,
}

/// The lock file of a name that a tool writes; none for any other name.
pub(super) fn kind_of(name: &str) -> Option<LockKind> {
    match name {
        "uv.lock" => Some(LockKind::Uv),
        "poetry.lock" => Some(LockKind::Poetry),
        "pdm.lock" => Some(LockKind::Pdm),
        "pixi.lock" => Some(LockKind::Pixi),
        "Pipfile.lock" => Some(LockKind::Pipenv),
        "requirements.lock" | "pylock.toml" => Some(LockKind::Other),
        _ if name.ends_with("conda-lock.yml") || name.ends_with("conda-lock.yaml") => {
            Some(LockKind::Other)
        }
        _ => None,
    }
}

impl LockFile {
    /// Reads a file. What cannot be read locks nothing that is known.
    pub(super) fn read(sources: &Sources, path: PathBuf, kind: LockKind) -> Self {
        let file = sources.read_lock(&path);
        let (mut packages, contents) = match kind {
            LockKind::Uv => toml_lock::read(file, |root| {
                Contents::Uv(Box::new(UvLock::read(&path, root)))
            }),
            LockKind::Poetry => toml_lock::read(file, |root| hash(root, "content-hash")),
            LockKind::Pdm => toml_lock::read(file, |root| hash(root, "content_hash")),
            LockKind::Pipenv => pins::pipfile_lock(file),
            LockKind::Pixi => (pins::pixi_lock(file), Contents::Nothing),
            LockKind::Requirements | LockKind::Other => (Vec::new(), Contents::Nothing),
        };
        packages.sort_by(|one, two| one.name.cmp(&two.name));
        Self {
            path,
            kind,
            packages: Arc::new(packages),
            contents,
            broken: broken::of(file, kind),
        }
    }

    /// Its path.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A list of requirements that pins each.
    pub(super) fn of_requirements(path: PathBuf, manifest: &Manifest) -> Self {
        let mut packages: Vec<LockedPackage> =
            manifest.dependencies.iter().map(pins::pinned).collect();
        packages.sort_by(|one, two| one.name.cmp(&two.name));
        Self {
            path,
            kind: LockKind::Requirements,
            packages: Arc::new(packages),
            contents: Contents::Nothing,
            broken: None,
        }
    }

    /// What the lock is for the project in a directory. `manifests` are those of the
    /// directory of the lock file; uv compares with those of its members.
    pub(super) fn of_project(
        &self,
        sources: &Sources,
        manifests: &[Manifest],
        uv: Option<&uv::Member<'_>>,
    ) -> Lock {
        let faults = match (&self.contents, uv) {
            (Contents::Uv(lock), Some(member)) => lock.faults(sources, member),
            (Contents::Uv(_), None) => Vec::new(),
            _ => self.input_faults(sources, manifests),
        };
        Lock {
            path: self.path.clone(),
            kind: self.kind,
            packages: Arc::clone(&self.packages),
            broken: self.broken.clone(),
            faults,
        }
    }

    /// Where the manifest that the tool reads differs from what it read.
    fn input_faults(&self, sources: &Sources, manifests: &[Manifest]) -> Vec<LockFault> {
        let Some(manifest) = manifests.iter().find(|it| self.is_made_from(it)) else {
            return Vec::new();
        };
        let Contents::Hash(noted) = &self.contents else {
            return if self.kind == LockKind::Pixi {
                let start = self
                    .packages
                    .first()
                    .map(|it| Place::start_of(it.place.file));
                start.map_or_else(Vec::new, |start| self.contradictions(manifest, start))
            } else {
                Vec::new()
            };
        };
        let file = sources.get(manifest.file);
        let expected = match self.kind {
            LockKind::Poetry => content_hash::poetry(file),
            LockKind::Pdm => content_hash::pdm(file),
            _ => content_hash::pipfile(file),
        };
        // PDM writes the algorithm in front.
        let (_, digest) = noted.value.rsplit_once(':').unwrap_or(("", &noted.value));
        if expected.is_none_or(|expected| expected.iter().any(|it| it == digest)) {
            return Vec::new();
        }
        let faults = self.contradictions(manifest, noted.place);
        if !faults.is_empty() {
            return faults;
        }
        let name = base_name(file.path());
        vec![LockFault {
            message: format!("`{name}` was changed after it was written"),
            declared: manifest.place,
            locked: noted.place,
            is_release: false,
        }]
    }

    /// Whether the tool of the lock reads a manifest. Poetry and PDM need no settings
    /// of their own, but leave the lock of a project that has gone to another tool.
    fn is_made_from(&self, manifest: &Manifest) -> bool {
        let tools = &manifest.tools;
        match (self.kind, manifest.kind) {
            (LockKind::Poetry | LockKind::Pdm, ManifestKind::Pyproject) => {
                tools.is_empty() || tools.contains(&self.kind)
            }
            (LockKind::Pixi, ManifestKind::Pyproject) => tools.contains(&self.kind),
            (LockKind::Pipenv, ManifestKind::Pipfile) => true,
            (LockKind::Pixi, ManifestKind::Pixi) => true,
            _ => false,
        }
    }

    /// Declared packages that are not locked, or at a version that is not allowed.
    /// What is not there is told at `noted`.
    fn contradictions(&self, manifest: &Manifest, noted: Place) -> Vec<LockFault> {
        if self.packages.is_empty() {
            return Vec::new();
        }
        let certain = manifest.dependencies.iter().filter(|dependency| {
            let always = dependency.scope == DependencyScope::Runtime;
            let released = dependency.source == DependencySource::Index;
            always && released && !dependency.conditional && dependency.group.is_none()
        });
        let mut faults = Vec::new();
        for dependency in certain {
            let name = &dependency.name;
            let found = pins::of(&self.packages, name);
            let outside = found.iter().find(|it| {
                let version = it.version.as_ref();
                version.is_some_and(|version| dependency.versions.exclude(version))
            });
            if found.is_empty() {
                faults.push(LockFault {
                    message: format!("`{name}` is not in it"),
                    declared: dependency.place,
                    locked: noted,
                    is_release: false,
                });
            } else if let (1, Some(outside)) = (found.len(), outside) {
                let version = outside.version.as_ref().map(ToString::to_string);
                faults.push(LockFault {
                    message: format!(
                        "it has `{name}` {}, which `{}` does not allow",
                        version.unwrap_or_default(),
                        dependency.requirement
                    ),
                    declared: dependency.place,
                    locked: outside.place,
                    is_release: false,
                });
            }
        }
        faults
    }
}

/// The hash in the table `metadata`.
fn hash(root: super::toml_node::Table<'_>, key: &str) -> Contents {
    let metadata = root.table(&["metadata"]);
    let hash = metadata.and_then(|metadata| metadata.string(key));
    hash.map_or(Contents::Nothing, Contents::Hash)
}
