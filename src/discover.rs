//! What is there: one parallel walk, then workspaces, projects and targets.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::model::{DgProject, Project, Target, Workspace};
use crate::source::Sources;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The current directory, absolute: relative paths start here.
    pub directory: PathBuf,
    /// PATH arguments. Empty means `directory`, unless target options are given.
    pub paths: Vec<PathBuf>,
    /// Dagster's own target options; they exclude `paths`.
    pub targets: TargetOptions,
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
    /// The files that list projects or code locations.
    pub workspaces: Vec<Workspace>,
    /// The projects.
    pub projects: Vec<Project>,
    /// The code locations to load.
    pub targets: Vec<Target>,
    /// Files and directories that could not be read.
    pub unreadable: Vec<PathBuf>,
    /// How many Python files the walk saw; none where there was no walk.
    pub python_files: Option<usize>,
}

/// Finds everything that a request names.
///
/// # Errors
/// When a path of the request does not exist.
pub fn discover(_sources: &Sources, _request: &Request) -> Result<Discovery, Failure> {
    Ok(Discovery::default())
}

/// The dg project at or above a path, as `load_from_defs_folder` looks for it.
pub fn enclosing_dg_project(_sources: &Sources, _path: &Path) -> Option<DgProject> {
    None
}
