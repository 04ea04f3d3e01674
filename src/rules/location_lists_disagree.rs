//! DAG513: lists of code locations beside one another that do not hold the same projects.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::Check;
use super::words;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, ProjectId, Workspace};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Model(check);

/// One list: its file, and each project with the entry that names it.
struct List<'a> {
    workspace: &'a Workspace,
    projects: BTreeMap<ProjectId, Place>,
    /// Whether the project of every entry is known.
    is_closed: bool,
}

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let mut lists: BTreeMap<&Path, Vec<List<'_>>> = BTreeMap::new();
    for workspace in &model.workspaces {
        let list = List::of(model, workspace);
        if !list.projects.is_empty() {
            let beside = lists.entry(&workspace.directory).or_default();
            beside.push(list);
        }
    }
    for beside in lists.values() {
        for list in beside {
            for (&project, &place) in &list.projects {
                found.extend(finding(rule, model, beside, list, (project, place)));
            }
        }
    }
}

impl<'a> List<'a> {
    fn of(model: &Model<'_>, workspace: &'a Workspace) -> Self {
        let of_projects = workspace.projects.iter();
        let mut entries: Vec<(Option<ProjectId>, Place)> = of_projects
            .map(|listed| (listed.project, listed.path.place))
            .collect();
        if entries.is_empty() {
            let locations = workspace.locations.iter();
            entries.extend(locations.map(|location| (location.project, location.place)));
        }
        // An example is loaded to try it; it is in no list that counts.
        let is_example = |id: ProjectId| model.project(id).is_example;
        Self {
            workspace,
            is_closed: workspace.servers.is_empty() && entries.iter().all(|it| it.0.is_some()),
            projects: entries
                .into_iter()
                .filter_map(|(project, place)| Some((project?, place)))
                .filter(|&(project, _)| !is_example(project))
                .collect(),
        }
    }

    fn lacks(&self, project: ProjectId) -> bool {
        self.is_closed && !self.projects.contains_key(&project)
    }
}

/// A project of a list that another list lacks; told once, for the first list that has it.
fn finding(
    rule: &'static Rule,
    model: &Model<'_>,
    beside: &[List<'_>],
    list: &List<'_>,
    (project, place): (ProjectId, Place),
) -> Option<Diagnostic> {
    let mut having = beside
        .iter()
        .filter(|it| it.projects.contains_key(&project));
    let first = having.next()?;
    if first.workspace.file != list.workspace.file {
        return None;
    }
    let others = having.count();
    let mut lacking = beside.iter().filter(|it| it.lacks(project));
    let without = lacking.next()?;
    let (with, without_name) = (shown(model, first), shown(model, without));
    let finding = Diagnostic::new(
        rule,
        place,
        format!(
            "project `{}` is in `{with}`, but not in `{without_name}`",
            words::project(model, model.project(project))
        ),
    )
    .label("listed here")
    .edit(
        *without
            .projects
            .values()
            .min_by_key(|place| place.range.start())?,
        "the other list",
    )
    .help(format!(
        "what reads `{without_name}` does not load it, and nothing says so; add it there, or \
         drop it here"
    ));
    Some(if others > 0 {
        finding
    } else {
        finding.at_most(Severity::Info)
    })
}

/// The file of a list, seen from its folder.
fn shown(model: &Model<'_>, list: &List<'_>) -> String {
    let path = model.sources.get(list.workspace.file).path();
    let within = path.strip_prefix(&list.workspace.directory);
    words::shown_path(model, within.unwrap_or(path))
}
