//! DAG507: a `dagster.yaml` that Dagster refuses.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "Dagster does not start with this file";
    configuration::report(rule, model, found, ConfigSubject::DagsterYaml, help);
}
