//! DAG311: a project with definitions that does not depend on Dagster.

use super::{distribution, environment, words};
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let Some(manifest) = environment::own_manifest(model, project) else {
        return;
    };
    if !environment::concerns(project)
        || !distribution::is_closed(&project.environment)
        || !distribution::providers(&project.environment, "dagster").is_empty()
    {
        return;
    }
    found.push(
        Diagnostic::new(
            rule,
            manifest.place,
            format!(
                "`dagster` is not a dependency of project `{}`",
                words::project(model, project)
            ),
        )
        .label("declared here are other packages")
        .help(
            "an environment made from this cannot load the code location; add it (`uv add \
             dagster`)",
        ),
    );
}
