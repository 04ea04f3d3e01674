//! The configuration of dg: `dg.toml`, or `[tool.dg]` of a `pyproject.toml`.
//! Keys and defaults as in `dagster_dg_core.config` of Dagster 1.13.

use std::path::{Path, PathBuf};

use crate::model::{BrokenConfig, Declared, DgProject};
use crate::source::disk::Disk;
use crate::source::{FileId, Place, SourceFile, Sources};

use super::toml_node::{Document, Table};

/// The dg configuration of one directory.
#[derive(Debug, Clone)]
pub(super) struct DgConfig {
    /// The file that holds it.
    pub(super) file: FileId,
    /// The directory of the file.
    pub(super) directory: PathBuf,
    /// The heading of the table.
    pub(super) place: Place,
    /// The `cli` table.
    pub(super) cli: Option<Place>,
    /// `directory_type`.
    pub(super) directory_type: Option<Declared<String>>,
    /// The `project` table.
    pub(super) project: Option<DgProjectTable>,
    /// The paths of `workspace.projects`.
    pub(super) projects: Vec<Declared<String>>,
}

/// The `project` table.
#[derive(Debug, Clone, Default)]
pub(super) struct DgProjectTable {
    pub(super) root_module: Option<Declared<String>>,
    pub(super) defs_module: Option<Declared<String>>,
    pub(super) target_module: Option<Declared<String>>,
    pub(super) code_location_name: Option<Declared<String>>,
    /// `registry_modules`: names and patterns.
    pub(super) registry_modules: Vec<Declared<String>>,
    /// `autoload_defs`: unknown to dg, still honoured by dagster.
    pub(super) autoload_defs: bool,
}

impl DgConfig {
    /// Reads the table; `file` and `directory` are where it stands.
    pub(super) fn of(table: Table<'_>, file: FileId, directory: &Path) -> Self {
        let project = table.table(&["project"]).map(|project| DgProjectTable {
            root_module: project.string("root_module"),
            defs_module: project.string("defs_module"),
            target_module: project.string("code_location_target_module"),
            code_location_name: project.string("code_location_name"),
            registry_modules: project
                .get("registry_modules")
                .map(|modules| modules.strings())
                .unwrap_or_default(),
            autoload_defs: project.get("autoload_defs").and_then(|v| v.boolean()) == Some(true),
        });
        let listed = table.table(&["workspace"]).and_then(|w| w.get("projects"));
        let projects = listed.map_or_else(Vec::new, |listed| {
            listed
                .items()
                .iter()
                .filter_map(|item| item.table()?.string("path"))
                .collect()
        });
        Self {
            file,
            directory: directory.to_path_buf(),
            place: table.place(),
            cli: table.table(&["cli"]).map(|cli| cli.place()),
            directory_type: table.string("directory_type"),
            project,
            projects,
        }
    }

    /// Whether it declares a workspace.
    pub(super) fn is_workspace(&self) -> bool {
        self.directory_type
            .as_ref()
            .is_some_and(|kind| kind.value == "workspace")
    }

    /// The project that it declares. A missing `directory_type` is a fault of its
    /// own and no reason to know nothing of the project.
    pub(super) fn as_project(&self) -> Option<&DgProjectTable> {
        let kind = self.directory_type.as_ref().map(|kind| kind.value.as_str());
        match kind {
            Some("project") | None => self.project.as_ref(),
            Some(_) => None,
        }
    }

    /// The base of dg's own module lookup: `src` if there is anything of that name.
    pub(super) fn base(&self, disk: &Disk) -> PathBuf {
        let src = self.directory.join("src");
        if disk.exists(&src) {
            src
        } else {
            self.directory.clone()
        }
    }

    /// The settings that loading needs.
    pub(super) fn settings(&self) -> DgProject {
        let project = self.project.clone().unwrap_or_default();
        let root_module = project.root_module.map(|root| root.value);
        let default = root_module.as_ref().map(|root| format!("{root}.defs"));
        DgProject {
            directory: self.directory.clone(),
            place: self.place,
            root_module,
            defs_module: project.defs_module.map(|defs| defs.value).or(default),
        }
    }
}

impl DgProjectTable {
    /// `code_location_target_module` or its default.
    pub(super) fn target(&self) -> Option<Declared<String>> {
        self.target_module.clone().or_else(|| {
            self.root_module.as_ref().map(|root| Declared {
                value: format!("{}.definitions", root.value),
                place: root.place,
            })
        })
    }

    /// `defs_module` or its default.
    pub(super) fn defs(&self) -> Option<String> {
        let default = || Some(format!("{}.defs", self.root_module.as_ref()?.value));
        self.defs_module
            .as_ref()
            .map(|defs| defs.value.clone())
            .or_else(default)
    }
}

/// The dg configuration that `load_from_defs_folder` finds from a path upwards: in
/// each directory `dg.toml` first, then a `pyproject.toml` with a `tool.dg` table. It reads
/// each of them, and fails at the first that it cannot read.
pub(super) fn enclosing(sources: &Sources, path: &Path) -> Result<Option<DgConfig>, BrokenConfig> {
    const FILES: [(&str, &[&str]); 2] = [("dg.toml", &[]), ("pyproject.toml", &["tool", "dg"])];
    for directory in path.ancestors() {
        for (name, table) in FILES {
            let path = directory.join(name);
            if !sources.disk().is_file(&path) {
                continue;
            }
            let file = sources.read(&path);
            let document = read(file)?;
            if let Some(table) = document.root().table(table) {
                return Ok(Some(DgConfig::of(table, file.id(), directory)));
            }
        }
    }
    Ok(None)
}

fn read(file: &SourceFile) -> Result<Document<'_>, BrokenConfig> {
    let unread = BrokenConfig {
        place: Place::start_of(file.id()),
        message: None,
    };
    if file.fault().is_some() {
        return Err(unread);
    }
    match Document::of_dagster(file) {
        (_, Some(fault)) => Err(BrokenConfig {
            place: fault.place,
            message: Some(fault.message),
        }),
        (document, None) => document.ok_or(unread),
    }
}
