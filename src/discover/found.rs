//! Targets that nothing declares: modules that hold a loadable object.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::model::{Target, TargetKind};
use crate::source::SourceFile;

use super::candidate::{Candidate, candidate};
use super::catalog::Directory;
use super::code_folder::code_folder;
use super::layout::missing_modules;
use super::path::{is_apart, is_test, push_new, upward};
use super::search_path;
use super::target::{Builder, entry_file};

impl Builder<'_> {
    /// The targets that nothing declares: modules that hold a loadable object.
    pub(super) fn found(&self, files: &[&SourceFile], declared: &[Target]) -> Vec<Target> {
        let taken: BTreeSet<PathBuf> = declared
            .iter()
            .filter_map(|it| entry_file(self.catalog.disk, it))
            .collect();
        // The walk follows no links, but a declared package may be behind one.
        let real = |path: &PathBuf| self.catalog.disk.leads_to(path);
        let linked: BTreeSet<PathBuf> = taken.iter().filter_map(real).collect();
        let is_taken = |path: &PathBuf| real(path).is_some_and(|real| linked.contains(&real));
        let closed = self.closed_folders();
        let files: Vec<&SourceFile> = files
            .par_iter()
            .filter(|file| !self.is_test(file.path()))
            .copied()
            .collect();
        let mentions = self.mentions(&files);
        let candidates: Vec<(&SourceFile, Candidate)> = files
            .par_iter()
            .filter(|file| {
                let path = file.path();
                !taken.contains(path) && !upward(path).any(|above| closed.contains(above))
            })
            .filter_map(|file| {
                let only = || mentions.get(&self.scope(file.path())) == Some(&1);
                let candidate = candidate(file, only)?;
                // What cannot be run is found where it is meant to be.
                let is_meant = file.python_fault().is_none() || !is_apart(file.path(), self.roots);
                let is_new = !is_taken(&file.path().to_path_buf());
                (is_meant && is_new).then_some((*file, candidate))
            })
            .collect();
        let mut found: Vec<Target> = candidates
            .iter()
            .filter(|(_, candidate)| *candidate > Candidate::Loose)
            .map(|(file, _)| self.found_target(file.path()))
            .collect();
        let loose = self.loose(&candidates, declared);
        found.extend(loose.into_iter().map(|path| self.found_target(path)));
        let broken = self.broken(&candidates, declared.iter().chain(&found));
        found.extend(broken);
        found.sort_by(|a, b| a.search_path.cmp(&b.search_path).then(a.name.cmp(&b.name)));
        found
    }

    /// How many files of each project mention Dagster.
    fn mentions(&self, files: &[&SourceFile]) -> BTreeMap<PathBuf, usize> {
        let mut mentions: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for file in files {
            *mentions.entry(self.scope(file.path())).or_default() += 1;
        }
        mentions
    }

    fn is_test(&self, path: &Path) -> bool {
        let root = self.roots.iter().find(|root| path.starts_with(root));
        is_test(path, root.map_or(path, PathBuf::as_path))
    }

    /// The folders in which nothing is found: what a dg project loads by itself, and
    /// projects whose root module cannot be found, which is all there is to say of them.
    fn closed_folders(&self) -> BTreeSet<PathBuf> {
        let of = |directory: &Directory| {
            let dg = directory.dg()?;
            let defs = dg.as_project()?.defs()?;
            if missing_modules(self.catalog.disk, dg).root.is_some() {
                return Some(dg.directory.clone());
            }
            let folder = defs
                .split('.')
                .fold(dg.base(self.catalog.disk), |path, part| path.join(part));
            self.catalog.disk.is_folder(&folder).then_some(folder)
        };
        self.catalog.directories.values().filter_map(of).collect()
    }

    /// Entries that nothing could run, where no other code location's code is around them.
    fn broken<'t>(
        &self,
        candidates: &[(&SourceFile, Candidate)],
        others: impl Iterator<Item = &'t Target>,
    ) -> Vec<Target> {
        let folders: BTreeSet<PathBuf> = others
            .filter_map(|it| code_folder(self.catalog.disk, it))
            .collect();
        candidates
            .iter()
            .filter(|(_, candidate)| *candidate == Candidate::Broken)
            .map(|(file, _)| file.path())
            .filter(|path| !upward(path).any(|above| folders.contains(above)))
            .map(|path| self.found_target(path))
            .collect()
    }

    /// Files with loose assets or jobs in projects that have nothing else.
    fn loose<'f>(
        &self,
        candidates: &[(&'f SourceFile, Candidate)],
        declared: &[Target],
    ) -> Vec<&'f Path> {
        let mut full: BTreeSet<PathBuf> = declared
            .iter()
            .map(|target| match &target.kind {
                TargetKind::File(path) => self.scope(path),
                _ => self.scope(&target.working_directory),
            })
            .collect();
        let whole = candidates
            .iter()
            .filter(|(_, candidate)| *candidate > Candidate::Perhaps);
        full.extend(whole.map(|(file, _)| self.scope(file.path())));
        candidates
            .iter()
            .filter(|(_, candidate)| *candidate == Candidate::Loose)
            .map(|(file, _)| file.path())
            .filter(|path| !full.contains(&self.scope(path)))
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
            // Beyond the file's own folder not the inside of a package: its modules
            // would pass for libraries.
            above
                .filter(|above| {
                    *above == folder || !self.catalog.disk.is_file(above.join("__init__.py"))
                })
                .for_each(|above| push_new(&mut first, above.to_path_buf()));
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
        if let Some(module) = self.renamed_module(path, scope) {
            return (scope.to_path_buf(), Some(module));
        }
        let folder = path.parent().unwrap_or(path);
        let outside = upward(folder)
            .find(|above| !self.catalog.disk.is_file(above.join("__init__.py")))
            .unwrap_or(folder);
        let mut roots = search_path::own_roots(self.catalog, scope);
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
                && search_path::resolve(self.catalog.disk, std::slice::from_ref(&root), module)
                    .as_deref()
                    == Some(path)
        });
        (root, module)
    }

    /// The name of a file in a package whose directory has another name.
    fn renamed_module(&self, path: &Path, scope: &Path) -> Option<String> {
        let renamed = search_path::own_renamed(self.catalog, scope);
        let (package, inner) = renamed
            .filter_map(|(package, directory)| Some((package, path.strip_prefix(directory).ok()?)))
            .min_by_key(|(_, inner)| inner.components().count())?;
        if inner == Path::new("__init__.py") {
            return Some(package.clone());
        }
        Some(format!("{package}.{}", dotted(inner)?))
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
            || name.is_some_and(|name| name.replace('-', "_") == top)
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
