//! DAG601: a cron expression that Dagster refuses.

use super::argument::place_of_text;
use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ValueFault;
use crate::model::fault::InvalidValue;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidValue(tell)]);

fn tell(met: Met<'_>, fault: &InvalidValue) -> Option<Diagnostic> {
    let ValueFault::Cron { text, part, why } = &fault.fault else {
        return None;
    };
    let place = place_of_text(met.model, fault.place, &fault.within, part.clone());
    let message = match &**text {
        "" => "the cron expression is empty".to_owned(),
        text => format!("`{text}` is not a cron expression: {why}"),
    };
    let help = "Dagster refuses it while the code location loads; it takes five fields, for minute, \
                hour, day of the month, month and day of the week";
    Some(met.finding(place, message).symbol(text).help(help))
}
