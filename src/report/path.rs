//! Paths for people and machines: relative to the working directory, with `/`.

use std::path::Path;

use super::text::clean;
use crate::model::Model;
pub use crate::path::shown_path;
use crate::source::{Place, Sources};

/// `path:line:column` of a place, fit for a terminal.
pub fn shown_place(model: &Model<'_>, place: Place) -> String {
    shown_origin(model.sources, &model.directory, place)
}

/// Where a setting comes from: `path:line:column`, or the flag or variable that gives it.
pub fn shown_origin(sources: &Sources, directory: &Path, place: Place) -> String {
    let file = sources.get(place.file);
    if file.path().is_relative() {
        return file.path().display().to_string();
    }
    let at = file.lines().locate(place.range.start(), file.shown());
    let path = shown_path(file.path(), directory);
    format!("{}:{}:{}", clean(&path), at.line, at.column)
}
