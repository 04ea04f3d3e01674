//! DAG002: a file that a code location imports is not text.

use ruff_text_size::TextRange;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::{Check, Rule};
use crate::source::{ReadFault, SourceFile};

use super::source_fault::in_imported_files;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, look);
}

fn look(rule: &'static Rule, file: &SourceFile) -> Option<Diagnostic> {
    let Some(ReadFault::Encoding {
        message, offset, ..
    }) = file.fault()
    else {
        return None;
    };
    let place = file.place(TextRange::empty(*offset));
    Some(Diagnostic::new(rule, place, format!("Python cannot read this file: {message}")).help(
        "save the file as UTF-8, or declare its encoding in the first line: # -*- coding: latin-1 -*-",
    ))
}
