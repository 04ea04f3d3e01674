//! DAG514: a dg project below a dg workspace that does not list it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use super::check::Check;
use super::words;
use super::workspace_project_not_found::meant;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project, ProjectId, ProjectKind, Workspace, WorkspaceKind};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let workspaces: BTreeMap<&Path, &Workspace> = model
        .workspaces
        .iter()
        .filter(|workspace| workspace.kind == WorkspaceKind::Dg)
        .map(|workspace| (workspace.directory.as_path(), workspace))
        .collect();
    let listed: HashSet<ProjectId> = workspaces
        .values()
        .flat_map(|workspace| &workspace.projects)
        .filter_map(|listed| listed.project)
        .collect();
    for project in &model.projects {
        let nearest = project
            .directory
            .ancestors()
            .find_map(|directory| workspaces.get(directory));
        // A workspace that lists nothing is made by hand or not finished.
        let Some(workspace) = nearest.filter(|workspace| !workspace.projects.is_empty()) else {
            continue;
        };
        let counts = project.kind == ProjectKind::Dg && !project.is_example;
        let is_unlisted = project.directory != workspace.directory && !listed.contains(&project.id);
        if counts && is_unlisted && !is_misspelt(model, workspace, project) {
            found.push(finding(rule, model, project, workspace));
        }
    }
}

/// Whether an entry that leads nowhere means the project: that is told of the entry.
fn is_misspelt(model: &Model<'_>, workspace: &Workspace, project: &Project) -> bool {
    let entries = workspace.projects.iter();
    let mut nowhere = entries.filter(|it| it.project.is_none() && !it.exists);
    nowhere.any(|entry| {
        let meant = meant(model, workspace, &entry.path.value);
        meant.is_some_and(|path| project.directory == workspace.directory.join(path))
    })
}

fn finding(
    rule: &'static Rule,
    model: &Model<'_>,
    project: &Project,
    workspace: &Workspace,
) -> Diagnostic {
    let place = project.place;
    let inside = project
        .directory
        .strip_prefix(&workspace.directory)
        .unwrap_or(&project.directory);
    let inside = words::shown_path(model, inside);
    Diagnostic::new(
        rule,
        place,
        format!("project `{inside}` is not listed in its workspace"),
    )
    .edit(
        workspace.projects.first().map_or_else(
            || Place::start_of(workspace.file),
            |listed| listed.path.place,
        ),
        "the workspace lists its projects here",
    )
    .help(format!(
        "Dagster does not load it with the workspace, and says nothing; add an entry \
         with `path = \"{inside}\"`"
    ))
}
