//! DAG107: `load_from_defs_folder` with no dg project above.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::MissingProjectConfig;
use crate::model::{CodeLocation, ConfigEffect, ConfigSubject, Model, ProjectKind, WorkspaceKind};
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::MissingProjectConfig(tell)]);

fn tell(met: Met<'_>, fault: &MissingProjectConfig) -> Option<Diagnostic> {
    let config = fault.config;
    if is_listed(met.model, met.location) || config.is_some_and(|it| is_refused(met.model, it)) {
        return None;
    }
    let finding = met
        .finding(
            fault.place,
            "`load_from_defs_folder` is called outside of a dg project",
        )
        .help(
            "Dagster cannot load the code location; add `[tool.dg]` with `directory_type = \
             \"project\"` and `[tool.dg.project]` with `root_module` to `pyproject.toml`",
        );
    Some(match config {
        Some(config) => finding
            .label("this needs a `root_module`, or a `defs_module`")
            .edit(config, "the nearest configuration has none"),
        None => finding.label(
            "no `dg.toml`, and no `pyproject.toml` with `[tool.dg]`, in this folder or above",
        ),
    })
}

/// Whether the project is one that a workspace lists and that is none: told there.
fn is_listed(model: &Model<'_>, location: &CodeLocation) -> bool {
    let project = location.project.map(|id| model.project(id));
    project.is_some_and(|project| {
        let dg = model
            .workspaces
            .iter()
            .filter(|workspace| workspace.kind == WorkspaceKind::Dg);
        let mut listed = dg.flat_map(|workspace| &workspace.projects);
        project.kind != ProjectKind::Dg
            && listed.any(|listed| listed.directory == project.directory)
    })
}

/// Whether dg refuses the file: told there.
fn is_refused(model: &Model<'_>, config: Place) -> bool {
    model.config_faults.iter().any(|fault| {
        fault.subject == ConfigSubject::Dg
            && fault.effect == ConfigEffect::Refused
            && fault.place.file == config.file
    })
}
