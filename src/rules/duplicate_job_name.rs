//! DAG403: two jobs of one name in a code location.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model};
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for (index, job) in location.jobs.iter().enumerate() {
        let first = location.jobs[..index]
            .iter()
            .find(|other| other.name == job.name && other.guard.compatible(&job.guard));
        if let Some(first) = first {
            found.push(
                Diagnostic::new(
                    rule,
                    job.place,
                    format!("job name `{}` is used twice", job.name),
                )
                .equal(first.place, "first defined here"),
            );
        }
    }
}
