//! DAG411: a definition that a later binding of its name replaces.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::ShadowedDefinition { lost, kind, by } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                lost.place,
                format!("{kind} `{}` is lost: its name is bound again", lost.name),
            )
            .label("Dagster never sees this one")
            .equal(*by, "replaces it")
            .help(
                "Python keeps the last binding and Dagster says nothing; give each a name \
                 of its own",
            ),
        );
    }
}
