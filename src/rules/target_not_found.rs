//! DAG503: the module or file that a code location names does not exist.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::MissingTarget { place, target } = fault else {
            continue;
        };
        // The rules about the project's settings say it better.
        let project = location.project.map(|id| model.project(id));
        if project.is_some_and(|it| {
            it.missing_root_module.is_some() || it.missing_target_module.is_some()
        }) {
            continue;
        }
        found.push(
            Diagnostic::new(rule, *place, format!("`{target}` does not exist"))
                .label(format!("code location `{}` is to be loaded from it", location.name))
                .help("Dagster cannot load the code location; correct the name, or create the module or file"),
        );
    }
}
