//! From diagnostics and inventories to output: one file a format.

mod azure;
mod checkstyle;
mod concise;
mod excerpt;
mod fingerprint;
mod frame;
mod full;
mod github;
mod gitlab;
mod graph;
mod grouped;
mod highlight;
mod inventory;
mod inventory_json;
mod inventory_table;
mod json;
mod json_lines;
mod junit;
mod look;
mod one_place;
mod page;
mod patch;
mod path;
mod pylint;
mod rdjson;
mod sarif;
mod spot;
mod statistics;
mod summary;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

pub use azure::Azure;
pub use checkstyle::Checkstyle;
pub use concise::Concise;
pub use frame::{failure, fault};
pub use full::Full;
pub use github::{Github, GithubSummary};
pub use gitlab::Gitlab;
pub use graph::{DotGraph, MermaidGraph};
pub use grouped::Grouped;
pub use inventory_json::InventoryJson;
pub use inventory_table::InventoryTable;
pub use json::Json;
pub use json_lines::JsonLines;
pub use junit::Junit;
pub use look::{Look, When};
pub use page::Page;
pub use path::{shown_origin, shown_path, shown_place};
pub use pylint::Pylint;
pub use rdjson::Rdjson;
pub use sarif::Sarif;
pub use statistics::{Statistics, StatisticsJson};
pub use summary::Summary;
pub(crate) use text::{counted, folded, wrapped};

use spot::{Base, Spot};

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Model, Unknown};
use crate::source::Place;
use crate::suppress::Suppressed;

/// A format for a kind of subject.
pub trait Report<Subject: ?Sized> {
    /// Writes the whole subject.
    ///
    /// # Errors
    /// When `out` does not take it.
    fn write(&self, subject: &Subject, out: &mut dyn Write) -> io::Result<()>;
}

/// What is reported of a run, and the model behind it.
#[derive(Clone)]
pub struct Findings<'a> {
    /// What is known.
    pub model: &'a Model<'a>,
    /// The findings to report, sorted.
    pub diagnostics: Vec<&'a Diagnostic>,
    /// The findings that stand outside of what was named.
    pub elsewhere: Vec<&'a Diagnostic>,
    /// What is known and not reported.
    pub suppressed: &'a [Suppressed],
    /// Where daglint itself failed, a sentence each.
    pub panics: &'a [String],
}

impl<'a> Findings<'a> {
    /// Findings on a model.
    pub fn new(model: &'a Model<'a>, diagnostics: Vec<&'a Diagnostic>) -> Self {
        Self {
            model,
            diagnostics,
            elsewhere: Vec::new(),
            suppressed: &[],
            panics: &[],
        }
    }

    /// Says what stands outside of what was named.
    #[must_use]
    pub fn elsewhere(mut self, elsewhere: Vec<&'a Diagnostic>) -> Self {
        self.elsewhere = elsewhere;
        self
    }

    /// Says what is known and not reported.
    #[must_use]
    pub fn suppressed(mut self, suppressed: &'a [Suppressed]) -> Self {
        self.suppressed = suppressed;
        self
    }

    /// Says where daglint itself failed.
    #[must_use]
    pub fn panics(mut self, panics: &'a [String]) -> Self {
        self.panics = panics;
        self
    }

    /// The same, the most severe first: what people read from the top. Findings of one
    /// severity keep their order.
    #[must_use]
    pub fn ranked(&self) -> Findings<'a> {
        let mut diagnostics = self.diagnostics.clone();
        diagnostics.sort_by_key(|diagnostic| Reverse(diagnostic.severity));
        self.of(diagnostics)
    }

    /// The first so many of the findings, and the others.
    #[must_use]
    pub fn split_at(&self, most: usize) -> (Findings<'a>, Findings<'a>) {
        let (first, rest) = self.diagnostics.split_at(most.min(self.diagnostics.len()));
        (self.of(first.to_vec()), self.of(rest.to_vec()))
    }

    fn of(&self, diagnostics: Vec<&'a Diagnostic>) -> Findings<'a> {
        Findings {
            diagnostics,
            ..self.clone()
        }
    }

    /// How many there are of each severity, in words; none where there is nothing.
    pub fn counts(&self) -> Option<String> {
        counts(&self.diagnostics)
    }

    /// How many findings are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        count(&self.diagnostics, severity)
    }

    /// How many Python files the run was about.
    pub fn files(&self) -> usize {
        self.model
            .python_files
            .unwrap_or_else(|| imported_files(self.model))
    }

    /// What could not be known in any code location, each once, sorted by place.
    pub fn incomplete(&self) -> Vec<&'a Unknown> {
        let all = self.model.code_locations.iter();
        sorted_unknowns(self.model, all.flat_map(|location| &location.unknowns))
    }
}

fn count(diagnostics: &[&Diagnostic], severity: Severity) -> usize {
    let of_severity = diagnostics.iter().filter(|it| it.severity == severity);
    of_severity.count()
}

/// `2 errors, 1 info`; none where there is nothing.
fn counts(diagnostics: &[&Diagnostic]) -> Option<String> {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (count(diagnostics, severity), severity))
        .filter(|&(count, _)| count > 0)
        .map(|(count, severity)| counted(count, &severity.to_string()))
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

/// The findings of each file by its shown path, in the order in which they came.
fn by_file<'a>(findings: &Findings<'a>) -> BTreeMap<String, Vec<(Spot, &'a Diagnostic)>> {
    let base = Base::here(findings.model);
    let mut files: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for &diagnostic in &findings.diagnostics {
        let spot = base.spot(diagnostic.place);
        let found = files.entry(spot.path.clone()).or_default();
        found.push((spot, diagnostic));
    }
    files
}

fn imported_files(model: &Model<'_>) -> usize {
    let files: BTreeSet<_> = (model.code_locations.iter())
        .flat_map(|location| &location.imported)
        .collect();
    files.len()
}

/// Unknowns by place, one of those that say the same of the same line.
fn sorted_unknowns<'a>(
    model: &Model<'_>,
    unknowns: impl Iterator<Item = &'a Unknown>,
) -> Vec<&'a Unknown> {
    let mut keyed: Vec<_> = unknowns
        .map(|unknown| {
            let (path, line) = path_and_line(model, unknown.place);
            ((path, line, unknown.reason.as_str()), unknown)
        })
        .collect();
    keyed.sort_by(|a, b| a.0.cmp(&b.0));
    keyed.dedup_by(|a, b| a.0 == b.0);
    keyed.into_iter().map(|(_, unknown)| unknown).collect()
}

/// The shown path of a place and its line.
fn path_and_line(model: &Model<'_>, place: Place) -> (String, usize) {
    let file = model.sources.get(place.file);
    let at = file.lines().locate(place.range.start(), file.shown());
    (shown_path(file.path(), &model.directory), at.line)
}
