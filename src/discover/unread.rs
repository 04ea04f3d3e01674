//! Configuration that cannot be read, and faults of configuration in folders of tests,
//! examples and templates: what of it is told.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::model::{ConfigEffect, ConfigFault, Target, Unreadable};
use crate::source::{FileId, ReadFault, Sources};

use super::catalog::Catalog;
use super::command::is_dockerfile;
use super::path::{base_name, is_apart};
use super::target::{WorkspaceFile, entry_file};
use super::walk::Tree;

/// Where the code locations are that were found or named.
pub(super) struct Located<'a> {
    sources: &'a Sources,
    roots: &'a BTreeSet<PathBuf>,
    /// Whether the command line names what to load.
    only_targets: bool,
    /// The entries; of a code location that has none, where it is started.
    starts: BTreeSet<PathBuf>,
    /// The files that declare them.
    declaring: BTreeSet<FileId>,
}

impl<'a> Located<'a> {
    pub(super) fn of(
        sources: &'a Sources,
        roots: &'a BTreeSet<PathBuf>,
        targets: &[Target],
        only_targets: bool,
    ) -> Self {
        let start = |it: &Target| {
            entry_file(sources.disk(), it).unwrap_or_else(|| it.working_directory.clone())
        };
        let places = targets.iter().filter_map(|target| target.declared_at);
        Self {
            sources,
            roots,
            only_targets,
            starts: targets.iter().map(start).collect(),
            declaring: places.map(|place| place.file).collect(),
        }
    }

    /// Whether a code location lies in a folder.
    fn is_in(&self, folder: &Path) -> bool {
        let mut below = self.starts.range(folder.to_path_buf()..);
        below.next().is_some_and(|start| start.starts_with(folder))
    }

    /// Whether anything is said of a file: it is no test, example or template, or a code
    /// location lies beside or below it.
    fn concerns(&self, path: &Path) -> bool {
        let beside = || path.parent().is_some_and(|folder| self.is_in(folder));
        !is_apart(path, self.roots) || beside()
    }

    /// The faults of configuration that are told.
    pub(super) fn told(&self, faults: Vec<ConfigFault>) -> Vec<ConfigFault> {
        let is_told = |fault: &ConfigFault| {
            let file = fault.place.file;
            self.declaring.contains(&file) || self.concerns(self.sources.get(file).path())
        };
        faults.into_iter().filter(is_told).collect()
    }

    /// Each `pyproject.toml` of a project, or around a code location, that is no TOML: dg
    /// reads all of them on its way up. The options that name what to load read none.
    pub(super) fn broken_pyprojects(&self, catalog: &Catalog) -> Vec<ConfigFault> {
        let directories = catalog.directories.iter();
        let broken = directories.filter_map(|(folder, directory)| {
            let pyproject = directory.pyproject.as_ref()?;
            let mut fault = pyproject.broken.clone()?;
            let is_project = !self.only_targets
                && pyproject.is_dagster()
                && !is_apart(&folder.join("pyproject.toml"), self.roots)
                && self.roots.iter().any(|root| folder.starts_with(root));
            if self.only_targets {
                fault.effect = ConfigEffect::Ignored;
            }
            (is_project || self.is_in(folder)).then_some(fault)
        });
        broken.collect()
    }

    /// What of the tree and around it cannot be read, of `other` paths what cannot be
    /// listed, either.
    pub(super) fn unreadable(
        &self,
        tree: &Tree,
        catalog: &Catalog,
        files: &[WorkspaceFile],
        other: impl IntoIterator<Item = PathBuf>,
    ) -> Vec<Unreadable> {
        let named = files.iter().filter(|file| file.named);
        let named: BTreeSet<PathBuf> = named
            .map(|file| self.sources.get(file.file).path().to_path_buf())
            .collect();
        let around = catalog.directories.keys().flat_map(|folder| {
            let names = ["pyproject.toml", "dg.toml"].iter();
            names.map(|name| folder.join(name))
        });
        let around = around.filter(|path| self.sources.find(path).is_some());
        let in_tree = tree.configuration.values().flatten().cloned();
        let read: BTreeSet<PathBuf> = in_tree.chain(around).chain(named.clone()).collect();
        let faulty = read.into_iter().filter(|path| self.is_faulty(path));
        let of_file = |path: PathBuf| {
            let name = base_name(&path);
            let by_dg = matches!(&*name, "pyproject.toml" | "dg.toml");
            let beside = || path.parent().is_some_and(|folder| self.is_in(folder));
            let is_told = if self.only_targets {
                named.contains(&path) || by_dg && beside()
            } else {
                self.concerns(&path)
            };
            let is_needed = if self.only_targets {
                named.contains(&path)
            } else {
                by_dg || is_of_dagster(&name)
            };
            is_told.then_some(Unreadable { path, is_needed })
        };
        let other = other.into_iter().filter(|path| self.concerns(path));
        let other = other.map(|path| Unreadable {
            path,
            is_needed: false,
        });
        let all: BTreeSet<Unreadable> = faulty.filter_map(of_file).chain(other).collect();
        all.into_iter().collect()
    }

    /// Whether a file has no text that anybody needs: Docker takes a comment in any
    /// encoding.
    fn is_faulty(&self, path: &Path) -> bool {
        let is_docker = || is_dockerfile(&base_name(path));
        match self.sources.read(path).fault() {
            Some(ReadFault::Encoding { .. }) => !is_docker(),
            fault => fault.is_some(),
        }
    }
}

/// Whether Dagster itself reads a file of this name.
fn is_of_dagster(name: &str) -> bool {
    ["workspace.", "dagster_cloud.", "dagster."]
        .iter()
        .any(|start| name.starts_with(start))
}
