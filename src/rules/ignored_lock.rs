//! DAG313: a lock file that git leaves out.

use super::check::Check;
use super::environment;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, _: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    let ignored = project.environment.ignored_lock.as_ref();
    let Some(lock) = ignored.filter(|_| environment::concerns(project)) else {
        return;
    };
    let name = lock.path.file_name().unwrap_or_default().to_string_lossy();
    let finding = Diagnostic::new(
        rule,
        lock.place,
        format!("`{name}` is left out of the repository"),
    )
    .label("this line ignores it")
    .help(
        "whoever clones the repository, and every image built from a clone, resolves the \
         dependencies anew; delete the line and commit the lock file",
    );
    // Where there is none, this may be all that was meant.
    found.push(if lock.exists {
        finding
    } else {
        finding.at_most(Severity::Info)
    });
}
