//! What is known of a deployment: `Model` > workspace > project > code location >
//! definition, each with its places and its certainty.
//!
//! The model is built once, by [`crate::discover`] and [`crate::model_of()`], and only
//! read after that. Rules see nothing else.

mod asset_key;
mod code_location;
mod component_fault;
mod config;
mod dagster_release;
mod definition;
mod environment;
pub mod fault;
mod name_fault;
mod orphan;
mod project;
mod root;
mod target;
mod workspace;

use std::path::PathBuf;

pub use asset_key::AssetKey;
pub use code_location::{CodeLocation, Entry, Kind, LoadableKind, ModuleImport, Unknown};
pub use component_fault::ComponentFault;
pub use config::{ConfigEffect, ConfigFault, ConfigSubject, Unreadable};
pub use dagster_release::{Numbering, Release, allows, numbering, release_of, version_in};
pub use definition::{
    Asset, AssetCheck, AssetKind, Automation, AutomationKind, Group, Guard, Input, Job, JobKind,
    Node, NodeKind, ObjectId, Resource, SpecValue,
};
pub use environment::{
    DagsterVersion, Dependency, DependencyScope, DependencySource, Environment, IgnoredLock, Lock,
    LockFault, LockKind, LockedPackage, Manifest, ManifestKind, PythonPin, Versions,
};
pub use fault::{Binding, LoadFault, Several, SignatureFault, ValueFault, Within};
pub use name_fault::NameFault;
pub use orphan::{Bound, Orphan, OrphanModule, Reach, Unreached};
pub use project::{
    Declared, Import, MissingModule, PackageLayout, Project, ProjectId, ProjectKind,
};
pub use root::Root;
pub use target::{BrokenConfig, DgProject, Target, TargetKind};
pub use workspace::{
    ComposeFile, DeclaredLocation, ExecutablePath, GrpcServer, ListedProject, ServerCommand,
    Workspace, WorkspaceKind,
};

use crate::settings::Configuration;
use crate::source::{FileId, Sources};

/// Everything that is known of a deployment.
pub struct Model<'a> {
    /// The directory that the run started in; paths are shown relative to it.
    pub directory: PathBuf,
    /// The texts behind the places.
    pub sources: &'a Sources,
    /// The settings of the run and of each project.
    pub settings: Configuration,
    /// The files that list projects or code locations.
    pub workspaces: Vec<Workspace>,
    /// Every Python project with Dagster in it.
    pub projects: Vec<Project>,
    /// Every code location, evaluated.
    pub code_locations: Vec<CodeLocation>,
    /// Definitions that no code location picks up although one imports their module.
    pub orphans: Vec<Orphan>,
    /// Modules with definitions that no code location imports.
    pub orphan_modules: Vec<OrphanModule>,
    /// Files and directories that could not be read.
    pub unreadable: Vec<Unreadable>,
    /// Python files of projects that no code location imports, and that nothing could run.
    pub broken_modules: Vec<FileId>,
    /// What is wrong with configuration files.
    pub config_faults: Vec<ConfigFault>,
    /// The files of Docker Compose.
    pub compose_files: Vec<ComposeFile>,
    /// The commands of images and services that start code servers.
    pub commands: Vec<ServerCommand>,
    /// The paths that were named; none where targets were.
    pub roots: Vec<Root>,
    /// How many Python files the walk saw; none where targets made a walk unnecessary.
    pub python_files: Option<usize>,
    /// Code locations whose load daglint itself failed at, a sentence each.
    pub panics: Vec<String>,
}

impl Model<'_> {
    /// The project with this number.
    pub fn project(&self, id: ProjectId) -> &Project {
        &self.projects[id.0]
    }
}
