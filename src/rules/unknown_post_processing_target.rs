//! DAG810: a target that is no asset of the component.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::PostProcessingTarget(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(
        met,
        fault,
        "Dagster refuses the selection, and with it the code location",
    )
}
