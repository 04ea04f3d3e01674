//! A place as the formats write it: path, lines and columns.

use super::shown_path;
use crate::model::Model;
use crate::source::{LineColumn, Place};

/// Where something is, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    /// Relative to the working directory, with `/`.
    pub(super) path: String,
    /// From 1, columns in characters.
    pub(super) start: LineColumn,
    /// After the last character.
    pub(super) end: LineColumn,
}

impl Spot {
    pub(super) fn of(model: &Model<'_>, place: Place) -> Self {
        let file = model.sources.get(place.file);
        let (start, end) = file.lines().span(place.range, file.shown());
        Self {
            path: shown_path(file.path(), &model.directory),
            start,
            end,
        }
    }
}
