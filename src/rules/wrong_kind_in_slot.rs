//! DAG208: a value of the wrong kind in an argument of `Definitions`.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::WrongArgument {
            place,
            argument,
            found: value,
            expected,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{argument}` of `Definitions` is given {value}"),
            )
            .help(format!(
                "Dagster refuses to load the code location: `{argument}` takes {expected}"
            )),
        );
    }
}
