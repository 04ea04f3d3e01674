//! DAG807: a template that uses a variable that does not exist.

use super::check::Check;
use super::component;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let effect = "Dagster cannot render the template, and refuses the component";
    component::report(
        rule,
        location,
        found,
        ComponentFault::TemplateVariable,
        effect,
    );
}
