//! DAG803: a template variable with more than one parameter.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::TemplateVarSignature(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(
        met,
        fault,
        "Dagster calls it with a `ComponentLoadContext` or with nothing, and refuses any other; \
         return a function to take more",
    )
}
