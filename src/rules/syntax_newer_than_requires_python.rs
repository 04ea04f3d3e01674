//! DAG306: syntax that the oldest Python of the project does not understand.

use std::collections::{BTreeMap, HashSet};

use super::check::Check;
use super::{environment, python};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Declared, Model, Project, Versions};
use crate::rule::Rule;
use crate::source::{FileId, NewSyntax};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let Some((required, oldest)) = oldest(model, project) else {
        return;
    };
    for file in files(model, project) {
        let source = model.sources.get(file);
        // The first of each kind is enough.
        let mut kinds: BTreeMap<&str, NewSyntax> = BTreeMap::new();
        for syntax in source.parsed().new_syntax() {
            if syntax.since > oldest {
                kinds.entry(syntax.what).or_insert(syntax);
            }
        }
        for syntax in kinds.into_values() {
            let finding = Diagnostic::new(
                rule,
                source.place(syntax.range),
                format!(
                    "{} needs Python 3.{}, but the project allows 3.{oldest}",
                    syntax.what, syntax.since
                ),
            )
            .label(format!("a syntax error before Python 3.{}", syntax.since))
            .edit(required.place, "allowed here")
            .help(format!(
                "with an older Python the module cannot be imported, and the code location does \
                 not load; require `>=3.{}`, or write it in another way",
                syntax.since
            ));
            found.push(if is_chosen_otherwise(project, syntax.since) {
                finding.at_most(Severity::Info)
            } else {
                finding
            });
        }
    }
}

/// `requires-python`, and the oldest Python that it and Dagster itself leave.
fn oldest<'a>(model: &'a Model<'_>, project: &'a Project) -> Option<(&'a Declared<Versions>, u64)> {
    let required = python::required(model, project).filter(|_| environment::concerns(project))?;
    let mut range = python::range(required.value.known()?);
    if let Some((_, supported)) = python::supported(&project.environment) {
        range = range.intersection(&supported);
    }
    Some((required, python::oldest(&range)?))
}

/// The project's files that its code locations import.
fn files(model: &Model<'_>, project: &Project) -> Vec<FileId> {
    let mut seen = HashSet::new();
    let locations = model.code_locations.iter();
    locations
        .filter(|location| location.project == Some(project.id))
        .flat_map(|location| location.imported.iter().copied())
        .filter(|file| seen.insert(*file))
        .filter(|file| {
            model
                .sources
                .get(*file)
                .path()
                .starts_with(&project.directory)
        })
        .collect()
}

/// Whether every place that chooses an interpreter chooses one that understands it.
fn is_chosen_otherwise(project: &Project, since: u64) -> bool {
    let pins = &project.environment.python_pins;
    let mut oldest = pins
        .iter()
        .map(|pin| python::oldest(&python::range(&pin.versions)));
    !pins.is_empty() && oldest.all(|oldest| oldest.is_some_and(|oldest| oldest >= since))
}
