//! DAG606: an owner, a tag or a kind that Dagster refuses.

use super::argument::place_within;
use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::InvalidMetadata;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidMetadata(tell)]);

fn tell(met: Met<'_>, fault: &InvalidMetadata) -> Diagnostic {
    let place = place_within(met.model, fault.place, &fault.within);
    let help = format!(
        "Dagster refuses it while the code location loads; {}",
        fault.remedy
    );
    met.finding(place, fault.message.clone()).help(help)
}
