//! DAG600: a value that Dagster refuses when the definition is made.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::Refused;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::Refused(tell)]);

fn tell(met: Met<'_>, fault: &Refused) -> Diagnostic {
    met.finding(fault.place, fault.message.clone())
        .help("Dagster refuses it while the code location loads, so nothing of it is loaded")
}
