//! DAG815: a component whose `build_defs` gives no `Definitions`.

use super::check::Check;
use super::component;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let effect = "Dagster refuses the component, and with it the code location; return a `dagster.Definitions`";
    component::report(rule, location, found, ComponentFault::BuildDefs, effect);
}
