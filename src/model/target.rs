//! What to load: the target of a code location, as Dagster's own options name it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::ProjectId;
use crate::source::Place;

/// How the module is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TargetKind {
    /// `-m`, `python_module`, `module_name`, and `--package-name`, which behaves alike.
    Module(String),
    /// `-f`, `python_file`: an absolute path.
    File(PathBuf),
    /// `autoload_defs_module`: a package to walk.
    DefsModule(String),
}

/// A configuration of dg that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenConfig {
    /// Where it is, or where it stops to be TOML.
    pub place: Place,
    /// Why it is no TOML; none where nothing could be read, which is told of files of all
    /// kinds.
    pub message: Option<String>,
}

/// The settings of a dg project that loading needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DgProject {
    /// The directory of its `dg.toml` or `pyproject.toml`.
    pub directory: PathBuf,
    /// The heading of its configuration.
    pub place: Place,
    /// `root_module`.
    pub root_module: Option<String>,
    /// `defs_module`, or its default.
    pub defs_module: Option<String>,
}

/// One code location to load.
#[derive(Debug, Clone)]
pub struct Target {
    /// The name that Dagster would show.
    pub name: String,
    /// The module or file.
    pub kind: TargetKind,
    /// `-a`, `attribute`.
    pub attribute: Option<String>,
    /// The working directory of the load, absolute.
    pub working_directory: PathBuf,
    /// The directory that Dagster is started in, absolute: where it reads the file that
    /// declares the target, or where the command line is. Not known of what is found and
    /// of what a deployment starts.
    pub current_directory: Option<PathBuf>,
    /// Where modules are looked for, absolute, in order: the working directory, the
    /// source roots of the project, path dependencies.
    pub search_path: Vec<PathBuf>,
    /// Packages in a directory of another name, as `package_dir` of setuptools maps
    /// them: they are looked for after the search path.
    pub package_directories: BTreeMap<String, PathBuf>,
    /// The entry of a configuration file that declares it. None for targets of the
    /// command line and for those that were found.
    pub declared_at: Option<Place>,
    /// Whether nothing declares it: it was found by its content, and claims nothing when it
    /// turns out to be empty.
    pub found: bool,
    /// The environment variables that settings fix; all others are not known.
    pub variables: BTreeMap<String, String>,
    /// The project around it.
    pub project: Option<ProjectId>,
}
