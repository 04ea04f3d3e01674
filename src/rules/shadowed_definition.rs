//! DAG411: a definition that a later binding of its name replaces.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::ShadowedDefinition;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::ShadowedDefinition(tell)]);

fn tell(met: Met<'_>, fault: &ShadowedDefinition) -> Diagnostic {
    let message = format!(
        "{} `{}` is lost: its name is bound again",
        fault.kind, fault.lost.name
    );
    met.finding(fault.lost.place, message)
        .label("Dagster never sees this one")
        .equal(fault.by, "replaced here")
        .help("Python keeps the last binding and Dagster says nothing; give each a name of its own")
}
