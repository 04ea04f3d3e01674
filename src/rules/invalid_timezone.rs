//! DAG602: a time zone that does not exist.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::ValueFault;
use crate::model::fault::InvalidValue;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidValue(tell)]);

fn tell(met: Met<'_>, fault: &InvalidValue) -> Option<Diagnostic> {
    let ValueFault::TimeZone {
        name,
        near,
        refused,
    } = &fault.fault
    else {
        return None;
    };
    let consequence = if *refused {
        "Dagster refuses it while the code location loads"
    } else {
        "Dagster takes it, and fails each time that it works with it"
    };
    let remedy = match near {
        Some(near) => question(near),
        None => "use a name of the IANA's database, `Europe/Berlin` say".to_owned(),
    };
    let finding = met.finding(fault.place, format!("`{name}` is not a time zone"));
    Some(
        finding
            .symbol(name)
            .help(format!("{consequence}; {remedy}")),
    )
}
