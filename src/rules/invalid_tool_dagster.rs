//! DAG509: a `[tool.dagster]` that does not say what to load.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "`dagster dev` and `dagster definitions validate` refuse the table";
    configuration::report(rule, model, found, ConfigSubject::ToolDagster, help);
}
