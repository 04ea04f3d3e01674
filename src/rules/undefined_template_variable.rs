//! DAG807: a template that uses a variable that does not exist.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::TemplateVariable(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(
        met,
        fault,
        "Dagster cannot render the template, and refuses the component",
    )
}
