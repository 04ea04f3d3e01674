//! The rules: one file each, named like its page under `rules/`.

pub(crate) mod duplicate_job_name;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::{Check, RULES};

/// Runs every rule over the model.
pub(crate) fn check(model: &Model<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = RULES
        .par_iter()
        .flat_map_iter(|rule| run(rule, model))
        .collect();
    found.sort_by_cached_key(|diagnostic| {
        let file = model.sources.get(diagnostic.place.file);
        (
            file.path().to_path_buf(),
            diagnostic.place.range.start(),
            diagnostic.rule.code,
        )
    });
    found
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
