//! Patterns of paths as in `.gitignore`, counted from the source that they stand in.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::source::Place;

/// Patterns of one setting.
#[derive(Debug, Clone)]
pub(super) struct Patterns {
    base: PathBuf,
    matcher: Gitignore,
    /// Where the setting stands; none for a default.
    pub(super) place: Option<Place>,
}

/// A pattern that matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched {
    /// As written.
    pub pattern: String,
    /// Where it stands; none for a default.
    pub place: Option<Place>,
}

impl Patterns {
    /// Patterns, all of them valid, below a directory.
    pub(super) fn new<'s>(
        base: &Path,
        lines: impl IntoIterator<Item = &'s str>,
        place: Option<Place>,
    ) -> Self {
        let mut builder = GitignoreBuilder::new(base);
        for line in lines {
            // Validation has refused what does not parse.
            let _valid = builder.add_line(None, line).is_ok();
        }
        Self {
            base: base.to_path_buf(),
            matcher: builder.build().unwrap_or_else(|_| Gitignore::empty()),
            place,
        }
    }

    /// The pattern that matches a path itself.
    pub(super) fn of(&self, path: &Path, is_directory: bool) -> Option<Matched> {
        let found = self.matcher.matched(path, is_directory);
        let glob = found.inner().filter(|_| found.is_ignore())?;
        Some(Matched {
            pattern: glob.original().to_owned(),
            place: self.place,
        })
    }

    /// The pattern that matches a path or a folder around it.
    pub(super) fn around(
        &self,
        path: &Path,
        is_directory: bool,
        named: Option<&Path>,
    ) -> Option<Matched> {
        let folders = path.ancestors().skip(1);
        let below = folders.take_while(|folder| {
            *folder != self.base && Some(*folder) != named && folder.parent().is_some()
        });
        let outer = below.filter_map(|folder| self.of(folder, true)).last();
        outer.or_else(|| self.of(path, is_directory))
    }
}

/// Whether a line can be a pattern.
pub(super) fn fault(line: &str) -> Option<String> {
    let mut builder = GitignoreBuilder::new("");
    let added = builder.add_line(None, line).map(|_| ());
    added
        .and_then(|()| builder.build().map(|_| ()))
        .err()
        .map(|error| error.to_string())
}
