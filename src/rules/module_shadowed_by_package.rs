//! DAG113: a module that a package of its name hides.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::ModuleBehindPackage {
            place,
            module,
            package,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("no import of `{module}` reaches this file"),
            )
            .edit(
                *package,
                "this package of the same name is imported instead",
            )
            .help(
                "Python takes the package, and says nothing; rename one of them, or move what \
                 this file defines into the package",
            ),
        );
    }
}
