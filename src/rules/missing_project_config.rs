//! DAG107: `load_from_defs_folder` with no dg project above.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::MissingProjectConfig { place } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                "`load_from_defs_folder` is called outside of a dg project",
            )
            .label(
                "no `dg.toml`, and no `pyproject.toml` with `[tool.dg]`, in this folder \
                 or above",
            )
            .help(
                "Dagster cannot load the code location; add `[tool.dg]` with \
                 `directory_type = \"project\"` and `[tool.dg.project]` with \
                 `root_module` to `pyproject.toml`",
            ),
        );
    }
}
