//! DAG218: a definition in a tuple, set or dict, which no collector looks into.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::InUncollectedContainer {
            definition,
            container,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                definition.place,
                format!(
                    "this definition is only in the {container} `{}`, where Dagster does \
                     not look",
                    definition.name
                ),
            )
            .label("Dagster does not load this")
            .help(
                "Dagster collects single definitions and lists of them, and says nothing of \
                 others; use a list",
            ),
        );
    }
}
