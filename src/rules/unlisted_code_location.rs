//! DAG511: a module that could be a code location, beside those that a workspace lists.

use std::path::{Path, PathBuf};

use super::check::Check;
use super::words::shown;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, LoadableKind, Model, Workspace, WorkspaceKind};
use crate::rule::Rule;
use crate::source::{FileId, Place};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let mut told: Vec<FileId> = Vec::new();
    for workspace in &model.workspaces {
        if workspace.kind == WorkspaceKind::Dg {
            continue;
        }
        let listed = listed(model, workspace);
        for location in &model.code_locations {
            let Some(file) = unlisted_entry(model, location) else {
                continue;
            };
            let path = model.sources.get(file).path();
            let below = path.starts_with(&workspace.directory);
            let siblings = listed
                .iter()
                .filter(|it| below && are_siblings(&it.0, path));
            let siblings: Vec<Place> = siblings.map(|it| it.1).collect();
            if !siblings.is_empty() && !told.contains(&file) {
                told.push(file);
                found.push(finding(rule, model, workspace, (location, file), &siblings));
            }
        }
    }
}

/// The files that a workspace lists, each with its entry.
fn listed(model: &Model<'_>, workspace: &Workspace) -> Vec<(PathBuf, Place)> {
    let locations = model.code_locations.iter();
    let of_workspace = locations.filter_map(|location| {
        let place = location.target.declared_at?;
        let file = location.entry.as_ref()?.file?;
        let path = model.sources.get(file).path().to_path_buf();
        (place.file == workspace.file).then_some((path, place))
    });
    of_workspace.collect()
}

/// The file of a code location that nothing declares, where it is made to be one.
fn unlisted_entry(model: &Model<'_>, location: &CodeLocation) -> Option<FileId> {
    let is_entry = matches!(
        location.loaded_from?,
        LoadableKind::LazyDefinitions | LoadableKind::Definitions | LoadableKind::Repository
    );
    let project = location.project.map(|id| model.project(id));
    let is_example = project.is_some_and(|project| project.is_example);
    let file = location.entry.as_ref()?.file?;
    let holds_something = !location.assets.is_empty()
        || !location.jobs.is_empty()
        || !location.automations.is_empty()
        || !location.is_complete();
    let is_meant = holds_something
        && is_entry
        && !is_example
        && !is_of_an_environment(model.sources.get(file).path());
    (location.target.found && is_meant).then_some(file)
}

/// Whether a file is called after an environment: each of those lists its own.
fn is_of_an_environment(path: &Path) -> bool {
    const WORDS: [&str; 9] = [
        "dev",
        "development",
        "local",
        "prod",
        "production",
        "qa",
        "staging",
        "test",
        "uat",
    ];
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut words = stem.split(['_', '-']);
    words.any(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()))
}

/// Whether two files lie beside one another, or have one name in folders that do.
fn are_siblings(one: &Path, other: &Path) -> bool {
    let parents = (one.parent(), other.parent());
    if parents.0 == parents.1 {
        // What lies in a package that is listed is a part of it.
        return !one.ends_with("__init__.py");
    }
    let (Some(a), Some(b)) = parents else {
        return false;
    };
    one.file_name() == other.file_name() && a.parent() == b.parent()
}

fn finding(
    rule: &'static Rule,
    model: &Model<'_>,
    workspace: &Workspace,
    (location, file): (&CodeLocation, FileId),
    siblings: &[Place],
) -> Diagnostic {
    let list = shown(model, workspace.file);
    let finding = Diagnostic::new(
        rule,
        Place::start_of(file),
        format!(
            "`{}` could be loaded as a code location, but `{list}` does not list it",
            shown(model, file)
        ),
    )
    .code_location(&location.name)
    .help("Dagster loads what is listed, and says nothing of the rest; list it, or delete it");
    match siblings {
        // One alone is no pattern: the other may not be ready.
        [only] => finding
            .edit(*only, "one beside it is listed here")
            .at_most(Severity::Info),
        _ => siblings.iter().fold(finding, |finding, sibling| {
            finding.edit(*sibling, "one beside it is listed here")
        }),
    }
}
