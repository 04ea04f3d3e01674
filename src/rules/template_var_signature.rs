//! DAG803: a template variable with more than one parameter.

use super::check::Check;
use super::component;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let effect = "Dagster calls it with a `ComponentLoadContext` or with nothing, and refuses any other; return a function to take more";
    component::report(
        rule,
        location,
        found,
        ComponentFault::TemplateVarSignature,
        effect,
    );
}
