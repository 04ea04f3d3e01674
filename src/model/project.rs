//! Projects: Python packages with Dagster definitions.

use std::path::PathBuf;

use super::Environment;
use crate::source::{FileId, Place};

/// A project by its number in [`super::Model::projects`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProjectId(pub usize);

/// A value of a configuration file and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub place: Place,
}

/// A module that a setting names and that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingModule {
    /// Its name, and where that is said.
    pub named: Declared<String>,
    /// The directories in which it is looked for.
    pub directories: Vec<PathBuf>,
    /// A module there that has nearly its name.
    pub near: Option<String>,
}

/// What makes a directory a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectKind {
    /// `directory_type = "project"` in `dg.toml` or `[tool.dg]`.
    Dg,
    /// A Python project (`pyproject.toml`, `setup.py`, `setup.cfg`) with Dagster in it,
    /// or with `[tool.dagster]`.
    Python,
    /// No manifest at all: the directory that a workspace file or a found code location is in.
    Bare,
}

/// An import of a `dagster*` module in a file of the project.
#[derive(Debug, Clone)]
pub struct Import {
    /// The top-level module: `dagster_dbt`.
    pub module: String,
    /// The import statement's module name.
    pub place: Place,
    /// Whether the import is optional: in a function, under `TYPE_CHECKING`, in a
    /// `try` that catches `ImportError`.
    pub optional: bool,
}

/// The parts of the recommended layout that a project lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageLayout {
    /// The paths, relative to the project's directory, in the order of the documentation.
    pub missing: Vec<String>,
}

impl Project {
    /// Whether it is one that somebody deploys: no example, and something to load in it.
    pub fn is_deployed(&self) -> bool {
        self.has_code_location && !self.is_example
    }
}

/// One project.
#[derive(Debug, Clone)]
pub struct Project {
    /// Its number.
    pub id: ProjectId,
    /// Its directory, absolute.
    pub directory: PathBuf,
    /// The path of its package, as it would be imported; where nothing names one, by the name of
    /// its directory.
    pub package: PathBuf,
    /// What makes it a project.
    pub kind: ProjectKind,
    /// The file that declares it, or the file that stands for it.
    pub file: FileId,
    /// Where it is declared: the heading of its dg table, else the start of `file`.
    pub place: Place,
    /// The root module, where declared.
    pub root_module: Option<Declared<String>>,
    /// `root_module`, where dg does not find it.
    pub missing_root_module: Option<MissingModule>,
    /// `code_location_target_module` (or its default) where no such module exists; the
    /// place is that of the setting or of `root_module`.
    pub missing_target_module: Option<MissingModule>,
    /// Modules of its own that it names as holding components, and that do not exist.
    pub missing_registry_modules: Vec<MissingModule>,
    /// Whether anything below is a code location: layout and environment rules concern only those.
    pub has_code_location: bool,
    /// Whether it lies in a folder of tests or examples, of which nothing of layout or environment is said.
    pub is_example: bool,
    /// The recommended layout against the tree.
    pub layout: PackageLayout,
    /// Python files and packages that hide another module: `dagster.py` on the search path.
    pub shadowing: Vec<Declared<String>>,
    /// Its environment.
    pub environment: Environment,
    /// Its imports of `dagster*` modules.
    pub imports: Vec<Import>,
}
