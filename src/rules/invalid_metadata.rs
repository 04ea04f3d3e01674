//! DAG606: an owner, a tag or a kind that Dagster refuses.

use super::argument::place_within;
use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ValueFault;
use crate::model::fault::InvalidValue;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidValue(tell)]);

fn tell(met: Met<'_>, fault: &InvalidValue) -> Option<Diagnostic> {
    let ValueFault::Metadata { message, remedy } = &fault.fault else {
        return None;
    };
    let place = place_within(met.model, fault.place, &fault.within);
    let help = format!("Dagster refuses it while the code location loads; {remedy}");
    Some(met.finding(place, message.clone()).help(help))
}
