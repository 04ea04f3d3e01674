//! DAG311: a project with definitions that does not depend on Dagster.

use super::check::Check;
use super::{distribution, environment, repair, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let Some(manifest) = environment::own_manifest(model, project) else {
        return;
    };
    if !environment::concerns(project) || !distribution::is_closed(&project.environment) {
        return;
    }
    let name = words::project(model, project);
    let providers = distribution::providers(&project.environment, "dagster");
    match providers.first() {
        None => {
            let message = format!("`dagster` is not a dependency of project `{name}`");
            let finding = Diagnostic::new(rule, manifest.place, message)
                .label("declared here are other packages")
                .help(
                    "an environment made from this cannot load the code location; add it (`uv add \
                     dagster`)",
                );
            found.push(
                match repair::dependency(model, project, manifest, "dagster") {
                    Some(fix) => finding.fix(fix),
                    None => finding,
                },
            );
        }
        Some(first) if providers.iter().all(|it| it.name != "dagster") => {
            let message = format!(
                "`dagster` is a dependency of project `{name}` only because `{}` requires it",
                first.name
            );
            let finding = Diagnostic::new(rule, manifest.place, message)
                .label("declared here are other packages")
                .evidence(first.place, "brought in here")
                .help("declare what the code imports (`uv add dagster`)");
            found.push(finding.at_most(Severity::Info));
        }
        Some(_) => {}
    }
}
