//! DAG233: the time of the import, taken for the time of a run.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::TimeAtImport;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::TimeAtImport(tell)]);

fn tell(met: Met<'_>, fault: &TimeAtImport) -> Diagnostic {
    let message = format!("`{}` is called while the module is imported", fault.call);
    met.finding(fault.place, message)
        .symbol(&fault.call)
        .label("stays what it was when the code location was loaded")
        .help(
            "a code server may run for weeks, and each process of a run imports anew; ask for the \
             time in the body, or write the date out",
        )
}
