//! DAG222: an import of a module or name that the project itself does not have.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::{Check, Rule};
use crate::source::Place;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        match fault {
            LoadFault::MissingModule { place, module } => {
                found.push(finding(
                    rule,
                    *place,
                    format!("module `{module}` does not exist"),
                ));
            }
            LoadFault::MissingName {
                place,
                name,
                module,
            } => found.push(finding(
                rule,
                *place,
                format!("`{name}` is not in module `{module}`"),
            )),
            _ => {}
        }
    }
}

fn finding(rule: &'static Rule, place: Place, message: String) -> Diagnostic {
    Diagnostic::new(rule, place, message).help(
        "the import fails while the code location loads, so Dagster loads nothing of \
         it; correct the name, or add what is missing",
    )
}
