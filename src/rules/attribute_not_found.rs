//! DAG217: the attribute that a code location names is not in its module.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::fault::MissingAttribute;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::MissingAttribute(tell)]);

fn tell(met: Met<'_>, fault: &MissingAttribute) -> Diagnostic {
    let module = words::target(met.model, met.location);
    let message = format!("`{module}` has no attribute `{}`", fault.attribute);
    met.finding(fault.place, message)
        .label(format!(
            "code location `{}` is to be loaded from it",
            met.location.name
        ))
        .help(
            "Dagster cannot load the code location; name a `Definitions` object, repository, job \
             or graph of the module, or a function without parameters that returns one",
        )
}
