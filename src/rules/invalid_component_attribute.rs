//! DAG806: attributes that the component does not take.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::ComponentAttribute(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(
        met,
        fault,
        "Dagster refuses the component, and with it the code location",
    )
}
