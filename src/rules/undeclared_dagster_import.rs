//! DAG302: an import of a Dagster library that no manifest declares.

use std::collections::{BTreeMap, HashSet};

use super::{distribution, environment, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Import, Model, Project};
use crate::rule::{Check, Rule};
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let loaded = environment::imported(model);
    for project in &model.projects {
        let closed = distribution::is_closed(&project.environment);
        let declares = !project.environment.manifests.is_empty();
        if environment::concerns(project) && declares && closed {
            check_project(rule, model, project, &loaded, found);
        }
    }
}

fn check_project(
    rule: &'static Rule,
    model: &Model<'_>,
    project: &Project,
    loaded: &HashSet<FileId>,
    found: &mut Vec<Diagnostic>,
) {
    for (name, imports) in undeclared(model, project) {
        let reached = imports
            .iter()
            .find(|import| loaded.contains(&import.place.file));
        let Some(import) = reached.or(imports.first()) else {
            continue;
        };
        let mut finding = Diagnostic::new(
            rule,
            import.place,
            format!(
                "`{}` is imported, but `{name}` is not a dependency of project `{}`",
                import.module,
                words::project(model, project)
            ),
        )
        .label(format!("comes with `{name}`"))
        .help(format!(
            "an environment made from the declared dependencies lacks it; add it (`uv add {name}`)"
        ));
        if let Some(manifest) = environment::own_manifest(model, project) {
            finding = finding.evidence(manifest.place, "the dependencies are declared here");
        }
        // A file that nothing is seen to load may be dead.
        found.push(if reached.is_some() {
            finding
        } else {
            finding.at_most(Severity::Info)
        });
    }
}

/// The imports of each distribution that nothing brings. `dagster` itself has a rule
/// of its own, and a module that the project itself has is its own.
fn undeclared<'a>(
    model: &'a Model<'_>,
    project: &'a Project,
) -> BTreeMap<&'static str, Vec<&'a Import>> {
    let environment = &project.environment;
    let mut undeclared: BTreeMap<&'static str, Vec<&Import>> = BTreeMap::new();
    for import in environment::required_imports(model, project) {
        let own = project
            .shadowing
            .iter()
            .any(|module| module.value == import.module);
        let Some(name) = distribution::of_module(&import.module).filter(|_| !own) else {
            continue;
        };
        if let Some(imports) = undeclared.get_mut(name) {
            imports.push(import);
        } else if name != "dagster"
            && !environment.local_packages.iter().any(|it| it == name)
            && distribution::providers(environment, name).is_empty()
        {
            undeclared.insert(name, vec![import]);
        }
    }
    undeclared
}
