//! DAG222: an import of a module or name that the project itself does not have.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;
use crate::source::Place;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        match fault {
            LoadFault::MissingModule {
                place,
                module,
                near,
            } => {
                let message = format!("module `{module}` does not exist");
                found.push(finding(rule, *place, message, near.as_deref()));
            }
            LoadFault::MissingName {
                place,
                name,
                module,
                near,
            } => {
                let message = format!("`{name}` is not in module `{module}`");
                found.push(finding(rule, *place, message, near.as_deref()));
            }
            _ => {}
        }
    }
}

fn finding(rule: &'static Rule, place: Place, message: String, near: Option<&str>) -> Diagnostic {
    let remedy = match near {
        Some(near) => question(near),
        None => "correct the name, or add what is missing".to_owned(),
    };
    Diagnostic::new(rule, place, message).help(format!(
        "the import fails while the code location loads, so Dagster loads nothing of it; {remedy}"
    ))
}
