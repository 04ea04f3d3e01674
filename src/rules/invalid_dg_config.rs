//! DAG506: a `dg.toml` or `[tool.dg]` that dg refuses.

use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "every `dg` command refuses the file, some of them with a traceback";
    configuration::report(rule, model, found, ConfigSubject::Dg, help);
}
