//! DAG502: two code locations of one name in a workspace.

use std::collections::BTreeMap;

use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{DeclaredLocation, Model, Workspace, WorkspaceKind};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    for workspace in &model.workspaces {
        let mut names: BTreeMap<&str, Vec<&DeclaredLocation>> = BTreeMap::new();
        for location in &workspace.locations {
            names.entry(&location.name).or_default().push(location);
        }
        for (name, locations) in names {
            if let [first, second, rest @ ..] = locations.as_slice() {
                let finding = Diagnostic::new(
                    rule,
                    second.place,
                    format!(
                        "code location name `{name}` is used {} times in `{}`",
                        locations.len(),
                        words::shown(model, workspace.file)
                    ),
                )
                .label(if second.explicit {
                    "named again here"
                } else {
                    "this is its default name"
                })
                .equal(first.place, "the first of the name")
                .help(help(workspace))
                .code_location(name);
                found.push(rest.iter().fold(finding, |it, other| {
                    it.equal(other.place, "and another one")
                }));
            }
        }
    }
}

fn help(workspace: &Workspace) -> &'static str {
    match workspace.kind {
        WorkspaceKind::Dg => {
            "Dagster refuses to load the workspace: a project is named after its directory; give \
             one of them a `code_location_name` in `[tool.dg.project]`, and list each once"
        }
        WorkspaceKind::WorkspaceYaml => {
            "Dagster refuses to load the workspace; give each entry a `location_name` of its own"
        }
        WorkspaceKind::DagsterCloudYaml => {
            "Dagster refuses to deploy it; give each entry a `location_name` of its own"
        }
    }
}
