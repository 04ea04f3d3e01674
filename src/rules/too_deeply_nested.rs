//! DAG005: a file that is nested more deeply than Python allows.

use super::check::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::rule::Rule;
use crate::source::{SourceFile, TooDeep, yaml};

use super::source_fault::{in_broken_modules, in_imported_files, is_yaml};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    in_imported_files(rule, model, found, look);
    in_broken_modules(rule, model, found, look);
}

fn look(rule: &'static Rule, file: &SourceFile) -> Option<Diagnostic> {
    let too_deep = if is_yaml(file) {
        let fault = yaml::parse(file.text()).err().filter(|it| it.is_limit)?;
        TooDeep {
            range: fault.range,
            is_refused: false,
        }
    } else {
        file.parsed().too_deep()?
    };
    let message = "this file was not evaluated: here it is nested too deeply";
    let finding = Diagnostic::new(rule, file.place(too_deep.range), message);
    Some(if too_deep.is_refused {
        finding.help("Python refuses so many brackets or blocks in one another; split it up")
    } else {
        finding
            .at_most(Severity::Warning)
            .help("what depends on it is unknown to daglint, so fewer faults are found")
    })
}
