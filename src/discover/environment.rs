//! The environment of a project: manifests and lock files, from the project up to
//! the repository around it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{
    Declared, DependencyScope, Environment, Lock, Manifest, ManifestKind, PythonPin, Versions,
};
use crate::source::disk::Disk;
use crate::source::{ReadFault, Sources};

use super::catalog::Catalog;
use super::lock::{self, LockFile, uv};
use super::path::{base_name, upward};
use super::{dagster_version, ignored_lock, manifest, python_pin};
use crate::path::git_root;

/// Reads the manifests of each directory once, however many projects share it.
pub(super) struct Environments<'a> {
    sources: &'a Sources,
    catalog: &'a Catalog<'a>,
    roots: &'a BTreeSet<PathBuf>,
    local_packages: Vec<String>,
    /// The directories of the members of each uv workspace.
    members: BTreeMap<PathBuf, Vec<PathBuf>>,
    read: Mutex<BTreeMap<PathBuf, Arc<Folder>>>,
}

/// What one directory holds.
#[derive(Debug, Default)]
pub(super) struct Folder {
    pub(super) manifests: Vec<Manifest>,
    locks: Vec<LockFile>,
    python_pins: Vec<PythonPin>,
    /// The files that choose an interpreter and do nothing else.
    pin_files: Vec<PathBuf>,
}

impl<'a> Environments<'a> {
    /// A reader for the projects below the roots.
    pub(super) fn new(
        sources: &'a Sources,
        catalog: &'a Catalog<'a>,
        roots: &'a BTreeSet<PathBuf>,
    ) -> Self {
        let mut members: BTreeMap<PathBuf, Vec<PathBuf>> = BTreeMap::new();
        for directory in catalog.directories.keys() {
            if let Some(root) = catalog.uv_workspace_of(directory) {
                let all = members.entry(root.to_path_buf()).or_default();
                all.push(directory.clone());
            }
        }
        Self {
            sources,
            catalog,
            roots,
            local_packages: catalog.by_name.keys().cloned().collect(),
            members,
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
                let locks = self.locks(&folder, directory, project);
                environment.locks.extend(locks);
                environment
                    .python_pins
                    .extend(folder.python_pins.iter().cloned());
            }
            environment
                .manifests
                .extend(folder.manifests.iter().cloned());
            environment.unreadable.extend(self.unreadable(&folder));
        }
        environment.ignored_lock =
            ignored_lock::of(self.sources, &environment, project, workspace, top);
        environment.dagster = dagster_version::of(&environment);
        environment
    }

    /// The lock files of a directory, as they are for a project that they cover.
    fn locks(&self, folder: &Folder, directory: &Path, project: &Path) -> Vec<Lock> {
        let file = |directory: &Path| Some(self.catalog.get(directory)?.pyproject.as_ref()?.file);
        let alone = [project.to_path_buf()];
        let members = self.members.get(directory);
        let members = members.map_or(&alone[..], Vec::as_slice);
        let member = file(project).map(|file_of_project| uv::Member {
            directory: project,
            file: file_of_project,
            root: file(directory),
            requires_python: self.requires_python(project, members),
            members: members.len(),
        });
        let locks = folder.locks.iter();
        locks
            .map(|lock| lock.of_project(self.sources, &folder.manifests, member.as_ref()))
            .collect()
    }

    /// `requires-python` of the members of a workspace, that of the project first.
    fn requires_python(&self, project: &Path, members: &[PathBuf]) -> Vec<Declared<Versions>> {
        let others = members.iter().map(PathBuf::as_path);
        let others = others.filter(|member| *member != project);
        let mut declared = Vec::new();
        for member in std::iter::once(project).chain(others) {
            let folder = self.folder(member);
            let mut manifests = folder.manifests.iter();
            let manifest = manifests.find(|it| it.kind == ManifestKind::Pyproject);
            declared.extend(manifest.and_then(|it| it.requires_python.clone()));
        }
        declared
    }

    /// The directory at which looking upward ends: the git root, the uv workspace, the
    /// walked root or the nearest that declares a Python project, whichever is highest.
    fn top<'p>(&self, project: &'p Path, workspace: Option<&'p Path>) -> &'p Path {
        let walked = upward(project).filter(|directory| self.roots.contains(*directory));
        let enclosing =
            upward(project).find(|directory| declares_a_project(self.sources.disk(), directory));
        let candidates = walked
            .chain(workspace)
            .chain(git_root(self.sources.disk(), project));
        let candidates = candidates.chain(enclosing);
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
        let mut files = files_in(self.sources.disk(), directory);
        // Where requirements and images are often kept.
        for inner in ["requirements", "docker"] {
            files.extend(files_in(self.sources.disk(), &directory.join(inner)));
        }
        for path in files {
            let pins = python_pin::read(self.sources, &path);
            folder.python_pins.extend(pins);
            if let Some(kind) = lock::kind_of(&base_name(&path)) {
                folder.locks.push(LockFile::read(self.sources, path, kind));
            } else if let Some(manifest) = manifest::read(self.sources, &path) {
                if is_pinned(&manifest) {
                    let lock = LockFile::of_requirements(path, &manifest);
                    folder.locks.push(lock);
                }
                folder.manifests.push(manifest);
            } else if python_pin::is_pin(&path) {
                folder.pin_files.push(path);
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

    /// What has no text of the files of a directory, and has no rule of its own that tells so.
    fn unreadable(&self, folder: &Folder) -> Vec<PathBuf> {
        let fault = |path: &Path| self.sources.read(path).fault();
        let locks = folder.locks.iter().map(LockFile::path);
        let locks = locks.filter(|path| matches!(fault(path), Some(ReadFault::TooLarge { .. })));
        let pins = folder.pin_files.iter().map(PathBuf::as_path);
        let pins = pins.filter(|path| fault(path).is_some());
        let manifests = folder.manifests.iter().flat_map(|manifest| {
            let files = std::iter::once(manifest.file).chain(manifest.included.iter().copied());
            files.map(|file| self.sources.get(file).path())
        });
        let manifests = manifests.filter(|path| match fault(path) {
            // A list by lines is read all the same.
            Some(ReadFault::Encoding { .. }) => !manifest::is_read_by_lines(path),
            fault => fault.is_some(),
        });
        let all = locks.chain(pins).chain(manifests);
        all.map(Path::to_path_buf).collect()
    }
}

/// Whether a manifest makes an environment of its own, as an image does not.
fn is_own(manifest: &Manifest) -> bool {
    manifest.kind != ManifestKind::Dockerfile
}

/// The regular files of a directory, sorted.
fn files_in(disk: &Disk, directory: &Path) -> Vec<PathBuf> {
    let mut inside = disk.list(directory).unwrap_or_default();
    inside.retain(|path| disk.is_file(path));
    inside
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

/// Whether a directory is that of a Python project, walked or not.
fn declares_a_project(disk: &Disk, directory: &Path) -> bool {
    let mut files = ["pyproject.toml", "setup.py", "setup.cfg"].iter();
    files.any(|file| disk.is_file(directory.join(file)))
}
