//! Everything below some folders, in parallel.

use std::fs::FileType;
use std::path::{Path, PathBuf};

use ignore::{WalkBuilder, WalkState};

use super::{Disk, Kind};

/// A file or a folder that a walk comes to, or that a directory holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its absolute path.
    pub path: PathBuf,
    /// What it is. No walk follows a link to a folder: that is [`Kind::Other`], as is a
    /// link that leads nowhere.
    pub kind: Kind,
    /// Whether the walk began here.
    pub is_root: bool,
}

impl Entry {
    /// The name, where it is text.
    pub fn name(&self) -> Option<&str> {
        self.path.file_name()?.to_str()
    }

    /// Whether it is a directory.
    pub fn is_folder(&self) -> bool {
        self.kind == Kind::Folder
    }
}

/// What a walk leaves out on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ignoring {
    /// What git ignores, with or without a git directory, and what `.ignore` names. A
    /// user's global file says nothing about what a project holds.
    Git,
    /// What `.ignore` names.
    IgnoreFiles,
    /// Nothing.
    Nothing,
}

/// What a walk comes to: an entry, or what it could not read.
pub type Step = Result<Entry, PathBuf>;

impl Disk {
    /// Walks folders, and shows each step to a visitor, in any order and from any thread. The
    /// visitor says whether to go into a folder. What is given is never ignored.
    pub fn walk<'r>(
        &self,
        roots: impl IntoIterator<Item = &'r Path> + Clone,
        ignoring: Ignoring,
        visit: &(dyn Fn(Step) -> bool + Sync),
    ) {
        if !self.is_in_memory {
            self.walk_machine(roots.clone(), ignoring, visit);
        }
        if self.given.is_empty() {
            return;
        }
        for root in roots {
            for file in self.given_below(root) {
                walk_to(file, root, visit);
            }
        }
    }

    fn walk_machine<'r>(
        &self,
        roots: impl IntoIterator<Item = &'r Path>,
        ignoring: Ignoring,
        visit: &(dyn Fn(Step) -> bool + Sync),
    ) {
        let mut roots = roots.into_iter();
        let Some(first) = roots.next() else {
            return;
        };
        let mut builder = WalkBuilder::new(first);
        for root in roots {
            builder.add(root);
        }
        builder
            .standard_filters(ignoring != Ignoring::Nothing)
            .require_git(false)
            .git_ignore(ignoring == Ignoring::Git)
            .git_exclude(ignoring == Ignoring::Git)
            .git_global(false)
            .hidden(false);
        builder.build_parallel().run(|| {
            Box::new(|step| {
                let goes_on = match step {
                    Ok(entry) if self.is_gone(entry.path()) => false,
                    Ok(entry) => {
                        let (of_itself, is_root) = (entry.file_type(), entry.depth() == 0);
                        let entry = self.entry(entry.into_path(), of_itself);
                        visit(Ok(Entry { is_root, ..entry }))
                    }
                    Err(error) => path_of(&error).is_some_and(|path| visit(Err(path.to_owned()))),
                };
                if goes_on {
                    WalkState::Continue
                } else {
                    WalkState::Skip
                }
            })
        });
    }

    fn is_gone(&self, path: &Path) -> bool {
        matches!(self.given.get(path), Some(None))
    }

    /// What a directory says that an entry is.
    pub(super) fn entry(&self, path: PathBuf, of_itself: Option<FileType>) -> Entry {
        let kind = match of_itself {
            Some(kind) if kind.is_file() => Kind::File,
            Some(kind) if kind.is_dir() => Kind::Folder,
            Some(kind) if kind.is_symlink() && self.is_file(&path) => Kind::File,
            _ => Kind::Other,
        };
        Entry {
            path,
            kind,
            is_root: false,
        }
    }
}

/// Walks from a root to a file that is given, as far as the visitor lets it.
fn walk_to(file: &Path, root: &Path, visit: &(dyn Fn(Step) -> bool + Sync)) {
    let below = file.ancestors().take_while(|path| path.starts_with(root));
    let way: Vec<&Path> = below.collect();
    for path in way.into_iter().rev() {
        let entry = Entry {
            path: path.to_path_buf(),
            kind: if path == file {
                Kind::File
            } else {
                Kind::Folder
            },
            is_root: path == root,
        };
        if !visit(Ok(entry)) {
            return;
        }
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
