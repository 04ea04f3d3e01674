//! Workspaces: what lists projects or code locations.

use std::path::PathBuf;

use super::{Declared, ProjectId};
use crate::source::{FileId, Place};

/// Which kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WorkspaceKind {
    /// `dg.toml` or `[tool.dg]` with `directory_type = "workspace"`.
    Dg,
    /// `workspace.yaml`.
    WorkspaceYaml,
    /// `dagster_cloud.yaml`.
    DagsterCloudYaml,
}

/// A file that lists projects or code locations.
#[derive(Debug, Clone)]
pub struct Workspace {
    /// Which kind of file.
    pub kind: WorkspaceKind,
    /// The file.
    pub file: FileId,
    /// Where it is declared: the heading of its dg table, else the start of the file.
    pub place: Place,
    /// Its directory.
    pub directory: PathBuf,
    /// The projects that a dg workspace lists.
    pub projects: Vec<ListedProject>,
    /// The code locations that it makes, with the names that Dagster gives them.
    pub locations: Vec<DeclaredLocation>,
    /// The interpreters that it names.
    pub executable_paths: Vec<ExecutablePath>,
    /// The servers that it names.
    pub servers: Vec<GrpcServer>,
}

/// An entry of `workspace.projects`.
#[derive(Debug, Clone)]
pub struct ListedProject {
    /// The path as written.
    pub path: Declared<String>,
    /// The directory that it names.
    pub directory: PathBuf,
    /// The project there, if there is one.
    pub project: Option<ProjectId>,
    /// Whether the directory exists.
    pub exists: bool,
}

/// A code location of a workspace by name.
#[derive(Debug, Clone)]
pub struct DeclaredLocation {
    /// The name, explicit or Dagster's default.
    pub name: String,
    /// The name where it stands, else the entry.
    pub place: Place,
    /// Whether the name stands in the file.
    pub explicit: bool,
    /// The project that is loaded, where that is known.
    pub project: Option<ProjectId>,
}

/// An `executable_path`.
#[derive(Debug, Clone)]
pub struct ExecutablePath {
    /// As written.
    pub written: Declared<String>,
    /// Whether it lies inside of the tree, is not there, and nothing explains that:
    /// git does not ignore it and it is no part of a virtual environment.
    pub missing: bool,
}

/// A `grpc_server` of a workspace.
#[derive(Debug, Clone)]
pub struct GrpcServer {
    /// Its host, where that is written out.
    pub host: Declared<String>,
}

/// A module that a command of an image or service starts a code server with.
#[derive(Debug, Clone)]
pub struct ServerCommand {
    /// The module, as written.
    pub module: Declared<String>,
    /// Whether its package is one of the tree, and it is not in it.
    pub missing: bool,
}

/// A file of Docker Compose.
#[derive(Debug, Clone)]
pub struct ComposeFile {
    /// The file.
    pub file: FileId,
    /// Its directory.
    pub directory: PathBuf,
    /// Every name by which one service reaches another.
    pub hosts: Vec<String>,
    /// The services that are code servers.
    pub servers: Vec<Declared<String>>,
    /// The modules that its commands name.
    pub commands: Vec<Declared<String>>,
}
