//! DAG230: module-level code that certainly raises.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::Raises { place, exception } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("this raises `{exception}` when the module is imported"),
            )
            .help(
                "Dagster imports the module to load the code location, and loads \
                 nothing of it when that fails",
            ),
        );
    }
}
