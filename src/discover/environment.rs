//! The environment of a project: manifests and lock files, from the project up to
//! the repository around it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{DependencyScope, Environment, Lock, Manifest, ManifestKind};
use crate::source::Sources;

use super::catalog::Catalog;
use super::manifest;
use super::path::{base_name, upward};
use crate::path::git_root;

/// Reads the manifests of each directory once, however many projects share it.
pub(super) struct Environments<'a> {
    sources: &'a Sources,
    catalog: &'a Catalog,
    roots: &'a BTreeSet<PathBuf>,
    local_packages: Vec<String>,
    read: Mutex<BTreeMap<PathBuf, Arc<Folder>>>,
}

/// What one directory holds.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) manifests: Vec<Manifest>,
    locks: Vec<PathBuf>,
}

impl<'a> Environments<'a> {
    /// A reader for the projects below the roots.
    pub(super) fn new(
        sources: &'a Sources,
        catalog: &'a Catalog,
        roots: &'a BTreeSet<PathBuf>,
    ) -> Self {
        Self {
            sources,
            catalog,
            roots,
            local_packages: catalog.by_name.keys().cloned().collect(),
            read: Mutex::default(),
        }
    }

    /// The environment of the project in a directory.
    pub(super) fn of(&self, project: &Path) -> Environment {
        let workspace = self.catalog.uv_workspace_of(project);
        let top = self.top(project, workspace);
        let mut environment = Environment {
            local_packages: self.local_packages.clone(),
            ..Environment::default()
        };
        let above = upward(project).take_while(|directory| directory.starts_with(top));
        // A dg workspace lists projects wherever they are.
        let dg_workspace = self.catalog.dg_workspace_of(project);
        let apart = dg_workspace
            .filter(|directory| !(project.starts_with(directory) && directory.starts_with(top)));
        for directory in above.chain(apart) {
            let folder = self.folder(directory);
            let own = environment.manifests.iter().any(is_own);
            // The lock of a directory above covers the project only where it shares
            // the environment: as a member, or because it declares none itself.
            let covers = directory == project || !own || workspace == Some(directory);
            if covers {
                let locks = folder.locks.iter().cloned();
                environment.locks.extend(locks.map(|path| Lock { path }));
            }
            environment
                .manifests
                .extend(folder.manifests.iter().cloned());
        }
        environment
    }

    /// The directory at which looking upward ends: the git root, the uv workspace or
    /// the walked root, whichever is highest.
    fn top<'p>(&self, project: &'p Path, workspace: Option<&'p Path>) -> &'p Path {
        let walked = upward(project).filter(|directory| self.roots.contains(*directory));
        let candidates = walked.chain(workspace).chain(git_root(project));
        candidates
            .min_by_key(|directory| directory.components().count())
            .unwrap_or(project)
    }

    /// The manifests and lock files of one directory.
    pub(super) fn folder(&self, directory: &Path) -> Arc<Folder> {
        let lock = || self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = lock().get(directory) {
            return Arc::clone(folder);
        }
        let folder = Arc::new(self.read_folder(directory));
        lock().insert(directory.to_path_buf(), Arc::clone(&folder));
        folder
    }

    fn read_folder(&self, directory: &Path) -> Folder {
        let mut folder = Folder::default();
        let mut files = files_in(directory);
        // Where requirements and images are often kept.
        for inner in ["requirements", "docker"] {
            files.extend(files_in(&directory.join(inner)));
        }
        for path in files {
            if is_lock(&base_name(&path)) {
                folder.locks.push(path);
            } else if let Some(manifest) = manifest::read(self.sources, &path) {
                if is_pinned(&manifest) {
                    folder.locks.push(path);
                }
                folder.manifests.push(manifest);
            }
        }
        // What declares most comes first: `pyproject.toml`, and `requirements.txt`
        // before `requirements-dev.txt`.
        folder.manifests.sort_by_cached_key(|manifest| {
            let path = self.sources.get(manifest.file).path();
            let stem = path.file_stem().map(ToOwned::to_owned);
            (manifest.kind, stem, path.to_path_buf())
        });
        folder
    }
}

/// Whether a manifest makes an environment of its own, as an image does not.
fn is_own(manifest: &Manifest) -> bool {
    manifest.kind != ManifestKind::Dockerfile
}

/// The regular files of a directory, sorted.
fn files_in(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort_unstable();
    files
}

fn is_lock(name: &str) -> bool {
    matches!(
        name,
        "uv.lock"
            | "poetry.lock"
            | "pdm.lock"
            | "pixi.lock"
            | "Pipfile.lock"
            | "requirements.lock"
            | "pylock.toml"
    ) || name.ends_with("conda-lock.yml")
        || name.ends_with("conda-lock.yaml")
}

/// Whether a list of requirements pins every one, as `pip freeze` and pip-compile do.
fn is_pinned(manifest: &Manifest) -> bool {
    manifest.kind == ManifestKind::Requirements
        && manifest.complete
        && manifest
            .dependencies
            .iter()
            .any(|dependency| dependency.scope == DependencyScope::Runtime)
        && manifest
            .dependencies
            .iter()
            .all(|dependency| dependency.requirement.contains("=="))
}
