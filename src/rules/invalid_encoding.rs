//! DAG002: a file that a code location imports, or a configuration file, is not text.

use super::check::Check;
use ruff_text_size::TextRange;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::{ReadFault, SourceFile};

use super::source_fault::{in_broken_modules, in_imported_files, in_other_files, is_python};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, look);
    in_broken_modules(rule, model, found, look);
    in_other_files(rule, model, found, |rule, file| {
        look(rule, file).filter(|_| !is_python(file))
    });
}

fn look(rule: &'static Rule, file: &SourceFile) -> Option<Diagnostic> {
    let Some(ReadFault::Encoding {
        message, offset, ..
    }) = file.fault()
    else {
        return None;
    };
    let (what, help) = if is_python(file) {
        let help = "save the file as UTF-8, or declare its encoding in the first line: \
                    # -*- coding: latin-1 -*-";
        ("Python cannot read this file", help)
    } else {
        let help = "its readers take it for UTF-8; save the file as that";
        ("this file cannot be read", help)
    };
    let place = file.place(TextRange::empty(*offset));
    Some(Diagnostic::new(rule, place, format!("{what}: {message}")).help(help))
}
