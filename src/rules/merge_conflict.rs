//! DAG206: `Definitions` objects that cannot be merged.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        match fault {
            LoadFault::MergeConflict {
                kind,
                key,
                first,
                second,
                merge,
            } => {
                let what = if key.is_empty() {
                    format!("an {kind}")
                } else {
                    format!("{kind} `{key}`")
                };
                found.push(given_twice(rule, &what, (*first, *second), *merge));
            }
            LoadFault::ComponentTreeConflict { merge, loads } => {
                found.push(several_trees(rule, *merge, loads));
            }
            _ => {}
        }
    }
}

fn given_twice(
    rule: &'static Rule,
    what: &str,
    (first, second): (Place, Place),
    merge: Place,
) -> Diagnostic {
    let finding = Diagnostic::new(
        rule,
        second,
        format!("{what} is given twice to one merge of `Definitions`"),
    )
    .label("given again here")
    .equal(first, "first given here")
    .help(
        "Dagster refuses to merge them, even where both are equal; give it once, or the very same \
         object both times",
    );
    if merge == first || merge == second {
        finding
    } else {
        finding.evidence(merge, "merged here")
    }
}

fn several_trees(rule: &'static Rule, merge: Place, loads: &[Place]) -> Diagnostic {
    let finding = Diagnostic::new(
        rule,
        merge,
        "the results of several `load_from_defs_folder` calls are merged",
    )
    .help("Dagster refuses to merge two component trees; load the defs folder once");
    let others = loads.iter().filter(|load| **load != merge);
    others.fold(finding, |it, load| it.edit(*load, "loads a defs folder"))
}
