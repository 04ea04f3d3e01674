//! DAG206: `Definitions` objects that cannot be merged.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::{ComponentTreeConflict, MergeConflict};

pub(crate) const CHECK: Check = Check::Fault(&[
    Teller::MergeConflict(given_twice),
    Teller::ComponentTreeConflict(several_trees),
]);

fn given_twice(met: Met<'_>, fault: &MergeConflict) -> Diagnostic {
    let (kind, key) = (fault.kind, &fault.key);
    let what = if key.is_empty() {
        format!("an {kind}")
    } else {
        format!("{kind} `{key}`")
    };
    let message = format!("{what} is defined twice in one merge of `Definitions`");
    let finding = met
        .finding(fault.second, message)
        .label("defined again here")
        .equal(fault.first, "first defined here")
        .help(
            "Dagster refuses to merge them, even where both are equal; define it once, or pass the \
             very same object both times",
        );
    if [fault.first, fault.second].contains(&fault.merge) {
        finding
    } else {
        finding.evidence(fault.merge, "merged here")
    }
}

fn several_trees(met: Met<'_>, fault: &ComponentTreeConflict) -> Diagnostic {
    let finding = met
        .finding(
            fault.merge,
            "the results of several `load_from_defs_folder` calls are merged",
        )
        .help("Dagster refuses to merge two component trees; load the defs folder once");
    let others = fault.loads.iter().filter(|load| **load != fault.merge);
    others.fold(finding, |it, load| it.edit(*load, "loads a defs folder"))
}
