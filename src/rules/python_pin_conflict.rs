//! DAG305: a chosen or required Python that the project or its Dagster does not run on.

use super::check::Check;
use pep440_rs::Version;
use version_ranges::Ranges;

use super::{environment, python, words};
use crate::diagnostic::Diagnostic;
use crate::model::{DagsterVersion, LockKind, Model, Project, PythonPin};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    let dagster = &project.environment.dagster;
    let supported = python::supported(&project.environment);
    for pin in &project.environment.python_pins {
        let against_project = of_project(rule, model, project, pin);
        let supported = supported.as_ref();
        let against_dagster = || {
            let (words, range) = supported?;
            excludes(range, &python::range(&pin.versions)).then_some(())?;
            Some(of_dagster(rule, dagster, pin.place, &chosen(pin), words))
        };
        found.extend(against_project.or_else(against_dagster));
    }
    let required = python::required(model, project);
    let known = required.and_then(|required| Some((required, required.value.known()?)));
    if let (Some((required, known)), Some((words, range))) = (known, supported) {
        let declared = python::range(known);
        let what = format!("`requires-python` is `{known}`");
        if excludes(&range, &declared) {
            found.push(of_dagster(rule, dagster, required.place, &what, &words));
        } else if is_locked_for_all(model, project)
            && python::oldest(&declared) < python::oldest(&range)
        {
            found.push(
                of_dagster(rule, dagster, required.place, &what, &words).help(
                    "uv, Poetry and PDM lock for every Python that the project allows, and find no \
                 Dagster for the oldest; require what Dagster does",
                ),
            );
        }
    }
}

/// Whether the project is yet to be locked, and by a tool that does so for every Python
/// that it allows.
fn is_locked_for_all(model: &Model<'_>, project: &Project) -> bool {
    let environment = &project.environment;
    let pinned = environment.dagster.exact().is_some();
    let mut manifests = environment::own_manifests(model, project);
    let by_tool = manifests.any(|manifest| {
        let tools = [LockKind::Uv, LockKind::Poetry, LockKind::Pdm];
        manifest.tools.iter().any(|tool| tools.contains(tool))
    });
    pinned && by_tool && environment.locks.is_empty()
}

/// Whether nothing of a choice is allowed.
fn excludes(allowed: &Ranges<Version>, chosen: &Ranges<Version>) -> bool {
    allowed.is_disjoint(chosen)
}

fn chosen(pin: &PythonPin) -> String {
    format!("{} chooses Python {}", pin.by, pin.written)
}

/// A choice that `requires-python` of the project does not allow.
fn of_project(
    rule: &'static Rule,
    model: &Model<'_>,
    project: &Project,
    pin: &PythonPin,
) -> Option<Diagnostic> {
    let required = python::required(model, project).filter(|_| pin.installs_project)?;
    let known = required.value.known()?;
    excludes(&python::range(known), &python::range(&pin.versions)).then(|| {
        Diagnostic::new(
            rule,
            pin.place,
            format!(
                "{}, but project `{}` requires {known}",
                chosen(pin),
                words::project(model, project)
            ),
        )
        .label("chosen here")
        .edit(required.place, "required here")
        .help("pip and uv refuse to install the project there; let the two agree")
    })
}

/// A choice or bound that the Dagster of the project does not allow.
fn of_dagster(
    rule: &'static Rule,
    dagster: &DagsterVersion,
    place: Place,
    what: &str,
    supported: &str,
) -> Diagnostic {
    let (version, at) = match dagster {
        DagsterVersion::Exact(exact) => (format!(" {}", exact.value), Some(exact.place)),
        DagsterVersion::Within(bounds) => (format!(" {}", bounds.value), Some(bounds.place)),
        DagsterVersion::Unknown => (String::new(), None),
    };
    let finding = Diagnostic::new(
        rule,
        place,
        format!("{what}, but Dagster{version} needs Python {supported}"),
    )
    .label("no such Python runs it")
    .help(
        "pip and uv refuse to install Dagster there; choose a Python that it supports, or a \
         Dagster that supports it",
    );
    match at {
        Some(at) => finding.edit(at, "Dagster comes from here"),
        None => finding,
    }
}
