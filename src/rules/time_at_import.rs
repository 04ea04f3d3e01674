//! DAG233: the time of the import, taken for the time of a run.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{AtImport, CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::AtImport {
            place,
            what: AtImport::Time { call },
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{call}` is called while the module is imported"),
            )
            .symbol(call)
            .label("stays what it was when the code location was loaded")
            .help(
                "a code server may run for weeks, and each process of a run imports anew; \
                     ask for the time in the body, or write the date out",
            ),
        );
    }
}
