//! DAG815: a component whose `build_defs` gives no `Definitions`.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::BuildDefs(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(
        met,
        fault,
        "Dagster refuses the component, and with it the code location; return a \
         `dagster.Definitions`",
    )
}
