//! DAG223: a module beside the file of a code location, whose folder is not on the path.

use super::check::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

use super::declaration;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::SiblingImport {
            place,
            module,
            sibling,
        } = fault
        else {
            continue;
        };
        let finding = Diagnostic::new(
            rule,
            *place,
            format!("module `{module}` is not on the path"),
        )
        .evidence(
            *sibling,
            "it lies beside the file, and Dagster does not look there",
        )
        .help(
            "the import fails while the code location loads; set its `working_directory` to \
                 the folder of the file",
        );
        found.push(if declaration::is_in_an_image(model, location) {
            finding.at_most(Severity::Warning)
        } else {
            finding
        });
    }
}
