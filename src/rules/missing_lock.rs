//! DAG301: a project whose environment nobody can rebuild.

use super::check::Check;
use super::{environment, words};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let environment = &project.environment;
    if !environment::concerns(project)
        || environment.manifests.is_empty()
        || !environment.locks.is_empty()
    {
        return;
    }
    found.push(
        Diagnostic::new(
            rule,
            environment::place(project),
            format!(
                "project `{}` has no lock file",
                words::project(model, project)
            ),
        )
        .help(
            "its environment cannot be made again as it is today; make one (`uv lock`) and \
             commit it",
        ),
    );
}
