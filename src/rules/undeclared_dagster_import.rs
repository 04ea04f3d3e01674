//! DAG302: an import of a Dagster library that no manifest declares.

use std::collections::{BTreeMap, HashSet};

use super::check::Check;
use super::provision::{Provision, provision};
use super::{distribution, environment, repair, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Dependency, Import, Model, Project};
use crate::rule::Rule;
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
    for (name, imports) in imported(model, project) {
        let reached = imports
            .iter()
            .find(|import| loaded.contains(&import.place.file));
        let Some(import) = reached.or(imports.first()) else {
            continue;
        };
        let is_reached = reached.is_some();
        match provision(&project.environment, name) {
            Provision::Declared => {}
            Provision::Through(parent) if is_reached => {
                found.push(transitive(rule, name, import, parent));
            }
            Provision::Through(_) => {}
            Provision::Nothing => {
                let finding = undeclared(rule, model, project, name, import);
                // A file that nothing is seen to load may be dead.
                found.push(if is_reached {
                    finding
                } else {
                    finding.at_most(Severity::Info)
                });
            }
        }
    }
}

fn undeclared(
    rule: &'static Rule,
    model: &Model<'_>,
    project: &Project,
    name: &str,
    import: &Import,
) -> Diagnostic {
    let finding = Diagnostic::new(
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
    let finding = finding.symbol(name);
    let Some(manifest) = environment::own_manifest(model, project) else {
        return finding;
    };
    let finding = finding.edit(manifest.place, "the dependencies are declared here");
    match repair::dependency(model, project, manifest, name) {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

fn transitive(rule: &'static Rule, name: &str, import: &Import, parent: &Dependency) -> Diagnostic {
    Diagnostic::new(
        rule,
        import.place,
        format!(
            "`{}` is imported, but `{name}` is there only because `{}` requires it",
            import.module, parent.name
        ),
    )
    .label(format!("comes with `{name}`"))
    .edit(parent.place, "brought in here")
    .help(format!(
        "it is gone when `{}` no longer requires it; declare what the code imports (`uv add \
         {name}`)",
        parent.name
    ))
    .at_most(Severity::Info)
}

/// The imports of each distribution. `dagster` itself has a rule of its own, and a
/// module that the project itself has is its own.
fn imported<'a>(
    model: &'a Model<'_>,
    project: &'a Project,
) -> BTreeMap<&'static str, Vec<&'a Import>> {
    let environment = &project.environment;
    let mut imported: BTreeMap<&'static str, Vec<&Import>> = BTreeMap::new();
    for import in environment::required_imports(model, project) {
        let mut shadowing = project.shadowing.iter();
        let own = shadowing.any(|module| module.value == import.module);
        let Some(name) = distribution::of_module(&import.module).filter(|_| !own) else {
            continue;
        };
        let local = || environment.local_packages.iter().any(|it| it == name);
        if name != "dagster" && (imported.contains_key(name) || !local()) {
            imported.entry(name).or_default().push(import);
        }
    }
    imported
}
