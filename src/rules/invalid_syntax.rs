//! DAG001: a file of a project is not Python.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::SourceFile;

use super::source_fault::{in_broken_modules, in_imported_files, is_yaml};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, look);
    in_broken_modules(rule, model, found, look);
}

fn look(rule: &'static Rule, file: &SourceFile) -> Option<Diagnostic> {
    if is_yaml(file) {
        return None;
    }
    let faults = file.parsed().faults();
    let first = faults.first()?;
    let message = format!("this file is not valid Python: {}", first.message);
    let finding = Diagnostic::new(rule, file.place(first.range), message);
    Some(match faults.len() {
        1 => finding,
        2 => finding.help("the file has one more syntax error"),
        all => finding.help(format!("the file has {} more syntax errors", all - 1)),
    })
}
