//! DAG308: a dependency that is called like a library of Dagster and is none.

use super::check::Check;
use super::{distribution, environment};
use crate::diagnostic::Diagnostic;
use crate::model::{DependencySource, Model, Project};
use crate::rule::Rule;
use crate::suggest::closest;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    for dependency in environment::own_manifests(model, project).flat_map(|it| &it.dependencies) {
        let name = dependency.name.as_str();
        let is_local = project
            .environment
            .local_packages
            .contains(&dependency.name);
        if dependency.source != DependencySource::Index
            || is_local
            || !name.starts_with("dagster")
            || distribution::is_on_pypi(name)
        {
            continue;
        }
        let near = closest(name, distribution::on_pypi());
        let finding = Diagnostic::new(
            rule,
            dependency.place,
            format!("no distribution `{name}` is known to be on PyPI"),
        )
        .symbol(name);
        found.push(
            finding.help(match near {
                Some(near) => format!(
                    "installing it fails, or gives whatever somebody publishes under that name; \
                 did you mean `{near}`?"
                ),
                None => {
                    "installing it fails, or gives whatever somebody publishes under that name; \
                     say where it comes from (`[tool.uv.sources]`), or leave this rule off where \
                     an index of your own has it"
                        .to_owned()
                }
            }),
        );
    }
}
