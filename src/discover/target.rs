//! Targets: what configuration and options declare.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::model::{Target, TargetKind};
use crate::source::FileId;
use crate::source::disk::Disk;

use super::catalog::{Catalog, Directory};
use super::dg::DgConfig;
use super::path::{base_name, join, push_new};
use super::pyproject::ToolDagster;
use super::walk::Tree;
use super::workspace_file::{self, cloud_bases, default_name};
use super::{Request, TargetOptions, search_path};

/// A parsed `workspace.yaml` or `dagster_cloud.yaml`.
#[derive(Debug)]
pub(super) struct WorkspaceFile {
    /// The file.
    pub(super) file: FileId,
    /// Whether the command line names it.
    pub(super) named: bool,
    /// Its directory.
    pub(super) directory: PathBuf,
    /// Whether it is a `dagster_cloud.yaml`.
    pub(super) cloud: bool,
    /// Its entries.
    pub(super) entries: Vec<workspace_file::Entry>,
}

/// Builds targets.
pub(super) struct Builder<'a> {
    pub(super) catalog: &'a Catalog<'a>,
    pub(super) request: &'a Request,
    pub(super) roots: &'a BTreeSet<PathBuf>,
    pub(super) tree: &'a Tree,
}

impl Builder<'_> {
    /// The targets of the command line, in the order of Dagster's options.
    pub(super) fn of_options(&self, files: &[WorkspaceFile]) -> Vec<Target> {
        let TargetOptions {
            modules,
            files: python_files,
            packages,
            working_directory,
            attribute,
            ..
        } = &self.request.targets;
        let current = &self.request.directory;
        let working = working_directory
            .as_ref()
            .map_or_else(|| current.clone(), |path| join(current, path));
        let modules = modules.iter().chain(packages).cloned();
        let kinds = modules.map(TargetKind::Module).chain(
            python_files
                .iter()
                .map(|path| TargetKind::File(join(current, path))),
        );
        let mut targets: Vec<Target> = kinds
            .map(|kind| {
                let first = vec![working.clone(), current.clone()];
                let mut target = self.target(kind, attribute.clone(), &working, first);
                target.current_directory = Some(current.clone());
                target
            })
            .collect();
        // Of two files the later one's code location takes the place of the first's.
        let mut later: BTreeMap<String, Vec<Target>> = BTreeMap::new();
        for file in files {
            let mut own: BTreeMap<String, Vec<Target>> = BTreeMap::new();
            for target in self.of_workspace(file) {
                own.entry(target.name.clone()).or_default().push(target);
            }
            later.extend(own);
        }
        targets.extend(later.into_values().flatten());
        targets
    }

    /// The targets that the configuration of one directory declares, by dg first.
    pub(super) fn of_directory(&self, path: &Path, directory: &Directory) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        targets.extend(directory.dg().and_then(|dg| self.of_dg(dg)));
        if let Some(pyproject) = &directory.pyproject {
            targets.extend(
                pyproject
                    .dagster
                    .iter()
                    .flat_map(|dagster| self.of_tool_dagster(path, dagster)),
            );
        }
        targets
    }

    fn of_dg(&self, dg: &DgConfig) -> Option<Target> {
        let project = dg.as_project()?;
        let declared = project.target()?;
        if is_template(&declared.value) || !self.tree.has_python(&dg.directory) {
            return None;
        }
        let name = project.code_location_name.as_ref();
        let kind = match project.defs() {
            Some(defs) if project.autoload_defs => TargetKind::DefsModule(defs),
            _ => TargetKind::Module(declared.value),
        };
        let base = dg.base(self.catalog.disk);
        let mut first = vec![base.clone()];
        // dg itself puts the parent of the last part of root_module on the path.
        if let Some((above, _)) = project
            .root_module
            .as_ref()
            .and_then(|root| root.value.rsplit_once('.'))
        {
            first.push(
                above
                    .split('.')
                    .fold(base.clone(), |path, part| path.join(part)),
            );
        }
        let mut target = self.target(kind, None, &base, first);
        target.current_directory = Some(dg.directory.clone());
        target.name = name.map_or_else(|| base_name(&dg.directory), |name| name.value.clone());
        target.declared_at = Some(declared.place);
        Some(target)
    }

    fn of_tool_dagster(&self, path: &Path, dagster: &ToolDagster) -> Vec<Target> {
        dagster
            .modules
            .iter()
            .filter(|module| !is_template(&module.value))
            .map(|module| {
                let kind = TargetKind::Module(module.value.clone());
                let mut target = self.target(kind, None, path, Vec::new());
                target.current_directory = Some(path.to_path_buf());
                if let Some(name) = &dagster.code_location_name {
                    target.name.clone_from(&name.value);
                }
                target.declared_at = Some(module.place);
                target
            })
            .collect()
    }

    /// The targets of a workspace file, but not those that only an image provides.
    pub(super) fn of_workspace(&self, file: &WorkspaceFile) -> Vec<Target> {
        file.entries
            .iter()
            .filter_map(|entry| self.of_entry(file, entry))
            .collect()
    }

    fn of_entry(&self, file: &WorkspaceFile, entry: &workspace_file::Entry) -> Option<Target> {
        let written = entry.kind.clone()?;
        let bases = if file.cloud {
            cloud_bases(entry, &file.directory)
        } else {
            self.workspace_bases(file, entry)
        };
        let (kind, working) = bases
            .iter()
            .map(|base| {
                let at = if file.cloud { base } else { &file.directory };
                (written.clone().target(at), base)
            })
            .find(|(kind, _)| !matches!(kind, TargetKind::File(path) if !self.catalog.disk.is_file(path)))
            .or_else(|| Some((written.clone().target(&file.directory), bases.first()?)))?;
        // A path of an image is nothing that the tree can hold.
        let is_absolute = matches!(&written, workspace_file::EntryKind::File(path) if Path::new(path).is_absolute());
        if let TargetKind::File(path) = &kind
            && is_absolute
            && !self.catalog.disk.exists(path)
        {
            return None;
        }
        let mut target = self.target(kind, entry.attribute.clone(), working, bases.clone());
        target.current_directory = (!file.cloud).then(|| file.directory.clone());
        if let Some(name) = &entry.name {
            target.name.clone_from(&name.value);
        }
        target.declared_at = Some(entry.source.place);
        Some(target)
    }

    /// The directory of the project that an entry loads.
    pub(super) fn project_of(
        &self,
        file: &WorkspaceFile,
        entry: &workspace_file::Entry,
    ) -> Option<PathBuf> {
        let entry = entry_file(self.catalog.disk, &self.of_entry(file, entry)?)?;
        self.catalog.project_of(&entry).map(Path::to_path_buf)
    }

    /// The directories on the path for an entry of a `workspace.yaml`. A working
    /// directory of a module counts from the current directory, which is most often
    /// that of the file.
    fn workspace_bases(&self, file: &WorkspaceFile, entry: &workspace_file::Entry) -> Vec<PathBuf> {
        let mut bases = Vec::new();
        if let Some(written) = &entry.working_directory {
            let beside = join(&file.directory, written);
            let current = join(&self.request.directory, written);
            bases.push(if self.catalog.disk.is_folder(&beside) {
                beside
            } else {
                current
            });
        }
        push_new(&mut bases, file.directory.clone());
        push_new(&mut bases, self.request.directory.clone());
        bases
    }

    /// A target with the default name, and everything that may hold its modules.
    pub(super) fn target(
        &self,
        kind: TargetKind,
        attribute: Option<String>,
        working: &Path,
        mut first: Vec<PathBuf>,
    ) -> Target {
        if first.first().map(PathBuf::as_path) != Some(working) {
            first.insert(0, working.to_path_buf());
        }
        let anchor = match &kind {
            TargetKind::File(path) => path.parent().unwrap_or(working),
            _ => working,
        };
        let project = self.catalog.project_of(anchor).unwrap_or(working);
        let (search_path, package_directories) =
            search_path::search_path(self.catalog, project, first);
        // To Dagster an empty one is none.
        let attribute = attribute.filter(|attribute| !attribute.is_empty());
        Target {
            name: default_name(&kind, attribute.as_deref()),
            kind,
            attribute,
            working_directory: working.to_path_buf(),
            current_directory: None,
            search_path,
            package_directories,
            declared_at: None,
            found: false,
            variables: BTreeMap::new(),
            project: None,
        }
    }
}

