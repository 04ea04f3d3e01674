//! DAG901: a name that `dagster` does not have.

use pep508_rs::pep440_rs::Version;
use pep508_rs::{Requirement, VerbatimUrl, VersionOrUrl};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, LoadFault, Model};
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
    let another = wants_another_version(model, location);
    for fault in &location.faults {
        let LoadFault::UnknownDagsterName { place, name } = fault else {
            continue;
        };
        let finding = Diagnostic::new(rule, *place, format!("`dagster` has no `{name}`"));
        found.push(if another {
            finding
                .at_most(Severity::Warning)
                .help("no such name is in Dagster 1.13; the project asks for another version")
        } else {
            finding.help("the code location cannot be loaded; correct the name")
        });
    }
}

/// Whether a manifest of the project excludes the release whose names are known.
fn wants_another_version(model: &Model<'_>, location: &CodeLocation) -> bool {
    let project = location.project.map(|id| model.project(id));
    let manifests = project.map(|project| project.environment.manifests.as_slice());
    let mut dependencies = manifests
        .unwrap_or_default()
        .iter()
        .flat_map(|it| &it.dependencies);
    dependencies.any(|dependency| {
        let requirement = dependency.requirement.parse::<Requirement<VerbatimUrl>>();
        let asked = requirement
            .ok()
            .and_then(|requirement| requirement.version_or_url);
        match asked {
            Some(VersionOrUrl::VersionSpecifier(asked)) if dependency.name == "dagster" => {
                !asked.contains(&Version::new(KNOWN))
            }
            _ => false,
        }
    })
}
