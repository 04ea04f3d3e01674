//! DAG111: a folder without `__init__.py`, which a package walker skips.

use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::SkippedFolder {
            place,
            folder,
            walker,
            files,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!(
                    "folder `{folder}` has no `__init__.py`, so {} in it {} not loaded",
                    words::counted(*files, "Python file"),
                    if *files == 1 { "is" } else { "are" }
                ),
            )
            .label("Dagster does not load this")
            .evidence(*walker, "walks packages only")
            .help(format!(
                "Dagster says nothing about it; create `{folder}/__init__.py`"
            )),
        );
    }
}
