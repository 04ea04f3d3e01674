//! DAG230: module-level code that certainly raises.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::Raises;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::Raises(tell)]);

fn tell(met: Met<'_>, fault: &Raises) -> Diagnostic {
    let message = format!(
        "this raises `{}` when the module is imported",
        fault.exception
    );
    met.finding(fault.place, message).help(
        "Dagster imports the module to load the code location, and loads nothing of it when that \
         fails",
    )
}
