//! DAG201: the only `Definitions` of a module is made inside of a function.

use super::check::Check;
use super::teller::{Met, Teller};
use super::{declaration, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fault::DefinitionsInFunction;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::DefinitionsInFunction(tell)]);

fn tell(met: Met<'_>, fault: &DefinitionsInFunction) -> Diagnostic {
    let module = words::target(met.model, met.location);
    let message = format!(
        "`Definitions` is made inside of function `{}`, where Dagster does not look",
        fault.function.name
    );
    let finding = met
        .finding(fault.function.place, message)
        .label(format!(
            "`{module}` has nothing else that Dagster could load"
        ))
        .edit(fault.place, "the module of the code location")
        .help(
            "Dagster cannot load the code location; put `@dg.definitions` on the function, or bind \
             what it returns to a name of the module",
        );
    if declaration::is_in_an_image(met.model, met.location) {
        finding.at_most(Severity::Info)
    } else {
        finding
    }
}
