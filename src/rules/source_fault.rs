//! What the rules about files that cannot be understood share: which files, and one
//! finding a file.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::SourceFile;

/// Adds what `look` finds in the files that code locations import, each file once,
/// for the first location that imports it.
pub(super) fn in_imported_files(
    rule: &'static Rule,
    model: &Model<'_>,
    found: &mut Vec<Diagnostic>,
    look: impl Fn(&'static Rule, &SourceFile) -> Option<Diagnostic>,
) {
    let mut first_importer: BTreeMap<&Path, (&SourceFile, &str)> = BTreeMap::new();
    for location in &model.code_locations {
        for &file in &location.imported {
            let file = model.sources.get(file);
            first_importer
                .entry(file.path())
                .or_insert((file, &location.name));
        }
    }
    found.extend(
        first_importer
            .into_values()
            .filter_map(|(file, location)| Some(look(rule, file)?.code_location(location))),
    );
}

/// Whether a file is Python source. One that no code location imports is nobody's
/// business, as long as it is there.
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
    let mut paths: Vec<_> = model.unreadable.iter().collect();
    paths.sort();
    paths.dedup();
    found.extend(
        paths
            .into_iter()
            .map(|path| model.sources.read(path))
            .filter(|file| !imported(file))
            .filter_map(|file| look(rule, file)),
    );
}
