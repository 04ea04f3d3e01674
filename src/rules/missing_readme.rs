//! DAG115: the readme that a project declares does not exist.

use super::check::Check;
use super::configuration;
use crate::diagnostic::Diagnostic;
use crate::model::{ConfigSubject, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let help = "`pip install .` and `uv sync` fail; write the file, or take the key out";
    configuration::report(rule, model, found, ConfigSubject::PackageMetadata, help);
}
