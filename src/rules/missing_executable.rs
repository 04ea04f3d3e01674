//! DAG321: an interpreter that a workspace names and that is not there.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let executables = model
        .workspaces
        .iter()
        .flat_map(|workspace| &workspace.executable_paths);
    for executable in executables.filter(|executable| executable.missing) {
        found.push(
            Diagnostic::new(
                rule,
                executable.written.place,
                format!("interpreter `{}` does not exist", executable.written.value),
            )
            .help(
                "Dagster cannot start the code location; make the environment there, or correct \
                 the path, which is relative to the directory that Dagster is started in",
            ),
        );
    }
}
