//! Why no tool can read a file that declares or locks an environment.

use crate::model::Declared;
use crate::source::{SourceFile, template};

use super::toml_node::Document;

/// The first line at which git left both sides of a merge.
pub(super) fn merge_conflict(file: &SourceFile) -> Option<Declared<String>> {
    let mut lines = file.shown().lines();
    let line = lines.position(|line| line.starts_with("<<<<<<< "))?;
    Some(Declared {
        value: "it holds the two sides of a merge conflict".to_owned(),
        place: file.line(line),
    })
}

/// Where a file is no TOML, and no template of some.
pub(super) fn toml(file: &SourceFile) -> Option<Declared<String>> {
    let fault = Document::parse(file).err()?;
    let is_template = template::fails_at(file.text(), fault.place.range.start());
    (!is_template).then_some(Declared {
        value: fault.message,
        place: fault.place,
    })
}
