//! DAG508: an entry of a dg workspace that is no dg project.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{ListedProject, Model, ProjectKind, Workspace, WorkspaceKind};
use crate::rule::Rule;
use crate::suggest::{closest, question};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let workspaces = model.workspaces.iter();
    let listed = workspaces
        .filter(|workspace| workspace.kind == WorkspaceKind::Dg)
        .flat_map(|workspace| workspace.projects.iter().map(move |it| (workspace, it)));
    for (workspace, project) in listed.filter(|(_, project)| !is_dg_project(model, project)) {
        let path = &project.path.value;
        let (message, help) = if project.exists {
            (
                format!("`{path}` is listed as a project, but is not a dg project"),
                "`dg` cannot load the workspace: it needs `[tool.dg]` with `directory_type = \"project\"` \
                 in the `pyproject.toml` there (or a `dg.toml`); add it, or drop the entry"
                    .to_owned(),
            )
        } else {
            (
                format!("project `{path}` does not exist"),
                format!(
                    "`dg` cannot load the workspace; {}",
                    remedy(model, workspace, path)
                ),
            )
        };
        found.push(Diagnostic::new(rule, project.path.place, message).help(help));
    }
}

/// What to do about a path that leads nowhere.
fn remedy(model: &Model<'_>, workspace: &Workspace, path: &str) -> String {
    match meant(model, workspace, path) {
        Some(path) => question(path),
        None => "correct the path, or drop the entry".to_owned(),
    }
}

/// The project that is meant by a path of a workspace that leads nowhere: one that is not
/// listed and lies at nearly that path.
pub(super) fn meant(model: &Model<'_>, workspace: &Workspace, path: &str) -> Option<String> {
    let file = model.sources.get(workspace.file).path();
    let base = file.parent().unwrap_or(file);
    let is_listed = |id| workspace.projects.iter().any(|it| it.project == Some(id));
    let projects = model.projects.iter();
    let unlisted: Vec<String> = projects
        .filter(|it| it.kind == ProjectKind::Dg && !is_listed(it.id))
        .filter_map(|it| it.directory.strip_prefix(base).ok()?.to_str())
        .map(|path| path.replace('\\', "/"))
        .collect();
    closest(path, unlisted.iter().map(String::as_str)).map(str::to_owned)
}

fn is_dg_project(model: &Model<'_>, listed: &ListedProject) -> bool {
    listed
        .project
        .is_some_and(|id| model.project(id).kind == ProjectKind::Dg)
}
