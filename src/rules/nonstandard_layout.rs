//! DAG102: a project without parts of the layout that Dagster recommends.

use super::{environment, words};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::{Check, Rule};
use crate::settings::LayoutPart;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let parts = model
        .settings
        .of(&project.directory)
        .options
        .layout
        .as_ref();
    let wanted = |path: &str| {
        parts.is_none_or(|parts| LayoutPart::of(path).is_some_and(|part| parts.contains(&part)))
    };
    let missing = project.layout.missing.iter().map(String::as_str);
    let missing: Vec<&str> = missing.filter(|path| wanted(path)).collect();
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
                words::listed(missing.into_iter())
            ),
        )
        .help("Dagster does not need them; `create-dagster project` makes all of them"),
    );
}
