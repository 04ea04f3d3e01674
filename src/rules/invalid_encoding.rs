//! DAG002: a file that a code location imports, or a configuration file, is not text.

use ruff_text_size::TextRange;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::{Check, Rule};
use crate::source::{ReadFault, SourceFile};

use super::source_fault::{in_imported_files, in_other_files, is_python};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, |rule, file| {
        let help = "save the file as UTF-8, or declare its encoding in the first line: \
                    # -*- coding: latin-1 -*-";
        Some(look(rule, file, "Python cannot read this file")?.help(help))
    });
    in_other_files(rule, model, found, |rule, file| {
        let finding = look(rule, file, "this file cannot be read").filter(|_| !is_python(file))?;
        Some(finding.help("TOML and YAML are UTF-8; save the file as that"))
    });
}

fn look(rule: &'static Rule, file: &SourceFile, what: &str) -> Option<Diagnostic> {
    let Some(ReadFault::Encoding {
        message, offset, ..
    }) = file.fault()
    else {
        return None;
    };
    let place = file.place(TextRange::empty(*offset));
    Some(Diagnostic::new(rule, place, format!("{what}: {message}")))
}
