//! Projects: which there are, and everything that is said of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::model::{Import, Project, ProjectId, ProjectKind, Target, TargetKind};
use crate::source::disk::Disk;
use crate::source::{FileId, Place, SourceFile, Sources};

use super::ModuleFile;
use super::catalog::{Catalog, Directory};
use super::dg::DgConfig;
use super::environment::Environments;
use super::import::imports;
use super::layout::{MissingModules, layout, missing_modules, missing_registry_modules, shadowing};
use super::path::{base_name, is_beside_the_code, is_test, upward};
use super::search_path::{own_roots, resolve};
use super::target::entry_file;
use super::walk::Tree;

/// Builds the projects.
pub(super) struct Builder<'a> {
    pub(super) sources: &'a Sources,
    pub(super) catalog: &'a Catalog<'a>,
    pub(super) roots: &'a BTreeSet<PathBuf>,
    pub(super) environments: Environments<'a>,
    pub(super) tree: &'a Tree,
}

/// A project in the making.
#[derive(Default)]
struct Draft {
    imports: Vec<Import>,
    /// Whether a file in it imports Dagster.
    uses_dagster: bool,
    /// The numbers of its targets.
    targets: Vec<usize>,
}

impl Builder<'_> {
    /// The projects of the tree, sorted by directory; targets get theirs. `listed`
    /// are directories that a workspace names, wherever they are; with `only_targets`
    /// a project without a target is left out.
    pub(super) fn build(
        &self,
        python: &[&SourceFile],
        targets: &mut [Target],
        listed: &BTreeSet<PathBuf>,
        only_targets: bool,
    ) -> Vec<Project> {
        let mut drafts: BTreeMap<PathBuf, Draft> = BTreeMap::new();
        for (number, target) in targets.iter().enumerate() {
            let directory = self.directory_of(target);
            drafts.entry(directory).or_default().targets.push(number);
        }
        for directory in self.configured(listed) {
            drafts.entry(directory).or_default();
        }
        self.add_imports(python, &mut drafts);
        drafts.retain(|directory, draft| {
            let has_dagster = draft.uses_dagster || self.is_configured(directory);
            !draft.targets.is_empty() || (has_dagster && !only_targets)
        });
        let drafts: Vec<(PathBuf, Draft)> = drafts.into_iter().collect();
        for (id, (_, draft)) in drafts.iter().enumerate() {
            for &number in &draft.targets {
                targets[number].project = Some(ProjectId(id));
            }
        }
        let targets = &*targets;
        drafts
            .into_par_iter()
            .enumerate()
            .map(|(id, (directory, draft))| self.project(ProjectId(id), directory, draft, targets))
            .collect()
    }

    /// The Python files of the walk that are no tests, each with its project.
    pub(super) fn modules(&self, python: &[&SourceFile], projects: &[Project]) -> Vec<ModuleFile> {
        let by_directory: BTreeMap<&Path, &Project> = projects
            .iter()
            .map(|project| (project.directory.as_path(), project))
            .collect();
        let dagster: BTreeSet<FileId> = python.iter().map(|file| file.id()).collect();
        let of = |path: &PathBuf| {
            let root = self.roots.iter().find(|root| path.starts_with(root));
            if is_test(path, root.map_or(path.as_path(), PathBuf::as_path)) {
                return None;
            }
            let around = upward(path).find(|above| {
                by_directory.contains_key(above)
                    || self.catalog.get(above).is_some_and(Directory::is_python)
            });
            let project = around.and_then(|directory| by_directory.get(directory));
            let project = project.filter(|project| {
                let inside = path.strip_prefix(&project.directory).unwrap_or(path);
                !project.is_example && !is_beside_the_code(inside)
            });
            let file = self.sources.read(path).id();
            Some(ModuleFile {
                file,
                project: project.map(|project| project.id),
                mentions_dagster: dagster.contains(&file),
            })
        };
        self.tree.python.par_iter().filter_map(of).collect()
    }

    /// The directories whose configuration makes them Dagster projects.
    fn configured(&self, listed: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
        let directories = self.catalog.directories.keys();
        let inside = |path: &Path| self.roots.iter().any(|root| path.starts_with(root));
        directories
            .filter(|path| inside(path) || listed.contains(*path))
            .filter(|path| self.is_configured(path))
            .cloned()
            .collect()
    }

    fn is_configured(&self, path: &Path) -> bool {
        self.catalog.get(path).is_some_and(|directory| {
            let dg = directory.dg().is_some_and(|dg| dg.as_project().is_some());
            let dagster = directory
                .pyproject
                .as_ref()
                .is_some_and(|p| p.dagster.is_some());
            dg || dagster
        })
    }

    /// Gives each file's imports to the project around it. A file in no project
    /// belongs to the nearest directory that has targets. A project without any is of
    /// interest only for using Dagster at all, and its files need not be parsed.
    fn add_imports(&self, python: &[&SourceFile], drafts: &mut BTreeMap<PathBuf, Draft>) {
        let wanted: BTreeSet<&Path> = drafts.keys().map(PathBuf::as_path).collect();
        let found: Vec<(PathBuf, bool, Vec<Import>)> = python
            .par_iter()
            .filter_map(|file| {
                let path = file.path();
                let bare = || upward(path).find(|above| wanted.contains(above));
                let directory = self.catalog.project_of(path).or_else(bare)?;
                let inside = path.strip_prefix(directory).unwrap_or(path);
                let uses = mentions_import(file.text()) && !is_test(inside, Path::new(""));
                let found = if wanted.contains(directory) {
                    imports(file)
                } else {
                    Vec::new()
                };
                Some((directory.to_path_buf(), uses, found))
            })
            .collect();
        for (directory, uses, imports) in found {
            let draft = drafts.entry(directory).or_default();
            draft.uses_dagster |= uses;
            draft.imports.extend(imports);
        }
    }

    /// The directory of the project around a target.
    fn directory_of(&self, target: &Target) -> PathBuf {
        // What the project itself declares is its own, wherever the module lies.
        let declaring = target.declared_at.and_then(|place| {
            let folder = self.sources.get(place.file).path().parent()?;
            let found = self.catalog.get(folder)?;
            let pyproject = found.pyproject.as_ref().map(|pyproject| pyproject.file);
            let dg = found.dg().map(|dg| dg.file);
            [pyproject, dg]
                .contains(&Some(place.file))
                .then_some(folder)
        });
        if let Some(folder) = declaring {
            return folder.to_path_buf();
        }
        let entry = entry_file(self.catalog.disk, target);
        let start = entry.as_deref().unwrap_or(&target.working_directory);
        if let Some(project) = self.catalog.project_of(start) {
            return project.to_path_buf();
        }
        let folder = if self.catalog.disk.is_folder(start) {
            start
        } else {
            start.parent().unwrap_or(start)
        };
        let root = self.roots.iter().find(|root| folder.starts_with(root));
        // No manifest: what comes nearest is a directory that declares dependencies.
        let declares = upward(folder)
            .take_while(|above| root.is_some_and(|root| above.starts_with(root)))
            .find(|above| !self.environments.folder(above).manifests.is_empty());
        let found = declares.or(root.map(PathBuf::as_path)).unwrap_or(folder);
        found.to_path_buf()
    }

    #[expect(clippy::too_many_lines, reason = "the fields of a project, one by one")]
    fn project(
        &self,
        id: ProjectId,
        directory: PathBuf,
        draft: Draft,
        targets: &[Target],
    ) -> Project {
        let disk = self.catalog.disk;
        let found = self.catalog.get(&directory);
        let dg = found.and_then(|found| found.dg());
        let table = dg.and_then(|dg| dg.as_project());
        let environment = self.environments.of(&directory);
        let own = || {
            let numbers = draft.targets.iter();
            numbers.filter_map(|&number| targets.get(number))
        };
        let has_code_location = own().any(|target| !is_example_of(disk, &directory, target));
        let kind = kind(found, table.is_some());
        let package = self.package(&directory, own());
        let is_member = self.is_member(&directory);
        let code = dg.filter(|dg| self.tree.has_python(&dg.directory));
        let missing = code.map(|dg| missing_modules(disk, dg));
        let MissingModules { root, target } = missing.unwrap_or_default();
        let file = self.file(&directory, own());
        Project {
            id,
            kind,
            file,
            place: dg
                .filter(|_| table.is_some())
                .map_or(Place::start_of(file), |dg| dg.place),
            root_module: table.and_then(|table| table.root_module.clone()),
            missing_root_module: root,
            missing_target_module: target,
            missing_registry_modules: missing_registry_modules(disk, &directory, found),
            has_code_location,
            is_example: self.is_example(&directory),
            layout: layout(
                disk,
                &directory,
                package.as_deref(),
                &environment,
                is_member,
            ),
            package: package_path(package, &directory),
            shadowing: if has_code_location {
                shadowing(self.sources, &directory, found)
            } else {
                Vec::new()
            },
            environment,
            imports: self.of_libraries(&directory, draft.imports),
            directory,
        }
    }

    /// Imports without those of the project's own modules: many have a package that is
    /// called `dagster_something`, with an `__init__.py` or without.
    fn of_libraries(&self, directory: &Path, mut imports: Vec<Import>) -> Vec<Import> {
        let roots = own_roots(self.catalog, directory);
        let mut own: BTreeMap<(PathBuf, String), bool> = BTreeMap::new();
        imports.retain(|import| {
            let file = self.sources.get(import.place.file);
            let dotted = &file.text()[import.place.range];
            let folder = file.path().parent().unwrap_or(directory);
            let key = (folder.to_path_buf(), dotted.to_owned());
            let is_own = || {
                let mut paths = roots.clone();
                paths.push(folder.to_path_buf());
                [dotted, &import.module]
                    .iter()
                    .any(|name| resolve(self.catalog.disk, &paths, name).is_some())
            };
            import.module == "dagster" || !*own.entry(key).or_insert_with(is_own)
        });
        imports
    }

    /// The package of a project: its root module, the first part of what it loads, or what
    /// a project of its name is scaffolded with.
    fn package<'t>(
        &self,
        directory: &Path,
        mut targets: impl Iterator<Item = &'t Target>,
    ) -> Option<String> {
        let found = self.catalog.get(directory);
        let root = found.and_then(|found| {
            let root = found.dg()?.as_project()?.root_module.as_ref()?;
            Some(root.value.clone())
        });
        let first = |target: &'t Target| match &target.kind {
            TargetKind::Module(name) | TargetKind::DefsModule(name) => {
                name.split('.').next().map(str::to_owned)
            }
            TargetKind::File(_) => None,
        };
        let scaffolded = || {
            let name = found?.pyproject.as_ref()?.name.as_ref()?;
            Some(module_name(name))
        };
        root.or_else(|| targets.find_map(first)).or_else(scaffolded)
    }

    /// Whether a dg or uv workspace is around the project.
    fn is_member(&self, directory: &Path) -> bool {
        let in_dg = upward(directory).skip(1).any(|above| {
            let found = self.catalog.get(above);
            found.is_some_and(|found| found.dg().is_some_and(DgConfig::is_workspace))
        });
        let uv = self.catalog.uv_workspace_of(directory);
        in_dg || uv.is_some_and(|root| root != directory)
    }

    /// The file that declares a project, or the one that stands for it.
    fn file<'t>(&self, directory: &Path, targets: impl Iterator<Item = &'t Target>) -> FileId {
        let found = self.catalog.get(directory);
        let dg = || Some(found?.dg().filter(|dg| dg.as_project().is_some())?.file);
        let python = || found?.pyproject.as_ref().map(|p| p.file).or(found?.setup);
        let folder = self.environments.folder(directory);
        let manifest = || folder.manifests.first().map(|manifest| manifest.file);
        let mut targets = targets.peekable();
        let first = targets.peek().copied();
        let declared = || Some(first?.declared_at?.file);
        let entry = || {
            Some(
                self.sources
                    .read(&entry_file(self.catalog.disk, first?)?)
                    .id(),
            )
        };
        dg().or_else(python)
            .or_else(manifest)
            .or_else(declared)
            .or_else(entry)
            .unwrap_or_else(|| self.sources.read(&directory.join("pyproject.toml")).id())
    }

    /// Whether a folder between the root and the project holds tests, examples or
    /// templates.
    fn is_example(&self, directory: &Path) -> bool {
        let root = self.roots.iter().find(|root| directory.starts_with(root));
        let inner = root.and_then(|root| directory.strip_prefix(root).ok());
        inner.is_some_and(is_beside_the_code)
    }
}

