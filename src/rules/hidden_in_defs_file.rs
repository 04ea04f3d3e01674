//! DAG812: a definition in a defs file that also has a `Definitions` object.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::HiddenInDefsFile;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::HiddenInDefsFile(tell)]);

fn tell(met: Met<'_>, fault: &HiddenInDefsFile) -> Diagnostic {
    let message = format!(
        "{} `{}` is ignored: its defs file also has `{}`, which alone is loaded",
        fault.kind, fault.hidden.name, fault.by.name
    );
    met.finding(fault.hidden.place, message)
        .label("Dagster does not load this")
        .equal(
            fault.by.place,
            "Dagster loads this and nothing else of the file",
        )
        .help(format!(
            "Dagster says nothing about it; add `{}` to `{}`, or move one of them to a file of its \
             own",
            fault.hidden.name, fault.by.name
        ))
}
