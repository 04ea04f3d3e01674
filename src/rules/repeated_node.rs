//! DAG407: two invocations of one name in the body of a job or graph.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::RepeatedNode {
            place,
            name,
            within,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{within}` invokes two nodes called `{name}`"),
            )
            .label("the second one")
            .help("Dagster refuses it; give each invocation a name of its own with `.alias(...)`"),
        );
    }
}
