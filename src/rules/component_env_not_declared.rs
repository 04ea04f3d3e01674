//! DAG821: an environment variable that a component file uses and does not list.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::UndeclaredEnvironment;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::UndeclaredEnvironment(tell)]);

fn tell(met: Met<'_>, fault: &UndeclaredEnvironment) -> Diagnostic {
    let message = format!(
        "environment variable `{}` is used and not listed in `requirements.env`",
        fault.variable
    );
    met.finding(fault.place, message)
        .edit(fault.component, "the component that needs it")
        .help(format!(
            "where it is not set, the template gives nothing, and the component may be refused; \
             list it, so that `dg check yaml --validate-requirements` can tell, or give a default: \
             `env('{}', '...')`",
            fault.variable
        ))
}
