//! DAG403: two jobs of one name in a code location.

use super::check::Check;
use super::clash;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for (name, jobs) in clash::of_objects(location, &location.jobs, |job| &job.name) {
        let message = format!(
            "job name `{name}` is used {} times in code location `{}`",
            jobs.len(),
            location.name
        );
        let targeted = jobs.iter().any(|job| !job.brought_by.is_empty());
        let help = if targeted {
            "Dagster refuses to load the code location; a schedule or sensor must \
             target the listed job itself, not a second one like it"
        } else {
            "Dagster refuses to load the code location; rename one of the jobs, or drop it"
        };
        found.extend(
            clash::diagnostic(rule, name, message, &jobs).map(|finding| finding.help(help)),
        );
    }
}
