//! What is there: one parallel walk, then workspaces, projects and targets.

mod broken;
mod build;
mod candidate;
mod catalog;
mod code_folder;
mod command;
mod dagster_version;
mod dg;
mod environment;
mod found;
mod ignored;
mod ignored_lock;
mod import;
mod layout;
mod lock;
mod manifest;
mod member_glob;
mod packaging;
mod path;
mod project;
mod pyproject;
mod python_pin;
mod roots;
mod search_path;
mod target;
mod toml_node;
mod unread;
mod validate;
mod walk;
mod workspace;
mod workspace_file;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::failure::Failure;
use crate::model::{
    BrokenConfig, ComposeFile, ConfigFault, Declared, DgProject, Project, ProjectId, Root,
    ServerCommand, Target, Unreadable, Workspace,
};
use crate::settings::{Configuration, Finder, Overrides, SettingsFault};
use crate::source::{FileId, SourceFile, Sources};

use build::Contents;
use catalog::Catalog;
pub(crate) use code_folder::code_folder;
use environment::Environments;
pub use ignored::ignored_by_git;
pub(crate) use path::below_root;
use roots::Roots;
use target::{Builder, WorkspaceFile};
use unread::Located;
pub use walk::LeftOut;
use walk::Tree;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The current directory, absolute: relative paths start here.
    pub directory: PathBuf,
    /// PATH arguments. Empty means `directory`, unless target options are given.
    pub paths: Vec<PathBuf>,
    /// Dagster's own target options; they exclude `paths`.
    pub targets: TargetOptions,
    /// What the command line and the environment say of settings.
    pub settings: Overrides,
}

impl Request {
    /// Whether target options say what to load.
    pub fn has_targets(&self) -> bool {
        let targets = &self.targets;
        !(targets.modules.is_empty()
            && targets.files.is_empty()
            && targets.packages.is_empty()
            && targets.workspaces.is_empty())
    }
}

/// Dagster's own target options, as given.
#[derive(Debug, Clone, Default)]
pub struct TargetOptions {
    /// `-m/--module-name`
    pub modules: Vec<String>,
    /// `-f/--python-file`
    pub files: Vec<PathBuf>,
    /// `--package-name`
    pub packages: Vec<String>,
    /// `-w/--workspace`
    pub workspaces: Vec<PathBuf>,
    /// `-d/--working-directory`
    pub working_directory: Option<PathBuf>,
    /// `-a/--attribute`
    pub attribute: Option<String>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// The settings of the run and of each project.
    pub settings: Configuration,
    /// The files that list projects or code locations.
    pub workspaces: Vec<Workspace>,
    /// The projects.
    pub projects: Vec<Project>,
    /// The directories that were walked.
    pub walked: BTreeSet<PathBuf>,
    /// The code locations to load.
    pub targets: Vec<Target>,
    /// Every file that the walk took: Python and configuration, sorted.
    pub files: Vec<PathBuf>,
    /// What the walk left out, without what git ignores.
    pub left_out: BTreeMap<PathBuf, LeftOut>,
    /// Files and directories that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// The paths that were named; none where targets were.
    pub roots: Vec<Root>,
    /// How many Python files the walk saw; none where there was no walk.
    pub python_files: Option<usize>,
    /// Every Python file of the walk that is no test.
    pub modules: Vec<ModuleFile>,
    /// What is wrong with configuration files.
    pub config_faults: Vec<ConfigFault>,
    /// The files of Docker Compose.
    pub compose_files: Vec<ComposeFile>,
    /// The commands that start code servers.
    pub commands: Vec<ServerCommand>,
}

/// A Python file that is no test.
#[derive(Debug, Clone, Copy)]
pub struct ModuleFile {
    /// The file.
    pub file: FileId,
    /// The project that it is part of, where it is none of its examples or the like.
    pub project: Option<ProjectId>,
    /// Whether it mentions Dagster.
    pub mentions_dagster: bool,
}

