//! DAG901: a name that `dagster` does not have.

use pep440_rs::Version;

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fault::UnknownDagsterName;
use crate::model::{CodeLocation, DagsterVersion, Model};
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::UnknownDagsterName(tell)]);

/// The release whose names are known.
const KNOWN: [u64; 3] = [1, 13, 27];

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

/// How the Dagster of a project stands to the release whose names are known.
#[derive(Clone, Copy)]
enum RunsOn {
    Known,
    /// The names that were dropped on the way are known, too.
    Older,
    Newer,
    /// Nothing says.
    Any,
}

fn runs_on(model: &Model<'_>, location: &CodeLocation) -> RunsOn {
    let Some(project) = location.project.map(|id| model.project(id)) else {
        return RunsOn::Any;
    };
    let dagster = &project.environment.dagster;
    let known = Version::new(KNOWN);
    let is_known = match dagster {
        DagsterVersion::Exact(exact) => exact.value.release().starts_with(&KNOWN[..2]),
        DagsterVersion::Within(_) => dagster.may_be(&known),
        DagsterVersion::Unknown => return RunsOn::Any,
    };
    if is_known {
        RunsOn::Known
    } else if dagster.is_before(&known) {
        RunsOn::Older
    } else {
        RunsOn::Newer
    }
}
