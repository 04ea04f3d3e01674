//! DAG812: a definition in a defs file that also has a `Definitions` object.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::HiddenInDefsFile { hidden, kind, by } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                hidden.place,
                format!(
                    "{kind} `{}` is ignored: its defs file also has `{}`, which alone is \
                     loaded",
                    hidden.name, by.name
                ),
            )
            .label("Dagster does not load this")
            .equal(by.place, "Dagster loads this and nothing else of the file")
            .help(format!(
                "Dagster says nothing about it; add `{}` to `{}`, or move one of them to a \
                 file of its own",
                hidden.name, by.name
            )),
        );
    }
}
