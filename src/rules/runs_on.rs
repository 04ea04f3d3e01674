//! How the Dagster of a project stands to the release whose API daglint knows.

use pep440_rs::Version;

use crate::model::{CodeLocation, DagsterVersion, Model};

/// The release whose API is known.
const KNOWN: [u64; 3] = [1, 13, 27];

/// How the Dagster of a project stands to the release whose API is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunsOn {
    Known,
    /// The names that were dropped on the way are known, too.
    Older,
    Newer,
    /// Nothing says.
    Any,
}

pub(super) fn runs_on(model: &Model<'_>, location: &CodeLocation) -> RunsOn {
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
