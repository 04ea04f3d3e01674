//! DAG114: a package that the build backend does not find or does not ship.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "the project loads in place, but `pip install .` and `uv sync` fail; name the \
                packages in the table of the build backend";
    configuration::report(rule, model, found, ConfigSubject::Package, help);
}
