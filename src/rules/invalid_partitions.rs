//! DAG604: a partitions definition that Dagster refuses.

use super::argument::place_within;
use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ValueFault;
use crate::model::fault::InvalidValue;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidValue(tell)]);

fn tell(met: Met<'_>, fault: &InvalidValue) -> Option<Diagnostic> {
    let ValueFault::Partitions { message } = &fault.fault else {
        return None;
    };
    let place = place_within(met.model, fault.place, &fault.within);
    let finding = met.finding(place, message.clone());
    Some(finding.help("Dagster refuses it while the code location loads"))
}
