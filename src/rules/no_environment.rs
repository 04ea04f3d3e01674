//! DAG310: a project that says nothing of the packages that it needs.

use super::{environment, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, Project, ProjectKind};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) || !project.environment.manifests.is_empty() {
        return;
    }
    let finding = Diagnostic::new(
        rule,
        environment::place(project),
        format!(
            "no environment is declared for `{}`",
            words::project(model, project)
        ),
    )
    .help(
        "nobody can tell which packages it needs, so it cannot be installed elsewhere; declare \
         them in `pyproject.toml` (`uv init`, then `uv add dagster`)",
    );
    // Loose files may be run by whatever their authors have at hand.
    found.push(if project.kind == ProjectKind::Bare {
        finding.at_most(Severity::Info)
    } else {
        finding
    });
}