/// Finds everything that a request names.
///
/// # Errors
/// When a path of the request does not exist, or settings are not valid.
#[expect(
    clippy::too_many_lines,
    reason = "the steps of the discovery in their order, each a call"
)]
pub fn discover(sources: &Sources, request: &Request) -> Result<Discovery, Failure> {
    let roots = Roots::of(sources, request)?;
    let mut settings = Finder::new(sources, &request.settings, &request.directory);
    let top = roots.top(&request.directory);
    let of_run = settings.above(&top);
    sources.limit_file_size(of_run.options.max_file_size.0);
    let tree = walk::walk(sources.disk(), &roots, &of_run);
    let tree = tree.without_excluded(&mut settings, &roots);
    fail_on(settings.faults())?;
    let mut catalog = Catalog::read(sources, &tree, &roots.above);
    let listed = workspace::listed(&catalog, &roots.walked);
    catalog.add(sources, &listed);
    let mut found = Discovery {
        config_faults: config_faults(sources, request, &roots, &tree, &catalog, &listed),
        walked: roots.walked.clone(),
        python_files: (!request.has_targets()).then_some(tree.python.len()),
        ..Discovery::default()
    };
    found.compose_files = command::compose_files(sources, &tree);
    found.commands = command::commands(sources, &catalog, &tree, &found.compose_files);
    let mut unreadable: Vec<PathBuf> = tree.unreadable.iter().cloned().collect();
    let python = read_python(sources, &tree, &mut unreadable);
    let files = workspace_file::read(sources, request, &roots, &tree, &mut found.config_faults);
    let builder = Builder {
        catalog: &catalog,
        request,
        roots: &roots.walked,
        tree: &tree,
    };
    found.targets = targets(&builder, &listed, &files, &python);
    let only_targets = request.has_targets();
    let located = Located::of(sources, &roots.walked, &found.targets, only_targets);
    found.config_faults = located.told(found.config_faults);
    let broken = located.broken_pyprojects(&catalog);
    found.config_faults.extend(broken);
    found.unreadable = located.unreadable(&tree, &catalog, &files, unreadable);
    let projects = project::Builder {
        sources,
        catalog: &catalog,
        roots: &roots.walked,
        environments: Environments::new(sources, &catalog, &roots.walked),
        tree: &tree,
    };
    found.projects = projects.build(&python, &mut found.targets, &listed, only_targets);
    if !only_targets {
        let faults = build_faults(sources, &catalog, &found, &python);
        found.config_faults.extend(faults);
    }
    note_unreadable_environments(&mut found);
    found.modules = projects.modules(&python, &found.projects);
    found.workspaces = if only_targets {
        let nothing = Catalog::empty(sources.disk());
        workspace::workspaces(&nothing, &roots.walked, &files, &[], &|_, _| None)
    } else {
        let of = |file: &_, entry: &_| builder.project_of(file, entry);
        workspace::workspaces(&catalog, &roots.walked, &files, &found.projects, &of)
    };
    if !only_targets {
        let declared = declared(&catalog, &found.workspaces);
        found.roots = roots.seen(sources.disk(), &tree, &declared);
    }
    let directories = found.projects.iter().map(|project| &*project.directory);
    found.settings = settings
        .finish(&top, directories)
        .map_err(Failure::of_settings)?;
    equip(&mut found);
    note_files(&mut found, tree);
    Ok(found)
}

/// The directories of which a file says that they are a project, a workspace or a library.
fn declared(catalog: &Catalog, workspaces: &[Workspace]) -> BTreeSet<PathBuf> {
    let declaring = catalog.directories.iter().filter(|it| it.1.declares());
    let directories = declaring.map(|(directory, _)| directory.clone());
    let listing = workspaces.iter().map(|it| it.directory.clone());
    directories.chain(listing).collect()
}

/// What is wrong with how projects are built that are deployed.
fn build_faults(
    sources: &Sources,
    catalog: &Catalog,
    found: &Discovery,
    python: &[&SourceFile],
) -> Vec<ConfigFault> {
    let deployed = found.projects.par_iter().filter(|it| it.is_deployed());
    let faults = deployed.flat_map_iter(|project| {
        let contents = Contents::of(sources, catalog, project, &found.targets, python);
        build::faults(sources, &contents)
    });
    faults.collect()
}

/// Adds what could not be read of the environments of projects that are deployed.
fn note_unreadable_environments(found: &mut Discovery) {
    let known: BTreeSet<&PathBuf> = found.unreadable.iter().map(|it| &it.path).collect();
    let deployed = found.projects.iter().filter(|it| it.is_deployed());
    let paths = deployed.flat_map(|project| &project.environment.unreadable);
    let new: BTreeSet<&PathBuf> = paths.filter(|path| !known.contains(path)).collect();
    let new = new.into_iter().map(|path| Unreadable {
        path: path.clone(),
        is_needed: false,
    });
    let new: Vec<Unreadable> = new.collect();
    found.unreadable.extend(new);
}

/// What the walk took, and what it left out.
fn note_files(found: &mut Discovery, tree: Tree) {
    found.left_out = tree.left_out;
    let files = tree.configuration.into_values().flatten();
    let files: BTreeSet<PathBuf> = files.chain(tree.python).collect();
    found.files = files.into_iter().collect();
}

