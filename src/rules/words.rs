//! Words that several rules use.

use std::path::Path;

use pep440_rs::{Operator, Version};

use crate::model::{CodeLocation, Dependency, LoadableKind, Model, Project, TargetKind};
use crate::source::{FileId, Place};

/// `a`, `b` and `c`, each between backquotes.
pub(super) fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    joined(&names, "and")
}

/// `a, b and c`, or with another word before the last one.
pub(super) fn joined(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// That a comment mentions what once was there.
pub(super) fn commented_out(model: &Model<'_>, place: Place) -> String {
    let file = model.sources.get(place.file);
    let line = file.lines().line_of(place.range.start()) + 1;
    format!(
        "a commented-out mention is at line {line} of `{}`",
        shown(model, place.file)
    )
}

/// A file relative to the directory of the run where it lies below it, with `/`.
pub(super) fn shown(model: &Model<'_>, file: FileId) -> String {
    shown_path(model, model.sources.get(file).path())
}

/// A path relative to the directory of the run, with `/`.
pub(super) fn shown_path(model: &Model<'_>, path: &Path) -> String {
    crate::path::shown_path(path, &model.directory)
}

/// What a project is called: its directory, relative to that of the run where it
/// lies below it.
pub(super) fn project(model: &Model<'_>, project: &Project) -> String {
    if project.directory != model.directory {
        return shown_path(model, &project.directory);
    }
    let name = project.directory.file_name();
    name.map_or_else(|| ".".to_owned(), |name| name.display().to_string())
}

/// The module that a place is in: the entry by its dotted name, any other by its path.
pub(super) fn module(model: &Model<'_>, location: &CodeLocation, place: Place) -> String {
    match &location.entry {
        Some(entry) if entry.file == Some(place.file) => entry.module.clone(),
        _ => shown(model, place.file),
    }
}

/// The module that a code location is loaded from.
pub(super) fn target(model: &Model<'_>, location: &CodeLocation) -> String {
    match (&location.entry, &location.target.kind) {
        (Some(entry), _) => entry.module.clone(),
        (None, TargetKind::Module(name) | TargetKind::DefsModule(name)) => name.clone(),
        (None, TargetKind::File(path)) => shown_path(model, path),
    }
}

/// A requirement as it stands in its file, without comments and environment markers.
pub(super) fn requirement(dependency: &Dependency) -> &str {
    let text = dependency.requirement.as_str();
    text.split(';').next().unwrap_or(text).trim()
}

/// The one version that a dependency allows.
pub(super) fn exact(dependency: &Dependency) -> Option<&Version> {
    let mut known = dependency.versions.known()?.iter();
    let exact = known.find(|it| *it.operator() == Operator::Equal)?;
    Some(exact.version())
}

/// One object of a kind, with its article.
pub(super) fn one_loadable(kind: LoadableKind) -> &'static str {
    match kind {
        LoadableKind::LazyDefinitions => "a `@definitions` function",
        LoadableKind::Definitions => "a `Definitions` object",
        LoadableKind::Repository => "a repository",
        LoadableKind::Job => "a job",
        LoadableKind::Graph => "a graph",
        LoadableKind::Assets => "an asset",
    }
}

/// Several objects of a kind.
pub(super) fn many_loadables(kind: LoadableKind) -> &'static str {
    match kind {
        LoadableKind::LazyDefinitions => "`@definitions` functions",
        LoadableKind::Definitions => "names for `Definitions` objects",
        LoadableKind::Repository => "repositories",
        LoadableKind::Job => "jobs and no `Definitions`",
        LoadableKind::Graph => "graphs and no `Definitions`",
        LoadableKind::Assets => "assets",
    }
}