/// Whether a line of a text imports Dagster.
fn mentions_import(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), "import").any(|at| {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |at| at + 1);
        let line = text[start..].trim_start();
        line.starts_with("import dagster") || line.starts_with("from dagster")
    })
}

/// Whether a code location that was found is an example of a library, and makes no code
/// location of it.
fn is_example_of(disk: &Disk, directory: &Path, target: &Target) -> bool {
    let entry = entry_file(disk, target);
    let inside = entry
        .as_deref()
        .and_then(|path| path.strip_prefix(directory).ok());
    target.found && inside.is_some_and(is_beside_the_code)
}

fn kind(found: Option<&Directory>, is_dg: bool) -> ProjectKind {
    match found {
        _ if is_dg => ProjectKind::Dg,
        Some(found) if found.is_python() => ProjectKind::Python,
        _ => ProjectKind::Bare,
    }
}

/// What a project or folder of a name calls its package.
fn module_name(name: &str) -> String {
    name.replace(|letter: char| !letter.is_alphanumeric(), "_")
}

/// Where a package would lie. One that nothing names may be called like the directory.
fn package_path(package: Option<String>, directory: &Path) -> PathBuf {
    let package = package.unwrap_or_else(|| module_name(&base_name(directory)));
    package.split('.').collect()
}
