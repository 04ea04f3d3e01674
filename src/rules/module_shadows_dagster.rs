//! DAG112: a module of the project that is called like Dagster or one of its libraries.

use super::check::Check;
use super::declaration;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Declared, Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, _: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if project.is_example {
        return;
    }
    for module in &project.shadowing {
        let finding = Diagnostic::new(
            rule,
            module.place,
            if module.value.starts_with("dagster") {
                format!("this module hides the installed `{}`", module.value)
            } else {
                format!(
                    "this module hides `{}` of the standard library",
                    module.value
                )
            },
        )
        .help(help(project, module));
        found.push(if is_fatal(project, module) {
            finding
        } else {
            finding.at_most(Severity::Warning)
        });
    }
}

fn is_fatal(project: &Project, module: &Declared<String>) -> bool {
    module.value == "dagster" && declaration::has_unreachable_root_module(project)
}

fn help(project: &Project, module: &Declared<String>) -> &'static str {
    if is_fatal(project, module) {
        "Dagster cannot load the project, as `dagster` is Dagster itself; rename the package"
    } else {
        "`dg check defs` may not notice, but a code server that starts here imports \
         this one; rename it"
    }
}
