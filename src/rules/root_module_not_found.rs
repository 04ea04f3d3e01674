//! DAG105: the root module of a dg project does not exist.

use super::check::Check;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::Rule;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let Some(missing) = &project.missing_root_module else {
        return;
    };
    if project.is_example {
        return;
    }
    let looked_in = missing.directories.first().unwrap_or(&project.directory);
    let directory = words::shown_path(model, looked_in);
    let remedy = match &missing.near {
        Some(near) => question(near),
        None => format!("create the package in `{directory}`, or correct `root_module`"),
    };
    found.push(
        Diagnostic::new(
            rule,
            missing.named.place,
            format!("root module `{}` does not exist", missing.named.value),
        )
        .label(format!("looked for in `{directory}`"))
        .help(format!(
            "`dg` cannot load the project: it looks in `src` if there is one, else beside the \
             configuration; {remedy}"
        )),
    );
}
