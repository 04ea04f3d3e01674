//! What the rules about files that cannot be understood share: which files, and one
//! finding a file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Model;
use crate::rule::Rule;
use crate::source::SourceFile;

/// Adds what `look` finds in the files that code locations import, each file once,
/// with all locations that import it.
pub(super) fn in_imported_files(
    rule: &'static Rule,
    model: &Model<'_>,
    found: &mut Vec<Diagnostic>,
    look: impl Fn(&'static Rule, &SourceFile) -> Option<Diagnostic>,
) {
    let mut importers: BTreeMap<&Path, (&SourceFile, Vec<&str>)> = BTreeMap::new();
    for location in &model.code_locations {
        for &file in &location.imported {
            let file = model.sources.get(file);
            let entry = importers.entry(file.path());
            let (_, names) = entry.or_insert((file, Vec::new()));
            names.push(&location.name);
        }
    }
    found.extend(importers.into_values().filter_map(|(file, names)| {
        let (first, others) = names.split_first()?;
        let finding = look(rule, file)?.code_location(*first);
        Some(others.iter().fold(finding, |it, name| it.also_in(name)))
    }));
}

/// Adds what `look` finds in the Python files of projects that no code location imports:
/// Dagster loads without them, so it is no error.
pub(super) fn in_broken_modules(
    rule: &'static Rule,
    model: &Model<'_>,
    found: &mut Vec<Diagnostic>,
    look: impl Fn(&'static Rule, &SourceFile) -> Option<Diagnostic>,
) {
    let files = model.broken_modules.iter();
    let findings = files.filter_map(|file| look(rule, model.sources.get(*file)));
    found.extend(findings.map(|it| it.at_most(Severity::Warning)));
}

/// Whether a file is a component file or the like.
pub(super) fn is_yaml(file: &SourceFile) -> bool {
    let suffix = file.path().extension();
    suffix.is_some_and(|it| it == "yaml" || it == "yml")
}

/// Whether a file is Python source.
pub(super) fn is_python(file: &SourceFile) -> bool {
    file.path().extension().is_some_and(|it| it == "py")
}

/// Adds what `look` finds in configuration files, and in files and directories that the
/// walk met, as far as no code location imports them.
pub(super) fn in_other_files(
    rule: &'static Rule,
    model: &Model<'_>,
    found: &mut Vec<Diagnostic>,
    look: impl Fn(&'static Rule, &SourceFile) -> Option<Diagnostic>,
) {
    let imported = |file: &SourceFile| {
        let mut locations = model.code_locations.iter();
        locations.any(|location| location.imported.contains(&file.id()))
    };
    found.extend(model.unreadable.iter().filter_map(|unreadable| {
        let file = model.sources.read(&unreadable.path);
        let finding = look(rule, file).filter(|_| !imported(file))?;
        Some(if unreadable.is_needed {
            finding
        } else {
            finding.at_most(Severity::Warning)
        })
    }));
}
