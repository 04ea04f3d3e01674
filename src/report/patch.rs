//! The lines that a fix changes, for people.

use std::fmt::Write as _;

use anstyle::AnsiColor;
use similar::{ChangeTag, TextDiff};

use super::text::clean;
use super::{Look, shown_path};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::model::Model;
use crate::source::Place;

/// How many changed lines are shown.
const MOST_LINES: usize = 8;

/// What a fix does, and the lines that it removes and adds.
pub(super) fn patch(model: &Model<'_>, fix: &Fix, look: Look) -> String {
    let cyan = look.help();
    let how = match fix.applicability {
        Applicability::Safe => "--fix",
        Applicability::Unsafe => "--fix --unsafe-fixes",
        Applicability::Display => "by hand",
    };
    let mut text = format!("  {cyan}fix: {cyan:#}{} ({how})\n", clean(&fix.title));
    let mut lines = fix.edits.iter().flat_map(|edit| match edit {
        Edit::Replace { place, text } => changed(model, *place, text),
        Edit::Create { path, .. } => {
            vec![(
                ChangeTag::Insert,
                format!("{} (new)", shown_path(path, &model.directory)),
            )]
        }
    });
    for (tag, line) in lines.by_ref().take(MOST_LINES) {
        let (sign, colour) = match tag {
            ChangeTag::Delete => ('-', look.style(AnsiColor::Red.on_default())),
            _ => ('+', look.style(AnsiColor::Green.on_default())),
        };
        // A text takes whatever is written to it.
        let _infallible = writeln!(text, "    {colour}{sign} {}{colour:#}", clean(&line));
    }
    if lines.next().is_some() {
        text.push_str("    ...\n");
    }
    text
}

/// The lines around a place that differ when it is replaced.
fn changed(model: &Model<'_>, place: Place, new: &str) -> Vec<(ChangeTag, String)> {
    let file = model.sources.get(place.file);
    let (text, lines) = (file.text(), file.lines());
    let range = place.range;
    let first = lines.bytes_of(lines.line_of(range.start()), text);
    let last = lines.bytes_of(lines.line_of(range.end()), text);
    let old = text.get(first.start..last.end).unwrap_or_default();
    let before = text
        .get(first.start..range.start().to_usize())
        .unwrap_or_default();
    let after = text
        .get(range.end().to_usize()..last.end)
        .unwrap_or_default();
    let new = [before, new, after].concat();
    TextDiff::from_lines(old, &new)
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .map(|change| (change.tag(), change.value().trim_end().to_owned()))
        .collect()
}
