//! DAG109: a registry module that the project does not have.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::Rule;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, _: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    for missing in &project.missing_registry_modules {
        let module = &missing.named;
        let remedy = match &missing.near {
            Some(near) => question(near),
            None => "correct the name, or take it out".to_owned(),
        };
        let message = format!("registry module `{}` does not exist", module.value);
        found.push(Diagnostic::new(rule, module.place, message).help(format!(
            "dg passes over it without a word, and knows none of its components; {remedy}"
        )));
    }
}
