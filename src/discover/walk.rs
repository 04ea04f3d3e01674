//! One parallel walk over everything below the roots.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::command;
use super::roots::Roots;
use crate::settings::{Finder, Matched, NAMES, Settings};
use crate::source::disk::{Disk, Entry, Ignoring, Kind};

/// Why something is not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftOut {
    /// It is of a kind that holds no code of the project.
    Kind(&'static str),
    /// A pattern of the settings.
    Excluded(Matched),
    /// A pattern of git, and the file that it stands in.
    Git(String, PathBuf),
}

/// What the walk saw: absolute paths, sorted.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Where the walk began.
    roots: BTreeSet<PathBuf>,
    /// Every Python file.
    pub(super) python: Vec<PathBuf>,
    /// Configuration files by their names.
    pub(super) configuration: BTreeMap<String, BTreeSet<PathBuf>>,
    /// Directories and files that the walker could not read.
    pub(super) unreadable: BTreeSet<PathBuf>,
    /// What the walk left out, without what git ignores.
    pub(super) left_out: BTreeMap<PathBuf, LeftOut>,
}

impl Tree {
    /// The configuration files of one name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &PathBuf> {
        self.configuration.get(name).into_iter().flatten()
    }

    /// The configuration files whose names fit.
    pub(super) fn matching(&self, fits: fn(&str) -> bool) -> impl Iterator<Item = &PathBuf> {
        let named = self.configuration.iter();
        named
            .filter(move |(name, _)| fits(name))
            .flat_map(|(_, paths)| paths)
    }

    /// Whether a directory holds any Python file, or lies outside of the walk. A
    /// project without one is a configuration whose code comes from elsewhere.
    pub(super) fn has_python(&self, directory: &Path) -> bool {
        let first = self
            .python
            .partition_point(|path| path.as_path() < directory);
        let inside = self.python.get(first);
        inside.is_some_and(|path| path.starts_with(directory))
            || !self.roots.iter().any(|root| directory.starts_with(root))
    }
}

/// Walks the roots. Ignored by git means left out, with or without a git directory;
/// links to directories are never followed; pipes and devices are left out.
pub(super) fn walk(disk: &Disk, roots: &Roots, settings: &Settings) -> Tree {
    let ignoring = if settings.options.respect_gitignore.0 {
        Ignoring::Git
    } else {
        Ignoring::IgnoreFiles
    };
    let tree = Mutex::new(Tree::default());
    let change = || tree.lock().unwrap_or_else(PoisonError::into_inner);
    let walked = roots.walked.iter().map(PathBuf::as_path);
    disk.walk(walked, ignoring, &|step| match step {
        Ok(entry) => {
            if let Some(why) = why_left_out(disk, roots, settings, &entry) {
                change().left_out.insert(entry.path, why);
                false
            } else {
                if is_taken(&entry) {
                    change().take(entry);
                }
                true
            }
        }
        Err(path) => {
            change().unreadable.insert(path);
            true
        }
    });
    let mut tree = tree.into_inner().unwrap_or_else(PoisonError::into_inner);
    tree.roots.clone_from(&roots.walked);
    tree.python.sort_unstable();
    // Roots may overlap, and a link may stand beside what it points to.
    tree.python.dedup();
    tree
}

/// Why the walk stays out of an entry, if it does. A root is walked whatever it is.
fn why_left_out(disk: &Disk, roots: &Roots, settings: &Settings, entry: &Entry) -> Option<LeftOut> {
    if entry.is_root {
        return None;
    }
    let excluded = || {
        let named: &[PathBuf] = if settings.options.force_exclude {
            &[]
        } else {
            &roots.named
        };
        let path = entry.path.as_path();
        // Folders around were asked before, unless they are on the way to what is named.
        let parent = path.parent().unwrap_or(path);
        let matched = if named.iter().any(|named| named.starts_with(parent)) {
            is_excluded(settings, named, path, entry.is_folder())
        } else {
            settings.excludes_itself(path, entry.is_folder())
        };
        matched.map(LeftOut::Excluded)
    };
    let kind = is_left_out(disk, entry).map(LeftOut::Kind);
    kind.or_else(excluded)
}

