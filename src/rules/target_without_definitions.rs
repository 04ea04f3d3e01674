//! DAG203: a code location whose module has nothing that Dagster could load.

use super::{declaration, words};
use crate::diagnostic::{Diagnostic, Severity};
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
        let LoadFault::NothingLoadable {
            place,
            in_function: None,
        } = fault
        else {
            continue;
        };
        let module = words::target(model, location);
        let finding = Diagnostic::new(
            rule,
            *place,
            format!("`{module}` has nothing that Dagster could load"),
        )
        .label("no `Definitions` object, repository, job, graph or asset at module level")
        .help(
            "Dagster cannot load the code location; bind a `Definitions` object to a name of \
             the module, or name the module that has one",
        );
        found.push(if declaration::is_in_an_image(model, location) {
            finding.at_most(Severity::Info)
        } else {
            finding
        });
    }
}
