//! DAG232: a call to another process or machine while a module is imported.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::InputOutputAtImport;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InputOutputAtImport(tell)]);

fn tell(met: Met<'_>, fault: &InputOutputAtImport) -> Diagnostic {
    let message = format!("`{}` runs while the module is imported", fault.call);
    met.finding(fault.place, message)
        .symbol(&fault.call)
        .label("runs at every load of the code location")
        .help(
            "every process of Dagster that loads the code location waits for it and fails with it; \
             move it into an asset, an op or a resource",
        )
}
