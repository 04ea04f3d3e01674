//! DAG808: a `template_vars_module` that has no template variables.

use super::check::Check;
use super::component;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let effect = "Dagster refuses the component file";
    component::report(
        rule,
        location,
        found,
        ComponentFault::TemplateVarsModule,
        effect,
    );
}
