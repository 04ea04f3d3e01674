//! DAG601: a cron expression that Dagster refuses.

use super::argument::place_of_text;
use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::InvalidCron;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidCron(tell)]);

fn tell(met: Met<'_>, fault: &InvalidCron) -> Diagnostic {
    let place = place_of_text(met.model, fault.place, &fault.within, fault.part.clone());
    let message = match &*fault.text {
        "" => "the cron expression is empty".to_owned(),
        text => format!("`{text}` is not a cron expression: {}", fault.why),
    };
    met.finding(place, message).symbol(&fault.text).help(
        "Dagster refuses it while the code location loads; it takes five fields, for minute, hour, \
         day of the month, month and day of the week",
    )
}
