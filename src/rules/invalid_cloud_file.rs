//! DAG505: a `dagster_cloud.yaml` that the deployment refuses.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "`dagster-cloud ci check` and `dg plus deploy` refuse the file";
    configuration::report(rule, model, found, ConfigSubject::DagsterCloudYaml, help);
}
