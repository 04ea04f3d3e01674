//! DAG214: a decorator that makes a plain function of a definition.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::LostUnderDecorator {
            definition,
            kind,
            decorator,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                definition.place,
                format!(
                    "{kind} `{}` is lost: the decorator above makes a plain function of it",
                    definition.name
                ),
            )
            .symbol(&definition.name)
            .label("bound to a function that Dagster does not look at")
            .equal(*decorator, "gives a function back")
            .help("Dagster says nothing about it; put the decorator below Dagster's own"),
        );
    }
}
