//! What is wrong with configuration files, as Dagster's own tools judge them.

use std::path::PathBuf;

use crate::source::Place;

/// The files that Dagster's tools validate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConfigSubject {
    /// `dg.toml`, or `[tool.dg]` of a `pyproject.toml`.
    Dg,
    /// `[tool.dagster]` of a `pyproject.toml`.
    ToolDagster,
    /// `workspace.yaml`.
    WorkspaceYaml,
    /// `dagster_cloud.yaml`.
    DagsterCloudYaml,
    /// `build.yaml` or `container_context.yaml` of a dg project or workspace.
    BuildYaml,
    /// The build backend of a `pyproject.toml` or `setup.py`, and the packages it ships.
    Package,
    /// Whether anything installs the project.
    Installation,
    /// Two tables that say what to load.
    EntryPoints,
    /// The rest of what a build backend reads.
    PackageMetadata,
    /// `dagster.yaml`.
    DagsterYaml,
}

/// What comes of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConfigEffect {
    /// Dagster's tools refuse the file.
    Refused,
    /// They take the file and pass over what is wrong.
    Ignored,
    /// They take it and warn that they will not for long.
    Deprecated,
}

/// A file or directory in view that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unreadable {
    /// Where it is, absolute.
    pub path: PathBuf,
    /// Whether what was asked for reads it, too.
    pub is_needed: bool,
}

/// One fault of a configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigFault {
    /// The file by its kind.
    pub subject: ConfigSubject,
    /// What comes of it.
    pub effect: ConfigEffect,
    /// Where it stands.
    pub place: Place,
    /// What is wrong, one sentence without a full stop.
    pub message: String,
}

impl ConfigFault {
    /// A key that nothing reads and the one that was probably meant, where the message
    /// asks for that.
    pub fn misspelt(&self) -> Option<(&str, &str)> {
        let (old, rest) = self
            .message
            .strip_prefix('`')?
            .split_once("` is not a key of ")?;
        let (_, new) = rest.rsplit_once("did you mean `")?;
        Some((old, new.strip_suffix("`?")?))
    }
}
