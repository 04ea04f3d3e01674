//! DAG901: a name that `dagster` does not have.

use pep440_rs::Version;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, DagsterVersion, LoadFault, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::CodeLocation(check);

/// The release whose names are known.
const KNOWN: [u64; 3] = [1, 13, 27];

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    let asked = asked_for(model, location);
    for fault in &location.faults {
        let LoadFault::UnknownDagsterName {
            place,
            name,
            former,
        } = fault
        else {
            continue;
        };
        let finding = Diagnostic::new(rule, *place, format!("`dagster` has no `{name}`"));
        let certain = asked.unwrap_or(!former);
        found.push(if certain {
            finding.help("the code location cannot be loaded; correct the name")
        } else if *former {
            finding
                .at_most(Severity::Warning)
                .help("earlier versions had it; it is not in Dagster 1.13")
        } else {
            finding
                .at_most(Severity::Warning)
                .help("no such name is in Dagster 1.13; the project asks for another version")
        });
    }
}

/// Whether the project may run on the minor release whose names are known; none where
/// nothing says on which it runs.
fn asked_for(model: &Model<'_>, location: &CodeLocation) -> Option<bool> {
    let project = location.project.map(|id| model.project(id))?;
    match &project.environment.dagster {
        DagsterVersion::Exact(exact) => Some(exact.value.release().starts_with(&KNOWN[..2])),
        DagsterVersion::Within(bounds) => Some(bounds.value.contains(&Version::new(KNOWN))),
        DagsterVersion::Unknown => None,
    }
}
