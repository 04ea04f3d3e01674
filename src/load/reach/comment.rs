//! Comments that mention what they once listed.

use std::path::Path;

use ruff_text_size::{TextRange, TextSize};

use crate::model::{Bound, CodeLocation};
use crate::source::{Place, SourceFile, Sources};

/// A comment of another module that names a definition as code would.
pub(super) fn mention(
    sources: &Sources,
    location: &CodeLocation,
    definition: &Bound,
) -> Option<Place> {
    find(sources, location, |file, text| {
        // Beside the definition itself a lone word is a heading.
        let alone = file.id() == definition.place.file && !text.contains([',', '[', '.']);
        !alone && is_code(text) && has_word(text, &definition.name)
    })
}

/// A comment that once imported a module.
pub(super) fn import(
    sources: &Sources,
    location: &CodeLocation,
    module: &SourceFile,
) -> Option<Place> {
    let stem = super::imports::stem(module.path());
    find(sources, location, |_, text| {
        is_code(text) && has_word(text, &stem)
    })
}

/// The first comment of the imported files that holds for `test`, those near the entry first.
fn find(
    sources: &Sources,
    location: &CodeLocation,
    test: impl Fn(&SourceFile, &str) -> bool,
) -> Option<Place> {
    location.imported.iter().find_map(|&id| {
        let file = sources.get(id);
        let is_python = file
            .path()
            .extension()
            .is_some_and(|it| Path::new(it) == Path::new("py"));
        if !is_python {
            return None;
        }
        let ranges = file.parsed().comments();
        let mut ranges = ranges.filter(|range| test(file, text_of(file, *range)));
        ranges.next().map(|range| file.place(range))
    })
}

fn text_of(file: &SourceFile, range: TextRange) -> &str {
    let end = range.end().min(TextSize::of(file.text()));
    file.text()
        .get(range.start().to_usize()..end.to_usize())
        .unwrap_or_default()
}

/// Whether a comment looks like code that was put out of use: an import, or an
/// element of a list.
fn is_code(comment: &str) -> bool {
    let text = comment.trim_start_matches(['#', ' ']).trim_end();
    text.starts_with("import ")
        || text.starts_with("from ")
        || text.ends_with(',')
        || text.contains("=[")
        || !text.contains(' ')
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}
