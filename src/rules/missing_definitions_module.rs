//! DAG101: a dg project without the module that makes it a code location.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{Model, Project};
use crate::rule::Rule;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, _: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let Some(missing) = &project.missing_target_module else {
        return;
    };
    let module = &missing.named;
    if project.is_example || project.missing_root_module.is_some() {
        return;
    }
    found.push(
        Diagnostic::new(
            rule,
            module.place,
            format!("module `{}` does not exist", module.value),
        )
        .label("the project is to be loaded from it")
        .help(match &missing.near {
            Some(near) => format!("`dg` cannot load the project; {}", question(near)),
            None => "`dg` cannot load the project; create the module with a `Definitions` object, \
                     or name another one as `code_location_target_module` in `[tool.dg.project]`"
                .to_owned(),
        }),
    );
}
