//! DAG310: a project that says nothing of the packages that it needs.

use super::check::Check;
use super::{environment, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, Project, ProjectKind, WorkspaceKind};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let environment = &project.environment;
    let declares = !environment.manifests.is_empty() || !environment.locks.is_empty();
    if !environment::concerns(project) || declares {
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
    // Loose files may be run by whatever their authors have at hand, and the projects
    // of a dg workspace by the environment in which it is run.
    let is_shared = project.kind == ProjectKind::Bare || is_member(model, project);
    found.push(if is_shared {
        finding.at_most(Severity::Info)
    } else {
        finding
    });
}

/// Whether a dg workspace lists the project, or is around it.
fn is_member(model: &Model<'_>, project: &Project) -> bool {
    let mut workspaces = model
        .workspaces
        .iter()
        .filter(|workspace| workspace.kind == WorkspaceKind::Dg);
    workspaces.any(|workspace| {
        let mut listed = workspace.projects.iter();
        project.directory.starts_with(&workspace.directory)
            || listed.any(|listed| listed.project == Some(project.id))
    })
}
