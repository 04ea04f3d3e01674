//! DAG109: a registry module that the project does not have.

use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, _: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    for module in &project.missing_registry_modules {
        let message = format!("registry module `{}` does not exist", module.value);
        found.push(Diagnostic::new(rule, module.place, message).help(
            "dg passes over it without a word, and knows none of its components; correct the \
             name, or take it out",
        ));
    }
}
