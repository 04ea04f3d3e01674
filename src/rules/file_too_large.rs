//! DAG004: a file that is too large to be read.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::{Place, ReadFault, SourceFile};

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
    let fault = file.fault()?;
    matches!(fault, ReadFault::TooLarge { .. }).then(|| {
        let place = Place::start_of(file.id());
        Diagnostic::new(rule, place, format!("this file was not read: {fault}"))
            .help("what depends on it is unknown to daglint, so fewer faults are found")
    })
}
