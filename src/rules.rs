//! The rules: one file each, named like its page under `rules/`.

pub(crate) mod duplicate_job_name;
pub(crate) mod file_too_large;
pub(crate) mod invalid_encoding;
pub(crate) mod invalid_syntax;
pub(crate) mod io_error;
mod source_fault;
pub(crate) mod too_deeply_nested;

use rayon::iter::Either;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::panic;
use crate::rule::{Check, RULES};

/// Runs every rule over the model. A rule that panics costs its own findings only;
/// the second list says which did.
pub(crate) fn check(model: &Model<'_>) -> (Vec<Diagnostic>, Vec<String>) {
    let (found, panics): (Vec<Vec<Diagnostic>>, Vec<String>) =
        RULES
            .par_iter()
            .partition_map(|rule| match panic::catch(|| run(rule, model)) {
                Ok(found) => Either::Left(found),
                Err(why) => Either::Right(format!("rule {} ({}): {why}", rule.code, rule.name)),
            });
    let mut found: Vec<Diagnostic> = found.into_iter().flatten().collect();
    found.sort_by_cached_key(|diagnostic| {
        let file = model.sources.get(diagnostic.place.file);
        (
            file.path().to_path_buf(),
            diagnostic.place.range.start(),
            diagnostic.rule.code,
        )
    });
    (found, panics)
}

fn run(rule: &'static crate::rule::Rule, model: &Model<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    match rule.check {
        Check::Model(check) => check(rule, model, &mut found),
        Check::Project(check) => model
            .projects
            .iter()
            .for_each(|project| check(rule, model, project, &mut found)),
        Check::CodeLocation(check) => {
            for location in &model.code_locations {
                let before = found.len();
                check(rule, model, location, &mut found);
                for diagnostic in &mut found[before..] {
                    diagnostic
                        .code_location
                        .get_or_insert_with(|| location.name.clone());
                }
            }
        }
    }
    found
}
