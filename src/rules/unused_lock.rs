//! DAG314: a lock file of a tool that the project no longer uses.

use super::check::Check;
use super::environment;
use crate::diagnostic::Diagnostic;
use crate::model::{LockKind, Model, Project};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    let tools: Vec<LockKind> = environment::own_manifests(model, project)
        .flat_map(|manifest| manifest.tools.iter().copied())
        .collect();
    let locks = &project.environment.locks;
    let own = locks
        .iter()
        .filter(|lock| lock.path.parent() == Some(&project.directory));
    for lock in own {
        let tool = match lock.kind {
            LockKind::Poetry => "Poetry",
            LockKind::Pdm => "PDM",
            _ => continue,
        };
        let (false, Some(package)) = (tools.contains(&lock.kind), lock.packages.first()) else {
            continue;
        };
        // Both need no settings of their own: another tool must be in use.
        let another = locks
            .iter()
            .find(|other| other.kind == LockKind::Uv && other.path.parent() == lock.path.parent());
        if another.is_none() && tools.is_empty() {
            continue;
        }
        let name = lock.path.file_name().unwrap_or_default().to_string_lossy();
        found.push(
            Diagnostic::new(
                rule,
                Place::start_of(package.place.file),
                format!("`{name}` is left from {tool}, which the project does not use"),
            )
            .help("nothing keeps it up to date, and whoever installs from it gets old versions; delete it"),
        );
    }
}
