//! DAG223: a module beside the file of a code location, whose folder is not on the path.

use super::check::Check;
use super::declaration;
use super::teller::{Met, Teller};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fault::SiblingImport;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::SiblingImport(tell)]);

fn tell(met: Met<'_>, fault: &SiblingImport) -> Diagnostic {
    let message = format!("module `{}` is not on the path", fault.module);
    let finding = met
        .finding(fault.place, message)
        .evidence(
            fault.sibling,
            "it lies beside the file, and Dagster does not look there",
        )
        .help(
            "the import fails while the code location loads; set its `working_directory` to the \
             folder of the file",
        );
    if declaration::is_in_an_image(met.model, met.location) {
        finding.at_most(Severity::Warning)
    } else {
        finding
    }
}
