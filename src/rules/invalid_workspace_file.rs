//! DAG501: a `workspace.yaml` that Dagster does not take as it is.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "Dagster refuses the whole file, and loads none of its code locations";
    configuration::report(rule, model, found, ConfigSubject::WorkspaceYaml, help);
}
