//! DAG811: definitions beside a component file, which keeps them from being loaded.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::DroppedBesideComponent {
            place,
            name,
            component,
            class,
        } = fault
        else {
            continue;
        };
        let message = format!(
            "`{name}` is not loaded: its folder belongs to the component `{class}`, which does \
             not read it"
        );
        found.push(
            Diagnostic::new(rule, *place, message)
                .label("Dagster does not load this")
                .equal(*component, "the component of the folder")
                .help(
                    "Dagster says nothing about it; move it to a folder of its own, or make the \
                     component a `dagster.DefsFolderComponent`, which loads what is below it",
                ),
        );
    }
}
