//! DAG816: a component class whose attributes Dagster cannot make out.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::ComponentModel(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(
        met,
        fault,
        "Dagster refuses the class as soon as a component file names it",
    )
}
