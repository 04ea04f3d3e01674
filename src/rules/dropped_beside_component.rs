//! DAG811: definitions beside a component file, which keeps them from being loaded.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::DroppedBesideComponent;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::DroppedBesideComponent(tell)]);

fn tell(met: Met<'_>, fault: &DroppedBesideComponent) -> Diagnostic {
    let message = format!(
        "`{}` is not loaded: its folder belongs to the component `{}`, which does not read it",
        fault.name, fault.class
    );
    met.finding(fault.place, message)
        .label("Dagster does not load this")
        .equal(fault.component, "the component of the folder")
        .help(
            "Dagster says nothing about it; move it to a folder of its own, or make the component \
             a `dagster.DefsFolderComponent`, which loads what is below it",
        )
}
