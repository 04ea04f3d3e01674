//! DAG312: a distribution that the code needs, declared for development only.

use std::collections::BTreeMap;

use super::{distribution, environment};
use crate::diagnostic::Diagnostic;
use crate::model::{Import, Model, Project};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) || !distribution::is_closed(&project.environment) {
        return;
    }
    let mut imports: BTreeMap<&str, &Import> = BTreeMap::new();
    for import in environment::required_imports(model, project) {
        if let Some(name) = distribution::of_module(&import.module) {
            imports.entry(name).or_insert(import);
        }
    }
    for (name, import) in imports {
        let providers = distribution::providers(&project.environment, name);
        let exact = providers.iter().find(|it| it.name == name);
        let (true, Some(dependency)) = (
            distribution::only_in_development(&providers),
            exact.or(providers.first()),
        ) else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                dependency.place,
                format!("`{name}` is a development dependency, but the code imports it"),
            )
            .label("installed for development only")
            .evidence(import.place, "imported here")
            .help(
                "`uv sync --no-dev`, `pip install .` and images leave it out, so the code location \
                 does not load there; move it to the dependencies of the project",
            ),
        );
    }
}
