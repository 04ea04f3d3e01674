//! DAG205: two tables of a project that load different things.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "let both tables name one module";
    configuration::report(rule, model, found, ConfigSubject::EntryPoints, help);
}
