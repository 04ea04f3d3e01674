//! DAG901: a name that `dagster` does not have.

use super::check::Check;
use super::runs_on::{RunsOn, runs_on};
use super::teller::{Met, Teller};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fault::UnknownDagsterName;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::UnknownDagsterName(tell)]);

fn tell(met: Met<'_>, fault: &UnknownDagsterName) -> Diagnostic {
    let runs_on = runs_on(met.model, met.location);
    let message = format!("`dagster` has no `{}`", fault.name);
    let finding = met.finding(fault.place, message);
    match (fault.former, runs_on) {
        (true, RunsOn::Known) | (false, RunsOn::Known | RunsOn::Older | RunsOn::Any) => {
            let remedy = match &fault.near {
                Some(near) => question(near),
                None => "correct the name".to_owned(),
            };
            finding.help(format!("the code location cannot be loaded; {remedy}"))
        }
        (true, _) => finding
            .at_most(Severity::Warning)
            .help("earlier versions had it; it is not in Dagster 1.13"),
        (false, RunsOn::Newer) => finding
            .at_most(Severity::Warning)
            .help("no such name is in Dagster 1.13; the project asks for another version"),
    }
}
