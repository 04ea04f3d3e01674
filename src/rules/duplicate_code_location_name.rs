//! DAG502: two code locations of one name in a workspace.

use std::collections::BTreeMap;
use std::path::Path;

use super::check::Check;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{DeclaredLocation, Model, Workspace, WorkspaceKind};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Model(check);

/// A code location and the file that names it.
type Named<'a> = (&'a Workspace, &'a DeclaredLocation);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    // Several files of one directory were given together on the command line.
    let mut together: BTreeMap<(&Path, WorkspaceKind), Vec<&Workspace>> = BTreeMap::new();
    for workspace in &model.workspaces {
        let directory = workspace.directory.as_path();
        together
            .entry((directory, workspace.kind))
            .or_default()
            .push(workspace);
    }
    given_by_options(rule, model, found);
    for workspaces in together.into_values() {
        let mut names: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
        for workspace in workspaces {
            for location in &workspace.locations {
                let named = (workspace, location);
                names.entry(&location.name).or_default().push(named);
            }
        }
        found.extend(
            names
                .iter()
                .filter_map(|(name, locations)| finding(rule, model, name, locations)),
        );
    }
}

/// Files and modules of the command line, of which one name keeps only the last.
fn given_by_options(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let mut names: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for location in &model.code_locations {
        let target = &location.target;
        let entry = location.entry.as_ref().and_then(|entry| entry.file);
        if let Some(file) = entry.filter(|_| !target.found && target.declared_at.is_none()) {
            let places = names.entry(&location.name).or_default();
            places.push(Place::start_of(file));
        }
    }
    for (name, places) in names {
        let [first, rest @ ..] = places.as_slice() else {
            continue;
        };
        if let Some((last, between)) = rest.split_last() {
            let count = places.len();
            let message = format!("code location name `{name}` is used {count} times");
            let finding = Diagnostic::new(rule, *last, message)
                .label("this is its default name")
                .equal(*first, "first used here")
                .help("Dagster keeps one of them and drops the others without a word")
                .code_location(name);
            let others = between.iter();
            found.push(others.fold(finding, |it, place| it.equal(*place, "and here")));
        }
    }
}

fn finding(
    rule: &'static Rule,
    model: &Model<'_>,
    name: &str,
    locations: &[Named<'_>],
) -> Option<Diagnostic> {
    let [(first_file, first), (file, second), rest @ ..] = locations else {
        return None;
    };
    let finding = Diagnostic::new(
        rule,
        second.place,
        format!(
            "code location name `{name}` is used {} times in `{}`",
            locations.len(),
            words::shown(model, file.file)
        ),
    )
    .label(if second.explicit {
        "named again here"
    } else {
        "this is its default name"
    })
    .equal(first.place, "first used here")
    .help(help(file, first_file.file == file.file))
    .code_location(name);
    Some(
        rest.iter()
            .fold(finding, |it, (_, other)| it.equal(other.place, "and here")),
    )
}

fn help(workspace: &Workspace, one_file: bool) -> &'static str {
    match workspace.kind {
        WorkspaceKind::Dg => {
            "Dagster refuses to load the workspace: a project is named after its directory; give \
             one of them a `code_location_name` in `[tool.dg.project]`, and list each once"
        }
        WorkspaceKind::WorkspaceYaml if one_file => {
            "Dagster refuses to load the workspace; give each entry a `location_name` of its own"
        }
        WorkspaceKind::WorkspaceYaml => {
            "Dagster keeps the later one and drops the other without a word; give each entry a \
             `location_name` of its own"
        }
        WorkspaceKind::DagsterCloudYaml => {
            "Dagster refuses to deploy it; give each entry a `location_name` of its own"
        }
    }
}
