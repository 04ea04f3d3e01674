//! DAG407: two invocations of one name in the body of a job or graph.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::RepeatedNode;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::RepeatedNode(tell)]);

fn tell(met: Met<'_>, fault: &RepeatedNode) -> Diagnostic {
    let message = format!(
        "`{}` invokes two nodes called `{}`",
        fault.within, fault.name
    );
    met.finding(fault.place, message)
        .label("the second one")
        .help("Dagster refuses it; give each invocation a name of its own with `.alias(...)`")
}
