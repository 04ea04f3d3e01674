//! DAG515: a `workspace.yaml` that a dg workspace in `pyproject.toml` hides.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, WorkspaceKind};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let of = |kind| model.workspaces.iter().filter(move |it| it.kind == kind);
    for dg in of(WorkspaceKind::Dg) {
        // `dg.toml` is nothing that dagster looks at.
        let file = model.sources.get(dg.file).path();
        if file.file_name().is_none_or(|name| name != "pyproject.toml") {
            continue;
        }
        let beside = of(WorkspaceKind::WorkspaceYaml).filter(|it| it.directory == dg.directory);
        for workspace in beside {
            found.push(
                Diagnostic::new(
                    rule,
                    dg.place,
                    "this keeps Dagster from reading `workspace.yaml`",
                )
                .edit(Place::start_of(workspace.file), "it is not read")
                .help(
                    "`dagster dev` and `dagster definitions validate` load nothing here, and \
                         say nothing; move the table to a `dg.toml`, or give `-w workspace.yaml`",
                ),
            );
        }
    }
}
