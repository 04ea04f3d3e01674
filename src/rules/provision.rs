//! How a distribution gets into the environment of a project: declared, through another
//! one, or not at all. A lock file knows; without one the table of what Dagster's
//! libraries require does.

use std::collections::HashSet;

use super::distribution;
use crate::model::{Dependency, DependencyScope, Environment, Lock, LockKind};

/// How a distribution gets there.
pub(super) enum Provision<'a> {
    /// It is declared, or comes with what is.
    Declared,
    /// Only because this dependency requires it.
    Through(&'a Dependency),
    /// Nothing is known to bring it.
    Nothing,
}

/// How a distribution gets into an environment.
pub(super) fn provision<'a>(environment: &'a Environment, name: &str) -> Provision<'a> {
    let providers = distribution::providers(environment, name);
    let declared = |it: &&&Dependency| distribution::is_declaration(&it.name, name);
    if providers.iter().any(|it| declared(&it)) {
        return Provision::Declared;
    }
    let through = match environment.locks.iter().find(|lock| has_graph(lock)) {
        Some(lock) => parent(environment, lock, name),
        None => providers.first().copied(),
    };
    through.map_or(Provision::Nothing, Provision::Through)
}

/// Whether a lock file says which package requires which, and is one to rely on.
fn has_graph(lock: &Lock) -> bool {
    let kinds = [LockKind::Uv, LockKind::Poetry, LockKind::Pdm];
    let named = lock.packages.iter().any(|it| !it.requires.is_empty());
    kinds.contains(&lock.kind) && named && lock.faults.is_empty()
}

/// The declared dependency that brings a package, as the lock file has it. What is
/// for development only brings nothing to a deployment.
fn parent<'a>(environment: &'a Environment, lock: &Lock, wanted: &str) -> Option<&'a Dependency> {
    let deployed = |it: &&Dependency| it.scope != DependencyScope::Development;
    distribution::dependencies(environment)
        .filter(deployed)
        .find(|it| brings(lock, &it.name, wanted))
}

fn brings(lock: &Lock, from: &str, wanted: &str) -> bool {
    let mut seen = HashSet::new();
    let mut waiting = vec![from];
    while let Some(name) = waiting.pop() {
        if name == wanted {
            return true;
        }
        if seen.insert(name) {
            let required = lock.locked(name).iter().flat_map(|it| &it.requires);
            waiting.extend(required.map(String::as_str));
        }
    }
    false
}
