//! DAG341: a distribution that Dagster has replaced.

use super::check::Check;
use super::environment;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

/// Distributions that are no longer maintained, and what to use instead.
const RETIRED: &[(&str, &str)] = &[
    (
        "dagit",
        "`dagster-webserver`, which is the same under its new name",
    ),
    (
        "dagster-blueprints",
        "components, which are part of `dagster`",
    ),
    (
        "dagster-components",
        "`dagster` 1.11 or newer, which has the components in it",
    ),
    ("dagster-dg", "`dagster-dg-cli`"),
    ("dagster-embedded-elt", "`dagster-dlt` or `dagster-sling`"),
    (
        "dagster-insights",
        "`dagster_cloud.dagster_insights` of `dagster-cloud`",
    ),
];

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    for dependency in environment::own_manifests(model, project).flat_map(|it| &it.dependencies) {
        let retired = RETIRED.iter().find(|(name, _)| *name == dependency.name);
        if let Some((name, instead)) = retired {
            found.push(
                Diagnostic::new(rule, dependency.place, format!("`{name}` is retired"))
                    .label("gets no new features")
                    .help(format!("use {instead}")),
            );
        }
    }
}