impl Tree {
    /// What settings below the roots do not exclude.
    pub(super) fn without_excluded(mut self, finder: &mut Finder<'_>, roots: &Roots) -> Self {
        let files = NAMES.iter().flat_map(|name| self.named(name));
        let folders: BTreeSet<PathBuf> = files
            .filter_map(|path| path.parent().map(Path::to_path_buf))
            .collect();
        let nested: BTreeMap<PathBuf, Arc<Settings>> = folders
            .into_iter()
            .filter_map(|folder| Some((folder.clone(), finder.at(&folder)?)))
            .collect();
        if nested.is_empty() {
            return self;
        }
        let stays = |path: &Path| {
            let around = path
                .ancestors()
                .skip(1)
                .find_map(|folder| nested.get(folder));
            !around.is_some_and(|settings| {
                let named: &[PathBuf] = if settings.options.force_exclude {
                    &[]
                } else {
                    &roots.named
                };
                is_excluded(settings, named, path, false).is_some()
            })
        };
        self.python.retain(|path| stays(path));
        for paths in self.configuration.values_mut() {
            paths.retain(|path| stays(path));
        }
        self
    }

    /// Keeps a file that the walk is after.
    fn take(&mut self, entry: Entry) {
        let is_python = has_python_suffix(&entry.path);
        let named = entry
            .name()
            .filter(|name| !is_python || *name == "setup.py");
        if let Some(name) = named {
            let paths = self.configuration.entry(name.to_owned()).or_default();
            paths.insert(entry.path.clone());
        }
        if is_python {
            self.python.push(entry.path);
        }
    }
}

fn has_python_suffix(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "py")
}

fn is_configuration(name: &str) -> bool {
    matches!(
        name,
        "pyproject.toml"
            | "dg.toml"
            | "setup.cfg"
            | "workspace.yaml"
            | "workspace.yml"
            | "dagster_cloud.yaml"
            | "dagster_cloud.yml"
            | "dagster.yaml"
            | "daglint.toml"
            | ".daglint.toml"
    ) || command::is_dockerfile(name)
        || command::is_compose(name)
}

/// Whether the walk is after an entry.
pub(super) fn is_taken(entry: &Entry) -> bool {
    entry.kind == Kind::File
        && (has_python_suffix(&entry.path) || entry.name().is_some_and(is_configuration))
}

/// Whether the walk stays out of an entry: environments, installed packages, what
/// builds leave behind, and templates.
fn is_left_out(disk: &Disk, entry: &Entry) -> Option<&'static str> {
    let name = entry.name()?;
    if name.contains("{{") {
        return Some("a template");
    }
    if name.starts_with('.') && name != ".daglint.toml" {
        return Some("hidden");
    }
    if !entry.is_folder() {
        return None;
    }
    let path = &entry.path;
    let is_built = match name {
        "build" | "dist" => !disk.exists(path.join("__init__.py")),
        "target" => disk.exists(path.with_file_name("dbt_project.yml")),
        _ => name.ends_with(".egg-info"),
    };
    if is_built {
        return Some("left by a build");
    }
    is_environment(disk, path).then_some("a virtual environment or a cache")
}

/// Whether a directory is a virtual environment or a cache, whatever its name.
fn is_environment(disk: &Disk, path: &Path) -> bool {
    let marks = ["pyvenv.cfg", "conda-meta", "CACHEDIR.TAG"];
    marks.iter().any(|mark| disk.exists(path.join(mark)))
}

/// Whether settings exclude an entry. What is named itself is not, nor what is on the
/// way to it.
fn is_excluded(
    settings: &Settings,
    named: &[PathBuf],
    path: &Path,
    is_directory: bool,
) -> Option<Matched> {
    if named.iter().any(|named| named.starts_with(path)) {
        return None;
    }
    let around = named.iter().filter(|named| path.starts_with(named));
    let nearest = around.max_by_key(|named| named.components().count());
    settings.excludes(path, is_directory, nearest.map(PathBuf::as_path))
}
