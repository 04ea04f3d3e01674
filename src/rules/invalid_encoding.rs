//! DAG002: a file that a code location imports, or a configuration file, is not text.

use super::check::Check;
use ruff_text_size::TextRange;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::rule::Rule;
use crate::source::{Doubt, DoubtKind, ReadFault, SourceFile};

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
    if let Some(doubt) = file.doubt() {
        return Some(doubtful(rule, file, doubt));
    }
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

fn doubtful(rule: &'static Rule, file: &SourceFile, doubt: &Doubt) -> Diagnostic {
    let help = match doubt.kind {
        DoubtKind::Comment => {
            "Python skips comments unread where it imports the file, and refuses to run it as \
             a script; save the file as UTF-8"
        }
        DoubtKind::Codec => {
            "Python refuses the file where no installed package registers that encoding; \
             save the file as UTF-8, and declare nothing"
        }
    };
    let place = file.place(TextRange::empty(doubt.offset));
    Diagnostic::new(
        rule,
        place,
        format!("Python may refuse this file: {}", doubt.message),
    )
    .help(help)
    .at_most(Severity::Warning)
}
