//! DAG105: the root module of a dg project does not exist.

use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let (Some(root_module), Some(directory)) = (&project.root_module, &project.missing_root_module)
    else {
        return;
    };
    if project.is_example {
        return;
    }
    let directory = words::shown_path(model, directory);
    found.push(
        Diagnostic::new(
            rule,
            root_module.place,
            format!("root module `{}` does not exist", root_module.value),
        )
        .label(format!("looked for in `{directory}`"))
        .help(format!(
            "`dg` cannot load the project: it looks in `src` if there is one, else beside the \
             configuration; create the package in `{directory}`, or correct `root_module`"
        )),
    );
}
