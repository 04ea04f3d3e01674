//! Targets: what configuration and options declare, then what was found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::model::{Target, TargetKind};
use crate::source::{FileId, Place, SourceFile};

use super::catalog::{self, Catalog, Directory};
use super::dg::DgConfig;
use super::loadable::{Loadable, loadable};
use super::path::{base_name, is_test, join, push_new, upward};
use super::pyproject::ToolDagster;
use super::walk::Tree;
use super::workspace_file::{Entry, cloud_bases, default_name};
use super::{Request, TargetOptions};

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
    pub(super) entries: Vec<Entry>,
}

/// Builds targets.
pub(super) struct Builder<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) request: &'a Request,
    pub(super) roots: &'a BTreeSet<PathBuf>,
    pub(super) tree: &'a Tree,
}

impl Builder<'_> {
    /// The targets of the command line, in the order of Dagster's options.
    pub(super) fn from_options(&self, files: &[WorkspaceFile]) -> Vec<Target> {
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
                self.target(kind, attribute.clone(), &working, first)
            })
            .collect();
        for file in files {
            targets.extend(self.from_workspace(file));
        }
        targets
    }

    /// The targets that the configuration of one directory declares, by dg first.
    pub(super) fn from_directory(&self, path: &Path, directory: &Directory) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        targets.extend(directory.dg().and_then(|dg| self.from_dg(dg)));
        if let Some(pyproject) = &directory.pyproject {
            targets.extend(
                pyproject
                    .dagster
                    .iter()
                    .flat_map(|dagster| self.from_tool_dagster(path, dagster)),
            );
        }
        targets
    }

    fn from_dg(&self, dg: &DgConfig) -> Option<Target> {
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
        let base = dg.base();
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
        target.name = name.map_or_else(|| base_name(&dg.directory), |name| name.value.clone());
        target.declared_at = Some(declared.place);
        Some(target)
    }

    fn from_tool_dagster(&self, path: &Path, dagster: &ToolDagster) -> Vec<Target> {
        dagster
            .modules
            .iter()
            .filter(|module| !is_template(&module.value))
            .map(|module| {
                let kind = TargetKind::Module(module.value.clone());
                let mut target = self.target(kind, None, path, Vec::new());
                if let Some(name) = &dagster.code_location_name {
                    target.name.clone_from(&name.value);
                }
                target.declared_at = Some(module.place);
                target
            })
            .collect()
    }

    /// The targets of a workspace file, but not those that only an image provides.
    pub(super) fn from_workspace(&self, file: &WorkspaceFile) -> Vec<Target> {
        file.entries
            .iter()
            .filter_map(|entry| self.from_entry(file, entry))
            .collect()
    }

    fn from_entry(&self, file: &WorkspaceFile, entry: &Entry) -> Option<Target> {
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
            .find(|(kind, _)| !matches!(kind, TargetKind::File(path) if !path.is_file()))
            .or_else(|| Some((written.clone().target(&file.directory), bases.first()?)))?;
        if let TargetKind::File(path) = &kind {
            let foreign = !self.roots.iter().any(|root| path.starts_with(root));
            if foreign && !path.exists() {
                return None;
            }
        }
        let mut target = self.target(kind, entry.attribute.clone(), working, bases.clone());
        if let Some(name) = &entry.name {
            target.name.clone_from(&name.value);
        }
        target.declared_at = Some(entry.source.place);
        Some(target)
    }

    /// The directories on the path for an entry of a `workspace.yaml`. A working
    /// directory of a module counts from the current directory, which is most often
    /// that of the file.
    fn workspace_bases(&self, file: &WorkspaceFile, entry: &Entry) -> Vec<PathBuf> {
        let mut bases = Vec::new();
        if let Some(written) = &entry.working_directory {
            let beside = join(&file.directory, written);
            let current = join(&self.request.directory, written);
            bases.push(if beside.is_dir() { beside } else { current });
        }
        push_new(&mut bases, file.directory.clone());
        push_new(&mut bases, self.request.directory.clone());
        bases
    }

    /// A target with the default name, and everything that may hold its modules.
    fn target(
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
        let search_path = catalog::search_path(self.catalog, project, first);
        Target {
            name: default_name(&kind, attribute.as_deref()),
            kind,
            attribute,
            working_directory: working.to_path_buf(),
            search_path,
            declared_at: None,
            found: false,
            project: None,
        }
    }

    /// The targets that nothing declares: modules that hold a loadable object.
    pub(super) fn found(&self, files: &[&SourceFile], declared: &[Target]) -> Vec<Target> {
        let taken: BTreeSet<PathBuf> = declared.iter().filter_map(entry_file).collect();
        let autoloaded: Vec<PathBuf> = self.defs_folders();
        let candidates: Vec<(&SourceFile, Loadable)> = files
            .par_iter()
            .filter(|file| {
                let path = file.path();
                !taken.contains(path)
                    && !self.is_test(path)
                    && !autoloaded.iter().any(|folder| path.starts_with(folder))
            })
            .filter_map(|file| Some((*file, loadable(file)?)))
            .collect();
        let mut found: Vec<Target> = candidates
            .iter()
            .filter(|(_, loadable)| *loadable > Loadable::Loose)
            .map(|(file, _)| self.found_target(file.path()))
            .collect();
        let loose = self.loose(files, &candidates, declared);
        found.extend(loose.into_iter().map(|path| self.found_target(path)));
        found.sort_by(|a, b| a.search_path.cmp(&b.search_path).then(a.name.cmp(&b.name)));
        found
    }

    fn is_test(&self, path: &Path) -> bool {
        let root = self.roots.iter().find(|root| path.starts_with(root));
        is_test(path, root.map_or(path, PathBuf::as_path))
    }

    /// The folders whose modules dg projects load by themselves.
    fn defs_folders(&self) -> Vec<PathBuf> {
        let of = |directory: &Directory| {
            let dg = directory.dg()?;
            let defs = dg.as_project()?.defs()?;
            let folder = defs
                .split('.')
                .fold(dg.base(), |path, part| path.join(part));
            folder.is_dir().then_some(folder)
        };
        self.catalog.directories.values().filter_map(of).collect()
    }

    /// Files with loose assets or jobs, in projects that have nothing else: the only
    /// file that mentions Dagster, or those with the documentation's own name.
    fn loose<'f>(
        &self,
        files: &[&'f SourceFile],
        candidates: &[(&'f SourceFile, Loadable)],
        declared: &[Target],
    ) -> Vec<&'f Path> {
        let scope = |path: &Path| self.scope(path);
        let mut mentions: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for file in files.iter().filter(|file| !self.is_test(file.path())) {
            *mentions.entry(scope(file.path())).or_default() += 1;
        }
        let mut full: BTreeSet<PathBuf> = declared
            .iter()
            .map(|target| match &target.kind {
                TargetKind::File(path) => scope(path),
                _ => scope(&target.working_directory),
            })
            .collect();
        let whole = candidates
            .iter()
            .filter(|(_, loadable)| *loadable > Loadable::Loose);
        full.extend(whole.map(|(file, _)| scope(file.path())));
        candidates
            .iter()
            .filter(|(_, loadable)| *loadable == Loadable::Loose)
            .map(|(file, _)| file.path())
            .filter(|path| {
                let scope = scope(path);
                let only = mentions.get(&scope) == Some(&1);
                !full.contains(&scope) && (only || base_name(path) == "definitions.py")
            })
            .collect()
    }

    /// The project around a path, or the root.
    fn scope(&self, path: &Path) -> PathBuf {
        let project = self.catalog.project_of(path);
        let root = || self.roots.iter().find(|root| path.starts_with(root));
        project
            .map(Path::to_path_buf)
            .or_else(|| root().cloned())
            .unwrap_or_default()
    }

    /// The target of a found file: a module where it is importable as one.
    fn found_target(&self, path: &Path) -> Target {
        let scope = self.scope(path);
        let (root, module) = self.module_of(path, &scope);
        let (kind, working) = match module {
            Some(module) => (TargetKind::Module(module), root),
            None => (TargetKind::File(path.to_path_buf()), scope.clone()),
        };
        let mut first = vec![working.clone()];
        let folder = path.parent().unwrap_or(path);
        // Nothing says where such a module is started: any directory up to the root will do.
        let above = upward(folder).take_while(|above| self.is_below_root(above));
        if let TargetKind::File(_) = kind {
            above.for_each(|above| push_new(&mut first, above.to_path_buf()));
        } else {
            above
                .filter(|above| working.starts_with(above))
                .for_each(|above| push_new(&mut first, above.to_path_buf()));
        }
        let mut target = self.target(kind, None, &working, first);
        target.found = true;
        target
    }

    fn is_below_root(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }

    /// The directory that a file is imported from, and its dotted name there; no
    /// name where it is a file on its own.
    fn module_of(&self, path: &Path, scope: &Path) -> (PathBuf, Option<String>) {
        let folder = path.parent().unwrap_or(path);
        let outside = upward(folder)
            .find(|above| !above.join("__init__.py").is_file())
            .unwrap_or(folder);
        let mut roots = catalog::own_roots(self.catalog, scope);
        if !self.is_namespace(scope, path) {
            // The project's directory itself makes no package of a lone file in it.
            roots.pop();
        }
        let declared = roots.into_iter().find(|root| outside.starts_with(root));
        let root = declared.clone().unwrap_or_else(|| outside.to_path_buf());
        let is_module = declared.is_some() || outside != folder;
        let module = path.strip_prefix(&root).ok().and_then(dotted);
        // A package beside a file of its name hides the file.
        let module = module.filter(|module| {
            is_module
                && catalog::resolve(std::slice::from_ref(&root), module).as_deref() == Some(path)
        });
        (root, module)
    }

    /// Whether the folder below the project that holds a path is its own package
    /// without an `__init__.py`: the project's configuration names it.
    fn is_namespace(&self, project: &Path, path: &Path) -> bool {
        let top = path
            .strip_prefix(project)
            .ok()
            .and_then(|inner| inner.parent()?.components().next());
        let Some((top, directory)) = top.zip(self.catalog.get(project)) else {
            return false;
        };
        let top = top.as_os_str().to_string_lossy();
        let of_dagster = directory.pyproject.iter().flat_map(|p| &p.dagster);
        let of_dagster = of_dagster.flat_map(|dagster| &dagster.modules);
        let of_dg = directory
            .dg()
            .and_then(|dg| dg.as_project()?.root_module.as_ref());
        let name = directory.pyproject.as_ref().and_then(|p| p.name.as_ref());
        of_dagster
            .chain(of_dg)
            .any(|module| module.value.split('.').next() == Some(&top))
            || name.is_some_and(|name| name.replace(['-', '.'], "_") == top)
    }
}

