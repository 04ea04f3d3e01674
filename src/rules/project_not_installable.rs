//! DAG116: a project below `src` that nothing puts on the path.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "Dagster cannot load the code location; add `[build-system]`, or set `package = \
                true` in `[tool.uv]`";
    configuration::report(rule, model, found, ConfigSubject::Installation, help);
}
