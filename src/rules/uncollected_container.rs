//! DAG218: a definition in a tuple, set or dict, which no collector looks into.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::InUncollectedContainer;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InUncollectedContainer(tell)]);

fn tell(met: Met<'_>, fault: &InUncollectedContainer) -> Diagnostic {
    let message = format!(
        "this definition is only in the {} `{}`, where Dagster does not look",
        fault.container, fault.definition.name
    );
    met.finding(fault.definition.place, message)
        .label("Dagster does not load this")
        .help(
            "Dagster collects single definitions and lists of them, and says nothing of others; \
             use a list",
        )
}