/// The module name of a relative path, if all of its parts are names.
fn dotted(path: &Path) -> Option<String> {
    let path = path.with_extension("");
    let mut parts: Vec<String> = Vec::new();
    for part in path.components() {
        parts.push(part.as_os_str().to_str()?.to_owned());
    }
    if parts.last().is_some_and(|last| last == "__init__") {
        parts.pop();
    }
    let is_name =
        |part: &String| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    (!parts.is_empty() && parts.iter().all(is_name)).then(|| parts.join("."))
}

/// The file that a target starts at.
pub(super) fn entry_file(target: &Target) -> Option<PathBuf> {
    match &target.kind {
        TargetKind::File(path) => Some(path.clone()),
        TargetKind::Module(module) | TargetKind::DefsModule(module) => {
            catalog::resolve(&target.search_path, module)
        }
    }
}

/// Drops targets that an earlier file declares already: one module or file, one
/// attribute. Two entries of one file are two code locations.
pub(super) fn without_repeats(targets: Vec<Target>) -> Vec<Target> {
    let mut first: BTreeMap<(String, PathBuf, Option<String>), Option<Place>> = BTreeMap::new();
    targets
        .into_iter()
        .filter(|target| {
            let shown = match &target.kind {
                TargetKind::Module(name) => format!("module {name}"),
                TargetKind::DefsModule(name) => format!("defs {name}"),
                TargetKind::File(_) => "file".to_owned(),
            };
            let entry = entry_file(target).unwrap_or_else(|| target.working_directory.clone());
            let key = (shown, entry, target.attribute.clone());
            let earlier = first.entry(key).or_insert(target.declared_at);
            let file = |place: &Option<Place>| place.map(|place| place.file);
            *earlier == target.declared_at || file(earlier) == file(&target.declared_at)
        })
        .collect()
}

/// Makes the names of found targets unique: by their path below the root.
pub(super) fn name_found(targets: &mut [Target], roots: &BTreeSet<PathBuf>) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for target in targets.iter() {
        *count.entry(target.name.clone()).or_default() += 1;
    }
    for target in targets.iter_mut().filter(|target| target.found) {
        if count.get(&target.name).is_none_or(|&count| count < 2) {
            continue;
        }
        let path = match &target.kind {
            TargetKind::File(path) => path.clone(),
            TargetKind::Module(name) | TargetKind::DefsModule(name) => {
                target.working_directory.join(name)
            }
        };
        let root = roots.iter().find(|root| path.starts_with(root));
        let inner = root.and_then(|root| path.strip_prefix(root).ok());
        let parts = inner.unwrap_or(&path).components();
        let parts: Vec<_> = parts
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        target.name = parts.join("/");
    }
}

/// Whether a name is filled in later: `{{ package_name }}`.
fn is_template(name: &str) -> bool {
    name.contains("{{") || name.contains("{%")
}
