//! DAG600: a value that Dagster refuses when the definition is made.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::Refused { place, message } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(rule, *place, message.clone()).help(
                "Dagster refuses it while the code location loads, so nothing of it is loaded",
            ),
        );
    }
}
