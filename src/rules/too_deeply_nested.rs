//! DAG005: a file that is nested more deeply than Python allows.

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::{Check, Rule};
use crate::source::SourceFile;

use super::source_fault::in_imported_files;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, look);
}

fn look(rule: &'static Rule, file: &SourceFile) -> Option<Diagnostic> {
    let range = file.parsed().too_deep()?;
    let message = "this file was not evaluated: here it is nested too deeply";
    Some(
        Diagnostic::new(rule, file.place(range), message)
            .help("what depends on it is unknown to daglint, so fewer faults are found"),
    )
}
