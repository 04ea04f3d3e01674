//! DAG808: a `template_vars_module` that has no template variables.

use super::check::Check;
use super::component;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::TemplateVarsModule(tell)]);

fn tell(met: Met<'_>, fault: &ComponentFault) -> Diagnostic {
    component::tell(met, fault, "Dagster refuses the component file")
}
