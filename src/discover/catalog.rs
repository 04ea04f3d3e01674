//! What the configuration files say, directory by directory.

use super::member_glob::{expand, matches_glob};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject, Declared};
use crate::source::disk::Disk;
use crate::source::{FileId, Sources};

use super::dg::DgConfig;
use super::manifest::setup_cfg::declares_package;
use super::packaging::Packaging;
use super::path::{base_name, join, upward};
use super::pyproject::Pyproject;
use super::toml_node::Document;
use super::validate;
use super::walk::Tree;

/// The files of a directory that are configuration.
const NAMES: [&str; 4] = ["pyproject.toml", "dg.toml", "setup.py", "setup.cfg"];

/// The configuration of one directory.
#[derive(Debug, Default)]
pub(super) struct Directory {
    /// `pyproject.toml`.
    pub(super) pyproject: Option<Pyproject>,
    /// `dg.toml`.
    pub(super) dg_toml: Option<DgConfig>,
    /// Whether there is a `dg.toml`, readable or not.
    has_dg_toml: bool,
    /// What is wrong with it.
    dg_faults: Vec<ConfigFault>,
    /// `setup.py` or `setup.cfg`.
    pub(super) setup: Option<FileId>,
    /// Where these say that the packages are.
    setup_packaging: Vec<Packaging>,
}

impl Directory {
    /// The dg configuration: `dg.toml` hides `[tool.dg]` completely.
    pub(super) fn dg(&self) -> Option<&DgConfig> {
        let inner = || self.pyproject.as_ref()?.dg.as_ref();
        self.dg_toml.as_ref().or_else(inner)
    }

    /// Whether it has any configuration of dg.
    pub(super) fn is_dg(&self) -> bool {
        self.has_dg_toml || self.dg().is_some()
    }

    /// Whether it says that it is a project, a workspace or a library: the settings of tools
    /// alone do not.
    pub(super) fn declares(&self) -> bool {
        let by_pyproject = self.pyproject.as_ref().is_some_and(Pyproject::declares);
        self.is_dg() || self.setup.is_some() || by_pyproject
    }

    /// Where the packages are, as far as declared.
    pub(super) fn packaging(&self) -> impl Iterator<Item = &Packaging> {
        let pyproject = self.pyproject.iter().map(|pyproject| &pyproject.packaging);
        pyproject.chain(&self.setup_packaging)
    }

    /// Whether it is the directory of a Python package.
    pub(super) fn is_python(&self) -> bool {
        self.pyproject.is_some() || self.setup.is_some()
    }
}

/// Every directory with configuration.
#[derive(Debug)]
pub(super) struct Catalog<'a> {
    /// Where all of it lies.
    pub(super) disk: &'a Disk,
    /// By absolute path.
    pub(super) directories: BTreeMap<PathBuf, Directory>,
    /// The directories of the distributions, by normalised name.
    pub(super) by_name: BTreeMap<String, PathBuf>,
}

impl<'a> Catalog<'a> {
    /// Without any directory.
    pub(super) fn empty(disk: &'a Disk) -> Self {
        Self {
            disk,
            directories: BTreeMap::new(),
            by_name: BTreeMap::new(),
        }
    }

    /// Reads the configuration of the tree and of the directories above its roots.
    pub(super) fn read(sources: &'a Sources, tree: &Tree, above: &BTreeSet<PathBuf>) -> Self {
        let inside = NAMES.iter().flat_map(|name| tree.named(name));
        let mut catalog = Self::empty(sources.disk());
        catalog.add_files(sources, inside.cloned().collect());
        catalog.add(sources, above);
        let members: BTreeSet<PathBuf> = above
            .iter()
            .filter_map(|directory| {
                let uv = catalog
                    .get(directory)?
                    .pyproject
                    .as_ref()?
                    .uv_workspace
                    .as_ref()?;
                let globs = uv.members.iter();
                Some(
                    globs
                        .flat_map(|glob| expand(sources.disk(), directory, glob))
                        .collect::<Vec<_>>(),
                )
            })
            .flatten()
            .collect();
        catalog.add(sources, &members);
        catalog
    }

