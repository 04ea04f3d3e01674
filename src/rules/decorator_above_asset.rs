//! DAG214: a decorator that makes a plain function of a definition.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::LostUnderDecorator;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::LostUnderDecorator(tell)]);

fn tell(met: Met<'_>, fault: &LostUnderDecorator) -> Diagnostic {
    let message = format!(
        "{} `{}` is lost: the decorator above makes a plain function of it",
        fault.kind, fault.definition.name
    );
    met.finding(fault.definition.place, message)
        .symbol(&fault.definition.name)
        .label("bound to a function that Dagster does not look at")
        .equal(fault.decorator, "gives a function back")
        .help("Dagster says nothing about it; put the decorator below Dagster's own")
}
