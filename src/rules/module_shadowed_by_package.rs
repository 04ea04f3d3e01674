//! DAG113: a module that a package of its name hides.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::ModuleBehindPackage;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::ModuleBehindPackage(tell)]);

fn tell(met: Met<'_>, fault: &ModuleBehindPackage) -> Diagnostic {
    let message = format!("no import of `{}` reaches this file", fault.module);
    met.finding(fault.place, message)
        .edit(
            fault.package,
            "this package of the same name is imported instead",
        )
        .help(
            "Python takes the package, and says nothing; rename one of them, or move what this \
             file defines into the package",
        )
}