    /// Reads the configuration of directories that the walk does not reach.
    pub(super) fn add(&mut self, sources: &Sources, directories: &BTreeSet<PathBuf>) {
        let files = directories
            .iter()
            .filter(|directory| !self.directories.contains_key(*directory))
            .flat_map(|directory| NAMES.iter().map(|name| directory.join(name)))
            .filter(|path| sources.disk().is_file(path));
        self.add_files(sources, files.collect());
    }

    fn add_files(&mut self, sources: &Sources, mut files: Vec<PathBuf>) {
        files.sort_unstable();
        let read: Vec<(PathBuf, Part)> = files
            .par_iter()
            .filter_map(|path| Some((path.parent()?.to_path_buf(), read(sources, path))))
            .collect();
        for (directory, part) in read {
            if matches!(part, Part::Nothing) {
                continue;
            }
            let entry = self.directories.entry(directory.clone()).or_default();
            match part {
                Part::Pyproject(pyproject) => {
                    if let Some(name) = &pyproject.name {
                        self.by_name.entry(name.clone()).or_insert(directory);
                    }
                    entry.pyproject = Some(*pyproject);
                }
                Part::Dg(dg, faults) => {
                    entry.dg_toml = dg.map(|dg| *dg);
                    entry.dg_faults = faults;
                    entry.has_dg_toml = true;
                }
                // `setup.cfg` sorts before `setup.py`, which stands for both.
                Part::Setup(file, packaging) => {
                    entry.setup = Some(file);
                    entry.setup_packaging.push(packaging);
                }
                Part::Nothing => {}
            }
        }
    }

    /// What is wrong with the configuration of a directory.
    pub(super) fn faults(&self, path: &Path, directory: &Directory) -> Vec<ConfigFault> {
        let mut faults = directory.dg_faults.clone();
        if let Some(pyproject) = &directory.pyproject {
            // dg does not even look at the table beside a `dg.toml`.
            if !directory.has_dg_toml {
                faults.extend(pyproject.dg_faults.iter().cloned());
            }
            if let Some(dg) = pyproject.dg.as_ref().filter(|_| directory.has_dg_toml) {
                faults.push(ConfigFault {
                    subject: ConfigSubject::Dg,
                    effect: ConfigEffect::Deprecated,
                    place: dg.place,
                    message: "`dg.toml` beside it hides this table from `dg`; `dagster` reads it \
                              all the same"
                        .to_owned(),
                });
            }
            faults.extend(pyproject.dagster_faults.iter().cloned());
        }
        let project = directory.dg().filter(|dg| dg.as_project().is_some());
        faults.extend(disagreement(directory));
        let mut above = upward(path).skip(1);
        let in_workspace = above.any(|above| {
            let found = self.get(above).and_then(Directory::dg);
            found.is_some_and(DgConfig::is_workspace)
        });
        faults.extend(
            project
                .filter(|_| in_workspace)
                .and_then(validate::ignored_cli),
        );
        faults
    }

    /// The configuration of a directory.
    pub(super) fn get(&self, directory: &Path) -> Option<&Directory> {
        self.directories.get(directory)
    }

    /// Whether `pyproject.toml` keeps Dagster from reading the `workspace.yaml` beside
    /// it (`dagster._cli.workspace.cli_target`).
    pub(super) fn hides_workspace_yaml(&self, directory: &Path) -> bool {
        let pyproject = self
            .get(directory)
            .and_then(|found| found.pyproject.as_ref());
        pyproject.is_some_and(|found| found.dagster.is_some() || found.dg.is_some())
    }

    /// The nearest directory at or above a path that is a project.
    pub(super) fn project_of(&self, path: &Path) -> Option<&Path> {
        upward(path).find_map(|directory| {
            let (path, found) = self.directories.get_key_value(directory)?;
            let is_project =
                found.is_python() || found.dg().is_some_and(|dg| dg.as_project().is_some());
            is_project.then_some(path.as_path())
        })
    }

