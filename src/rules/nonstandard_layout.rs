//! DAG102: a project without parts of the layout that Dagster recommends.

use super::{environment, words};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let missing = &project.layout.missing;
    if missing.is_empty() || !environment::concerns(project) {
        return;
    }
    found.push(
        Diagnostic::new(
            rule,
            environment::place(project),
            format!(
                "project `{}` is not laid out as recommended: no {}",
                words::project(model, project),
                words::listed(missing.iter().map(String::as_str))
            ),
        )
        .help("Dagster does not need them; `create-dagster project` makes all of them"),
    );
}
