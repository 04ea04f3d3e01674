//! DAG508: an entry of a dg workspace that is no dg project.

use crate::diagnostic::Diagnostic;
use crate::model::{ListedProject, Model, ProjectKind, WorkspaceKind};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let listed = model
        .workspaces
        .iter()
        .filter(|workspace| workspace.kind == WorkspaceKind::Dg)
        .flat_map(|workspace| &workspace.projects);
    for project in listed.filter(|project| !is_dg_project(model, project)) {
        let path = &project.path.value;
        let (message, help) = if project.exists {
            (
                format!("`{path}` is listed as a project, but is no dg project"),
                "`dg` cannot load the workspace: it needs `[tool.dg]` with `directory_type = \"project\"` \
                 in the `pyproject.toml` there (or a `dg.toml`); add it, or drop the entry",
            )
        } else {
            (
                format!("project `{path}` does not exist"),
                "`dg` cannot load the workspace; correct the path, or drop the entry",
            )
        };
        found.push(Diagnostic::new(rule, project.path.place, message).help(help));
    }
}

fn is_dg_project(model: &Model<'_>, listed: &ListedProject) -> bool {
    listed
        .project
        .is_some_and(|id| model.project(id).kind == ProjectKind::Dg)
}