    /// The directory of the dg workspace around a project, or of one that lists it.
    pub(super) fn dg_workspace_of(&self, project: &Path) -> Option<&Path> {
        let workspace = |path: &Path| {
            let (path, found) = self.directories.get_key_value(path)?;
            let dg = found.dg().filter(|dg| dg.is_workspace())?;
            Some((path.as_path(), dg))
        };
        let around = upward(project).skip(1).find_map(workspace);
        let listing = || {
            let all = self.directories.keys();
            all.filter_map(|path| workspace(path)).find(|(path, dg)| {
                let mut listed = dg.projects.iter();
                listed.any(|listed| join(path, &listed.value) == project)
            })
        };
        let (path, _) = around.or_else(listing)?;
        Some(path)
    }

    /// The root of the uv workspace that a project is a member of.
    pub(super) fn uv_workspace_of(&self, directory: &Path) -> Option<&Path> {
        let (root, uv) = upward(directory).find_map(|above| {
            let (root, found) = self.directories.get_key_value(above)?;
            let uv = found.pyproject.as_ref()?.uv_workspace.as_ref()?;
            Some((root, uv))
        })?;
        let inside = directory.strip_prefix(root).ok()?;
        let matches = |globs: &[String]| {
            globs.iter().any(|glob| {
                let glob = glob.trim_start_matches("./").trim_end_matches('/');
                matches_glob(glob, inside)
            })
        };
        let is_member = directory == root || matches(&uv.members) && !matches(&uv.exclude);
        is_member.then_some(root)
    }
}

/// `[tool.dagster]`, which `dagster` reads, and the configuration of dg, where they
/// load different modules. One that is in the other re-exports it.
fn disagreement(directory: &Directory) -> Option<ConfigFault> {
    let dagster = directory.pyproject.as_ref()?.dagster.as_ref()?;
    let project = directory.dg()?.as_project()?;
    let by_dg = project.target()?.value;
    let is_in = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let agrees =
        |module: &Declared<String>| is_in(&module.value, &by_dg) || is_in(&by_dg, &module.value);
    let names = dagster.code_location_name.as_ref();
    let names = names.zip(project.code_location_name.as_ref());
    let (place, message) = match dagster.modules.first() {
        Some(first) if !dagster.modules.iter().any(agrees) => (
            first.place,
            format!(
                "`dagster` loads `{}` here, and `dg` loads `{by_dg}`",
                first.value
            ),
        ),
        _ => {
            let (first, second) = names.filter(|(first, second)| first.value != second.value)?;
            let message = format!(
                "`dagster` calls the code location `{}`, and `dg` calls it `{}`",
                first.value, second.value
            );
            (first.place, message)
        }
    };
    Some(ConfigFault {
        subject: ConfigSubject::EntryPoints,
        effect: ConfigEffect::Ignored,
        place,
        message,
    })
}

enum Part {
    Pyproject(Box<Pyproject>),
    Dg(Option<Box<DgConfig>>, Vec<ConfigFault>),
    Setup(FileId, Packaging),
    Nothing,
}

fn read(sources: &Sources, path: &Path) -> Part {
    let file = sources.read(path);
    match base_name(path).as_str() {
        "pyproject.toml" => Part::Pyproject(Box::new(Pyproject::read(file))),
        "dg.toml" => {
            let directory = path.parent().unwrap_or(path);
            let (document, broken) = Document::of_dagster(file);
            // What cannot be read is told once, of files of all kinds.
            let document = document.filter(|_| file.fault().is_none());
            let mut faults: Vec<ConfigFault> = broken.into_iter().collect();
            let dg = document.map(|document| {
                faults.extend(validate::dg(file, document.root(), ""));
                Box::new(DgConfig::of(document.root(), file.id(), directory))
            });
            Part::Dg(dg, faults)
        }
        // Other files are called `setup.py`, too, and `setup.cfg` may configure tools only.
        "setup.py" if !file.text().contains("setup(") => Part::Nothing,
        "setup.cfg" if !declares_package(file.text()) => Part::Nothing,
        _ => Part::Setup(file.id(), Packaging::read(file)),
    }
}
