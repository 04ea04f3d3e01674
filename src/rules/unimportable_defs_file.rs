//! DAG108: a file of the defs folder whose module name cannot be imported.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::UnimportableDefsFile;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::UnimportableDefsFile(tell)]);

fn tell(met: Met<'_>, fault: &UnimportableDefsFile) -> Diagnostic {
    let message = format!("`{}` cannot be imported as a module", fault.name);
    met.finding(fault.place, message)
        .label("the dot in its name separates modules")
        .help(
            "Dagster imports every Python file of the defs folder and loads nothing when one \
             fails; rename it",
        )
}
