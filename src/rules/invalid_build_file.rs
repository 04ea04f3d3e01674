//! DAG510: a `build.yaml` or `container_context.yaml` that dg cannot deploy with.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "`dg plus deploy` fails with this file";
    configuration::report(rule, model, found, ConfigSubject::BuildYaml, help);
}
