//! DAG602: a time zone that does not exist.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::InvalidTimeZone;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidTimeZone(tell)]);

fn tell(met: Met<'_>, fault: &InvalidTimeZone) -> Diagnostic {
    let message = format!("`{}` is not a time zone", fault.name);
    let consequence = if fault.refused {
        "Dagster refuses it while the code location loads"
    } else {
        "Dagster takes it, and fails each time that it works with it"
    };
    let remedy = match &fault.near {
        Some(near) => question(near),
        None => "use a name of the IANA's database, `Europe/Berlin` say".to_owned(),
    };
    let finding = met.finding(fault.place, message).symbol(&fault.name);
    finding.help(format!("{consequence}; {remedy}"))
}
