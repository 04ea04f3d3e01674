//! One parallel walk over everything below the roots.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

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
}

impl Tree {
    /// The configuration files of one name.
    pub(super) fn named(&self, name: &str) -> impl Iterator<Item = &PathBuf> {
        self.configuration.get(name).into_iter().flatten()
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
pub(super) fn walk(walked: &BTreeSet<PathBuf>) -> Tree {
    let mut roots = walked.iter();
    let Some(first) = roots.next() else {
        return Tree::default();
    };
    let mut builder = WalkBuilder::new(first);
    for root in roots {
        builder.add(root);
    }
    builder
        .require_git(false)
        // A user's global ignore file must not change what a project holds.
        .git_global(false)
        .filter_entry(|entry| entry.depth() == 0 || !is_left_out(entry));
    let tree = Mutex::new(Tree::default());
    builder.build_parallel().run(|| {
        Box::new(|entry| {
            take(&tree, entry);
            WalkState::Continue
        })
    });
    let mut tree = tree.into_inner().unwrap_or_else(PoisonError::into_inner);
    tree.roots.clone_from(walked);
    tree.python.sort_unstable();
    // Roots may overlap, and a link may stand beside what it points to.
    tree.python.dedup();
    tree
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
    )
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
fn is_left_out(entry: &DirEntry) -> bool {
    let Some(name) = entry.file_name().to_str() else {
        return false;
    };
    if name.contains("{{") {
        return true;
    }
    if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
        return false;
    }
    let path = entry.path();
    let beside = |name: &str| {
        path.parent()
            .is_some_and(|parent| parent.join(name).exists())
    };
    match name {
        "node_modules" | "site-packages" | "__pycache__" => true,
        "build" | "dist" => !path.join("__init__.py").exists(),
        "target" => beside("dbt_project.yml"),
        _ => name.ends_with(".egg-info") || path.join("pyvenv.cfg").exists(),
    }
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
