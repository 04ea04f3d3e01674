//! DAG816: a component class whose attributes Dagster cannot make out.

use super::check::Check;
use super::component;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let effect = "Dagster refuses the class as soon as a component file names it";
    component::report(rule, location, found, ComponentFault::Model, effect);
}