/// Gives every project and target what the settings say of it.
fn equip(found: &mut Discovery) {
    for project in &mut found.projects {
        let said = found.settings.of(&project.directory).dagster_version();
        if let Some((value, place)) = said {
            project.environment.dagster = dagster_version::said(Declared { value, place });
        }
    }
    for target in &mut found.targets {
        let project = target.project.map(|id| &*found.projects[id.0].directory);
        let settings = found
            .settings
            .of(project.unwrap_or(&target.working_directory));
        target.variables.clone_from(&settings.options.env);
        for path in settings.extra_paths() {
            path::push_new(&mut target.search_path, path.clone());
        }
    }
}

fn fail_on(faults: Vec<SettingsFault>) -> Result<(), Failure> {
    if faults.is_empty() {
        return Ok(());
    }
    Err(Failure::of_settings(faults))
}

/// The dg project at or above a path, as `load_from_defs_folder` looks for it.
///
/// # Errors
/// When a configuration on the way cannot be read.
pub fn enclosing_dg_project(
    sources: &Sources,
    path: &Path,
) -> Result<Option<DgProject>, BrokenConfig> {
    Ok(dg::enclosing(sources, path)?.map(|dg| dg.settings()))
}

/// What is wrong with the TOML files and instances of the tree. Target options say
/// what to load, and leave them unread.
fn config_faults(
    sources: &Sources,
    request: &Request,
    roots: &Roots,
    tree: &Tree,
    catalog: &Catalog,
    listed: &BTreeSet<PathBuf>,
) -> Vec<ConfigFault> {
    if request.has_targets() {
        return Vec::new();
    }
    let below = |path: &Path| roots.walked.iter().any(|root| path.starts_with(root));
    let mut faults: Vec<ConfigFault> = Vec::new();
    for (path, directory) in &catalog.directories {
        // A broken workspace breaks every project below it.
        let is_around = roots.above.contains(path) && directory.is_dg();
        if below(path) || listed.contains(path) || is_around {
            faults.extend(catalog.faults(path, directory));
            if directory.is_dg() {
                faults.extend(validate::build(sources, path));
            }
        }
    }
    let instances = tree.named("dagster.yaml");
    faults.extend(instances.flat_map(|path| validate::instance(sources.read(path))));
    faults
}

/// Reads every Python file in parallel; those that mention Dagster, or are called as
/// its entry is.
fn read_python<'a>(
    sources: &'a Sources,
    tree: &Tree,
    unreadable: &mut Vec<PathBuf>,
) -> Vec<&'a SourceFile> {
    let files: Vec<&SourceFile> = tree
        .python
        .par_iter()
        .map(|path| sources.read(path))
        .collect();
    let faulty = files.iter().filter(|file| file.fault().is_some());
    unreadable.extend(faulty.map(|file| file.path().to_path_buf()));
    let is_entry = |file: &SourceFile| path::base_name(file.path()) == "definitions.py";
    let files = files.into_par_iter();
    files
        .filter(|file| file.mentions("dagster") || is_entry(file))
        .collect()
}

/// The code locations to load: of the options, or everything that is declared, then
/// what nothing declares.
fn targets(
    builder: &Builder<'_>,
    listed: &BTreeSet<PathBuf>,
    files: &[WorkspaceFile],
    python: &[&SourceFile],
) -> Vec<Target> {
    let disk = builder.catalog.disk;
    if builder.request.has_targets() {
        return builder.of_options(files);
    }
    let below = |path: &Path| builder.roots.iter().any(|root| path.starts_with(root));
    let directories = builder.catalog.directories.iter();
    let mut targets: Vec<Target> = directories
        .filter(|(path, _)| below(path) || listed.contains(*path))
        .flat_map(|(path, directory)| builder.of_directory(path, directory))
        .collect();
    for file in files {
        let inside = below(&file.directory);
        // Dagster does not read `workspace.yaml` beside a `pyproject.toml` that says what
        // to load; what such a file adds is told, what it gets wrong hurts nobody.
        let unread = !file.cloud && builder.catalog.hides_workspace_yaml(&file.directory);
        let declared = builder.of_workspace(file).into_iter();
        targets.extend(declared.filter(|target| {
            if inside && !unread {
                return true;
            }
            // A workspace above the root declares what is below it, too.
            let entry = target::entry_file(disk, target).filter(|entry| disk.is_file(entry));
            entry.is_some_and(|entry| inside || below(&entry))
        }));
    }
    let mut targets = target::without_repeats(disk, targets, files);
    let found = builder.found(python, &targets);
    targets.extend(found);
    found::name_found(&mut targets, builder.roots);
    targets
}
