//! One parallel walk over everything below the roots.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::command;
use super::roots::Roots;
use crate::settings::{Finder, Matched, NAMES, Settings};

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
pub(super) fn walk(roots: &Roots, settings: &Arc<Settings>) -> Tree {
    let mut walked = roots.walked.iter();
    let Some(first) = walked.next() else {
        return Tree::default();
    };
    let mut builder = WalkBuilder::new(first);
    for root in walked {
        builder.add(root);
    }
    let git = settings.options.respect_gitignore.0;
    let left_out = Arc::new(Mutex::new(BTreeMap::new()));
    let leaves_out = leaves_out(roots, settings, Arc::clone(&left_out));
    builder
        .require_git(false)
        .git_ignore(git)
        .git_exclude(git)
        // Hidden settings count; `is_left_out` leaves out what else is hidden.
        .hidden(false)
        // A user's global ignore file must not change what a project holds.
        .git_global(false)
        .filter_entry(move |entry| entry.depth() == 0 || !leaves_out(entry));
    let tree = Mutex::new(Tree::default());
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            take(&tree, entry);
            WalkState::Continue
        })
    });
    let mut tree = tree.into_inner().unwrap_or_else(PoisonError::into_inner);
    tree.roots.clone_from(&roots.walked);
    tree.left_out = std::mem::take(&mut *left_out.lock().unwrap_or_else(PoisonError::into_inner));
    tree.python.sort_unstable();
    // Roots may overlap, and a link may stand beside what it points to.
    tree.python.dedup();
    tree
}

/// The test for what is left out, which keeps why.
fn leaves_out(
    roots: &Roots,
    settings: &Arc<Settings>,
    left_out: Arc<Mutex<BTreeMap<PathBuf, LeftOut>>>,
) -> impl Fn(&DirEntry) -> bool + use<> {
    let settings = Arc::clone(settings);
    let named = if settings.options.force_exclude {
        Vec::new()
    } else {
        roots.named.clone()
    };
    move |entry: &DirEntry| {
        let is_directory = entry.file_type().is_some_and(|kind| kind.is_dir());
        let path = entry.path();
        let excluded = || {
            // Folders around were asked before, unless they are on the way to what is named.
            let parent = path.parent().unwrap_or(path);
            let matched = if named.iter().any(|named| named.starts_with(parent)) {
                is_excluded(&settings, &named, path, is_directory)
            } else {
                settings.excludes_itself(path, is_directory)
            };
            matched.map(LeftOut::Excluded)
        };
        let why = is_left_out(entry).map(LeftOut::Kind).or_else(excluded);
        let is_out = why.is_some();
        if let Some(why) = why {
            let mut left_out = left_out.lock().unwrap_or_else(PoisonError::into_inner);
            left_out.insert(path.to_path_buf(), why);
        }
        is_out
    }
}

fn take(tree: &Mutex<Tree>, entry: Result<DirEntry, ignore::Error>) {
    let lock = || tree.lock().unwrap_or_else(PoisonError::into_inner);
    match entry {
        Ok(entry) => {
            let Some(name) = entry.file_name().to_str() else {
                if has_python_suffix(entry.path()) && is_regular(&entry) {
                    lock().python.push(entry.into_path());
                }
                return;
            };
            if has_python_suffix(entry.path()) && is_regular(&entry) {
                if name == "setup.py" {
                    let path = entry.path().to_path_buf();
                    lock().remember(name, path);
                }
                lock().python.push(entry.into_path());
            } else if is_configuration(name) && is_regular(&entry) {
                let name = name.to_owned();
                lock().remember(&name, entry.into_path());
            }
        }
        Err(error) => {
            if let Some(path) = path_of(&error) {
                lock().unreadable.insert(path.to_path_buf());
            }
        }
    }
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

    fn remember(&mut self, name: &str, path: PathBuf) {
        self.configuration
            .entry(name.to_owned())
            .or_default()
            .insert(path);
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
pub(super) fn is_taken(entry: &DirEntry) -> bool {
    let is_named = |name: &str| is_configuration(name) || name == "setup.py";
    let by_name = entry.file_name().to_str().is_some_and(is_named);
    (by_name || has_python_suffix(entry.path())) && is_regular(entry)
}

/// Whether an entry is a regular file or a link to one.
fn is_regular(entry: &DirEntry) -> bool {
    match entry.file_type() {
        Some(kind) if kind.is_file() => true,
        Some(kind) if kind.is_symlink() => {
            std::fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file())
        }
        _ => false,
    }
}

/// Whether the walk stays out of an entry: environments, installed packages, what
/// builds leave behind, and templates.
fn is_left_out(entry: &DirEntry) -> Option<&'static str> {
    let name = entry.file_name().to_str()?;
    if name.contains("{{") {
        return Some("a template");
    }
    if name.starts_with('.') && name != ".daglint.toml" {
        return Some("hidden");
    }
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return None;
    }
    let path = entry.path();
    let beside = |name: &str| {
        path.parent()
            .is_some_and(|parent| parent.join(name).exists())
    };
    let is_built = match name {
        "build" | "dist" => !path.join("__init__.py").exists(),
        "target" => beside("dbt_project.yml"),
        _ => name.ends_with(".egg-info"),
    };
    if is_built {
        return Some("left by a build");
    }
    is_environment(path).then_some("a virtual environment or a cache")
}

/// Whether a directory is a virtual environment or a cache, whatever its name.
fn is_environment(path: &Path) -> bool {
    let marks = ["pyvenv.cfg", "conda-meta", "CACHEDIR.TAG"];
    marks.iter().any(|mark| path.join(mark).exists())
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

/// The path of a walker's error, if it is about one that matters: a link that
/// leads nowhere is no fault of the project.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, err } => {
            let denied = err
                .io_error()
                .is_some_and(|error| error.kind() != std::io::ErrorKind::NotFound);
            denied.then_some(path)
        }
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        _ => None,
    }
}
