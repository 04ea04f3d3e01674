//! DAG232: a call to another process or machine while a module is imported.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{AtImport, CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::AtImport {
            place,
            what: AtImport::InputOutput { call },
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{call}` runs while the module is imported"),
            )
            .symbol(call)
            .label("runs at every load of the code location")
            .help(
                "every process of Dagster that loads the code location waits for it and \
                     fails with it; move it into an asset, an op or a resource",
            ),
        );
    }
}