/// The file that a target starts at.
pub(super) fn entry_file(disk: &Disk, target: &Target) -> Option<PathBuf> {
    match &target.kind {
        TargetKind::File(path) => Some(path.clone()),
        TargetKind::Module(module) | TargetKind::DefsModule(module) => {
            let found = search_path::resolve(disk, &target.search_path, module);
            found.or_else(|| resolve_renamed(disk, target, module))
        }
    }
}

/// The file of a module in a package whose directory has another name.
fn resolve_renamed(disk: &Disk, target: &Target, module: &str) -> Option<PathBuf> {
    let packages = target.package_directories.iter().rev();
    packages
        .filter_map(|(package, directory)| {
            let rest = module.strip_prefix(package.as_str())?;
            match rest.strip_prefix('.') {
                Some(rest) => search_path::resolve(disk, std::slice::from_ref(directory), rest),
                None => rest.is_empty().then(|| directory.join("__init__.py")),
            }
        })
        .find(|path| disk.is_file(path))
}

/// Drops targets that are declared already: one module or file, one attribute. Two
/// entries of one workspace file are two code locations.
pub(super) fn without_repeats(
    disk: &Disk,
    targets: Vec<Target>,
    files: &[WorkspaceFile],
) -> Vec<Target> {
    let mut first: BTreeMap<(String, PathBuf, Option<String>), FileId> = BTreeMap::new();
    targets
        .into_iter()
        .filter(|target| {
            let Some(declared) = target.declared_at.map(|place| place.file) else {
                return true;
            };
            let shown = match &target.kind {
                TargetKind::Module(name) => format!("module {name}"),
                TargetKind::DefsModule(name) => format!("defs {name}"),
                TargetKind::File(_) => "file".to_owned(),
            };
            let entry =
                entry_file(disk, target).unwrap_or_else(|| target.working_directory.clone());
            let key = (shown, entry, target.attribute.clone());
            match first.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(declared);
                    true
                }
                Entry::Occupied(earlier) => {
                    *earlier.get() == declared && files.iter().any(|file| file.file == declared)
                }
            }
        })
        .collect()
}

/// Whether a name is filled in later: `{{ package_name }}`.
fn is_template(name: &str) -> bool {
    name.contains("{{") || name.contains("{%")
}
