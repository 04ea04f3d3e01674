//! DAG201: the only `Definitions` of a module is made inside of a function.

use super::check::Check;
use super::words;
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
        let LoadFault::NothingLoadable {
            place,
            in_function: Some(definitions),
        } = fault
        else {
            continue;
        };
        let module = words::target(model, location);
        found.push(
            Diagnostic::new(
                rule,
                definitions.place,
                format!(
                    "`Definitions` is made inside of function `{}`, where Dagster does not look",
                    definitions.name
                ),
            )
            .label(format!(
                "`{module}` has nothing else that Dagster could load"
            ))
            .edit(*place, "the module of the code location")
            .help(
                "Dagster cannot load the code location; put `@dg.definitions` on the function, or \
                 bind what it returns to a name of the module",
            ),
        );
    }
}
