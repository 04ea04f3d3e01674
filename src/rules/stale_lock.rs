//! DAG303: a lock file that contradicts the manifest it was made from.

use super::check::Check;
use super::environment;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Lock, LockKind, Model, Project};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, _: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    let locks = project.environment.locks.iter();
    found.extend(locks.filter_map(|lock| broken(rule, lock).or_else(|| finding(rule, lock))));
}

fn broken(rule: &'static Rule, lock: &Lock) -> Option<Diagnostic> {
    let broken = lock.broken.as_ref()?;
    let name = lock.path.file_name()?.to_string_lossy();
    let message = format!("nothing can be installed from `{name}`: {}", broken.value);
    let again = match lock.kind.command() {
        Some(command) => format!("run `{command}`"),
        None => "lock again".to_owned(),
    };
    let help =
        format!("no tool reads it as it is; put it right or delete it, {again} and commit it");
    Some(Diagnostic::new(rule, broken.place, message).help(help))
}

fn finding(rule: &'static Rule, lock: &Lock) -> Option<Diagnostic> {
    let (first, others) = lock.faults.split_first()?;
    let name = lock.path.file_name()?.to_string_lossy();
    let more = match others.len() {
        0 => String::new(),
        1 => ", and 1 more".to_owned(),
        count => format!(", and {count} more"),
    };
    let finding = Diagnostic::new(
        rule,
        first.declared,
        format!("`{name}` is stale: {}{more}", first.message),
    )
    .label("declared here")
    .edit(first.locked, "the lock file has this");
    let finding = others.iter().fold(finding, |finding, other| {
        finding.edit(other.declared, format!("and {}", other.message))
    });
    let finding = finding.help(help(lock.kind));
    // Only the release of the project differs, and nothing is installed by it.
    let only_release = lock.faults.iter().all(|fault| fault.is_release);
    Some(if only_release {
        finding.at_most(Severity::Info)
    } else {
        finding
    })
}

fn help(kind: LockKind) -> &'static str {
    match kind {
        LockKind::Uv => {
            "`uv sync --locked` refuses it, and `--frozen` installs what it has, not what is \
             declared; run `uv lock` and commit the file"
        }
        LockKind::Poetry => "`poetry install` refuses it; run `poetry lock` and commit the file",
        LockKind::Pdm => {
            "`pdm sync` installs what it has, not what is declared; run `pdm lock` and commit the \
             file"
        }
        LockKind::Pipenv => {
            "`pipenv install --deploy` refuses it; run `pipenv lock` and commit the file"
        }
        _ => "what is installed from it is not what is declared; lock again and commit the file",
    }
}
