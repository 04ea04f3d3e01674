//! DAG408: a job that is called as Dagster's own job of all assets.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, JobKind, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

const RESERVED: &str = "__ASSET_JOB";

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let jobs = location.jobs.iter().filter(|job| job.name == RESERVED);
    for job in jobs {
        let message = format!("job name `{RESERVED}` is reserved");
        let help = match job.kind {
            JobKind::Asset => {
                "it takes the place of the job of all assets, and Dagster says nothing; rename it"
            }
            JobKind::Op => "Dagster refuses to load the code location; rename it",
        };
        found.push(Diagnostic::new(rule, job.place, message).help(help));
    }
}
