//! DAG312: a distribution that the code needs, declared for development only.

use std::collections::{BTreeMap, HashSet};

use super::check::Check;
use super::{distribution, environment};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Import, Model, Project};
use crate::rule::Rule;
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let loaded = environment::imported(model);
    for project in &model.projects {
        if environment::concerns(project) && distribution::is_closed(&project.environment) {
            let imports = imports(model, project, &loaded);
            found.extend(
                imports
                    .into_iter()
                    .filter_map(|(name, import)| finding(rule, project, name, import)),
            );
        }
    }
}

/// An import of each distribution, and whether something is seen to load it: that
/// of `dagster` itself always is.
type Needed<'a> = BTreeMap<&'static str, (&'a Import, bool)>;

fn imports<'a>(model: &'a Model<'_>, project: &'a Project, loaded: &HashSet<FileId>) -> Needed<'a> {
    let mut needed = Needed::new();
    for import in environment::required_imports(model, project) {
        if let Some(name) = distribution::of_module(&import.module) {
            let reached = name == "dagster" || loaded.contains(&import.place.file);
            let entry = needed.entry(name).or_insert((import, reached));
            if reached && !entry.1 {
                *entry = (import, reached);
            }
        }
    }
    needed
}

fn finding(
    rule: &'static Rule,
    project: &Project,
    name: &str,
    (import, reached): (&Import, bool),
) -> Option<Diagnostic> {
    let providers = distribution::providers(&project.environment, name);
    if !distribution::only_in_development(&providers) {
        return None;
    }
    let exact = providers.iter().find(|provider| provider.name == name);
    let dependency = exact.or(providers.first())?;
    let finding = Diagnostic::new(
        rule,
        dependency.place,
        format!("`{name}` is a development dependency, but the code imports it"),
    )
    .label("installed for development only")
    // Who adds the import makes it wrong, and is told.
    .edit(import.place, "imported here")
    .help(
        "`uv sync --no-dev`, `pip install .` and images leave it out, so the code location \
         does not load there; move it to the dependencies of the project",
    );
    // A file that nothing is seen to load may be a tool of the developer.
    Some(if reached {
        finding
    } else {
        finding.at_most(Severity::Info)
    })
}
