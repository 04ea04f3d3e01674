//! DAG108: a file of the defs folder whose module name cannot be imported.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::UnimportableDefsFile { place, name } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{name}` cannot be imported as a module"),
            )
            .label("the dot in its name separates modules")
            .help(
                "Dagster imports every Python file of the defs folder and loads nothing \
                 when one fails; rename it",
            ),
        );
    }
}
