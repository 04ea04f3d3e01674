//! DAG813: a component file under a name that Dagster does not look for.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::MisnamedComponentFile;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::MisnamedComponentFile(tell)]);

fn tell(met: Met<'_>, fault: &MisnamedComponentFile) -> Diagnostic {
    let message = format!(
        "`{}` reads like a component file and is not loaded",
        fault.name
    );
    met.finding(fault.place, message)
        .label("Dagster does not read this")
        .help(
            "Dagster says nothing about it; of YAML files in the defs folder it reads those called \
             `defs.yaml`: rename it",
        )
}
