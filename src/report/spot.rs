//! A place as the formats write it: path, lines and columns.

use std::path::Path;

use super::shown_path;
use crate::model::Model;
use crate::path::git_root;
use crate::source::{LineColumn, Place, Sources};

/// What the paths of a format count from.
#[derive(Clone, Copy)]
pub(super) struct Base<'a> {
    pub(super) sources: &'a Sources,
    pub(super) directory: &'a Path,
}

/// Where something is, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// Relative to the base, with `/`.
    pub(super) path: String,
    /// From 1, columns in characters.
    pub(super) start: LineColumn,
    /// After the last character.
    pub(super) end: LineColumn,
}

impl<'a> Base<'a> {
    /// The working directory: people, editors and the next program of a pipe are there, too.
    pub(super) fn here(model: &'a Model<'_>) -> Self {
        Self {
            sources: model.sources,
            directory: &model.directory,
        }
    }

    /// The root of the git repository around it: a server that shows findings beside the code
    /// knows the repository, and not where daglint was started.
    pub(super) fn repository(model: &'a Model<'_>) -> Self {
        Self {
            directory: git_root(model.sources.disk(), &model.directory).unwrap_or(&model.directory),
            ..Self::here(model)
        }
    }

    pub(super) fn path(self, path: &Path) -> String {
        shown_path(path, self.directory)
    }

    pub(super) fn spot(self, place: Place) -> Spot {
        let file = self.sources.get(place.file);
        let (start, end) = file.lines().span(place.range, file.shown());
        Spot {
            path: self.path(file.path()),
            start,
            end,
        }
    }
}
