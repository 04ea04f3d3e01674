//! The version of Dagster that a project runs on, as far as its files tell.

use pep440_rs::{Operator, Version, VersionSpecifiers};

use crate::model::{
    DagsterVersion, Declared, Dependency, DependencyScope, DependencySource, Environment,
    Numbering, numbering, release_of, version_in,
};

/// What a lock file says, else an exact pin of a distribution of Dagster's own, else
/// the bounds of `dagster`. The nearest manifest counts.
pub(super) fn of(environment: &Environment) -> DagsterVersion {
    for lock in &environment.locks {
        if let [only] = lock.locked("dagster")
            && let Some(version) = &only.version
        {
            return DagsterVersion::Exact(Declared {
                value: version.clone(),
                place: only.place,
            });
        }
    }
    let declared = environment.manifests.iter();
    let mut bounds = None;
    for dependency in declared.flat_map(|manifest| &manifest.dependencies) {
        if !counts(dependency) {
            continue;
        }
        if let Some(version) = pinned(dependency) {
            return DagsterVersion::Exact(version);
        }
        if let Some(known) = dependency.versions.known()
            && bounds.is_none()
            && dependency.name == "dagster"
        {
            bounds = Some(Declared {
                value: known.clone(),
                place: dependency.place,
            });
        }
    }
    bounds.map_or(DagsterVersion::Unknown, DagsterVersion::Within)
}

/// The version that settings name.
pub(super) fn said(versions: Declared<VersionSpecifiers>) -> DagsterVersion {
    match &versions.value[..] {
        [only] if *only.operator() == Operator::Equal => DagsterVersion::Exact(Declared {
            value: only.version().clone(),
            place: versions.place,
        }),
        _ => DagsterVersion::Within(versions),
    }
}

fn counts(dependency: &Dependency) -> bool {
    dependency.scope == DependencyScope::Runtime
        && dependency.source == DependencySource::Index
        && !dependency.conditional
}

/// The version of Dagster that an exact pin brings: `dagster-dbt==0.29.27`, too.
fn pinned(dependency: &Dependency) -> Option<Declared<Version>> {
    let numbering = numbering(&dependency.name)?;
    let mut known = dependency.versions.known()?.iter();
    let exact = known.find(|it| *it.operator() == Operator::Equal)?;
    let value = if numbering == Numbering::Core {
        exact.version().clone()
    } else {
        version_in(Numbering::Core, release_of(numbering, exact.version())?)
    };
    Some(Declared {
        value,
        place: dependency.place,
    })
}
