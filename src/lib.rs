//! daglint: would Dagster load this deployment, and would it hold what its authors
//! think it holds?
//!
//! Data moves one way; no step reaches back:
//!
//! ```text
//! arguments       cli       what was asked for
//!   -> discover             one parallel walk: projects, workspaces, code locations
//!   -> source               read and parse, once a file, only the files that are needed
//!   -> evaluate             a static load of each code location, in parallel
//!   -> model                workspace > code location > definition, with places and certainty
//!   -> rules                pure functions from the model to diagnostics
//!   -> report               people, JSON, annotations
//! ```
//!
//! [`analyze`] is that picture as a function; the command line and the tests call it.

pub mod cli;
pub mod diagnostic;
pub mod discover;
pub mod evaluate;
pub mod exit;
pub mod failure;
pub mod model;
pub mod panic;
pub mod report;
pub mod rule;
mod rules;
pub mod source;

use std::collections::HashSet;

use rayon::iter::Either;
use rayon::prelude::*;

use diagnostic::Diagnostic;
use discover::Request;
use failure::Failure;
use model::{CodeLocation, Model};
use source::{FileId, Sources};

/// The result of a run: what is known, and what is wrong with it.
pub struct Analysis<'a> {
    /// What is known.
    pub model: Model<'a>,
    /// What is wrong, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Where daglint itself failed, a sentence each. All else is still reported.
    pub panics: Vec<String>,
}

/// Discovers, loads statically and checks what a request names.
///
/// # Errors
/// When the request cannot be met at all: a path that does not exist, say. What is
/// wrong with the analysed project is never an error but a diagnostic.
pub fn analyze<'a>(sources: &'a Sources, request: &Request) -> Result<Analysis<'a>, Failure> {
    let model = load(sources, request)?;
    let (diagnostics, in_rules) = rules::check(&model);
    let panics = model.panics.iter().cloned().chain(in_rules).collect();
    Ok(Analysis {
        model,
        diagnostics,
        panics,
    })
}

/// The first half of [`analyze`]: everything but the rules.
///
/// # Errors
/// As [`analyze`].
pub fn load<'a>(sources: &'a Sources, request: &Request) -> Result<Model<'a>, Failure> {
    let found = discover::discover(sources, request)?;
    let (code_locations, panics) = found.targets.par_iter().partition_map(|target| {
        let loaded = panic::catch(|| evaluate::evaluate(sources, target));
        match loaded {
            Ok(location) => Either::Left(location),
            Err(why) => Either::Right(format!("code location `{}`: {why}", target.name)),
        }
    });
    Ok(Model {
        directory: request.directory.clone(),
        sources,
        workspaces: found.workspaces,
        projects: found.projects,
        code_locations: without_parts(sources, code_locations),
        unreadable: found.unreadable,
        config_faults: found.config_faults,
        python_files: found.python_files,
        panics,
    })
}

/// Drops found code locations that another one imports: they are parts of it.
fn without_parts(sources: &Sources, locations: Vec<CodeLocation>) -> Vec<CodeLocation> {
    let entry = |location: &CodeLocation| location.entry.as_ref().and_then(|entry| entry.file);
    let imported: HashSet<FileId> = locations
        .iter()
        .flat_map(|location| {
            location
                .imported
                .iter()
                .filter(|&&file| entry(location) != Some(file))
        })
        .copied()
        .collect();
    locations
        .into_iter()
        .filter(|location| {
            // What is no Python would hold something if it could be read.
            let broken =
                entry(location).is_some_and(|file| !sources.get(file).parsed().faults().is_empty());
            let empty = location.target.found && location.loaded_from.is_none() && !broken;
            let part = location.target.found
                && entry(location).is_some_and(|file| imported.contains(&file));
            !empty && !part
        })
        .collect()
}
