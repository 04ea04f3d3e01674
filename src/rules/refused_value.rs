//! DAG600: a value that Dagster refuses when the definition is made.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::SignatureFault;
use crate::model::fault::{Refused, WrongSignature};

pub(crate) const CHECK: Check =
    Check::Fault(&[Teller::Refused(tell), Teller::WrongSignature(of_kind)]);

fn tell(met: Met<'_>, fault: &Refused) -> Diagnostic {
    met.finding(fault.place, fault.message.clone())
        .help("Dagster refuses it while the code location loads, so nothing of it is loaded")
}

fn of_kind(met: Met<'_>, fault: &WrongSignature) -> Option<Diagnostic> {
    let SignatureFault::Kind {
        name,
        annotation,
        found,
    } = &fault.fault
    else {
        return None;
    };
    if !met.may_be_known() {
        return None;
    }
    let message = format!("`{name}` of `{}` cannot be {found}", fault.callable);
    let annotation = annotation.replace('|', " | ").replace(',', ", ");
    let help = format!(
        "Dagster refuses it while the code location loads, so nothing of it is loaded; it takes \
         `{annotation}`"
    );
    Some(met.finding(fault.place, message).help(help))
}
