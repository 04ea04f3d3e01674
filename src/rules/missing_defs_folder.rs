//! DAG106: the defs folder of the project does not exist.

use super::check::Check;
use super::declaration;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::MissingDefsFolder { place, module } = fault else {
            continue;
        };
        if declaration::is_told_by_settings(model, location) {
            continue;
        }
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("the defs folder `{module}` does not exist"),
            )
            .label("loads the defs folder")
            .help(format!(
                "Dagster cannot load the code location; create the folder of \
                 `{module}`, or name another one as `defs_module` in \
                 `[tool.dg.project]`"
            )),
        );
    }
}
