//! DAG213: definitions that vanish where their import fails.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::OptionalImport;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::OptionalImport(tell)]);

fn tell(met: Met<'_>, fault: &OptionalImport) -> Diagnostic {
    let message = format!(
        "the definitions of `{}` vanish where this import fails",
        fault.name
    );
    met.finding(fault.place, message)
        .symbol(&fault.name)
        .label("any `ImportError` of the module and of what it imports")
        .help(
            "Dagster then loads the code location without them and says nothing; import without \
             `try`, or raise in the handler",
        )
}
