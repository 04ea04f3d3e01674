//! The lines that a finding is about, as miette reads them.
//!
//! miette's own sources scan the text from its start for every label, count columns
//! in bytes, and know one file a report. An [`Excerpt`] holds the few lines that are
//! shown and nothing else, of as many files as needed: its cost is that of the shown
//! lines, whatever the size of the file.

use std::collections::BTreeMap;
use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use textwrap::core::display_width;

use super::text::picture;
use crate::source::{Place, SourceFile, Sources};

/// Lines shown before and after a label.
const CONTEXT: usize = 1;
/// A range of more lines than this is shown by its first line.
const TALLEST: usize = 6;
/// How wide a tab is at most.
const TAB: usize = 4;
/// The text of a label has at least so many columns.
const NARROWEST: usize = 8;

/// A few lines of a few files, one after the other, in a text of their own.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    text: String,
    lines: Vec<Line>,
    runs: Vec<Run>,
    /// Where each label starts in the excerpt, and its column in the file, from 0. A
    /// label that is cropped away starts at the edge, but still says where it is.
    columns: Vec<(usize, usize)>,
}

/// Neighbouring lines of one file.
#[derive(Debug)]
struct Run {
    name: String,
    lines: Range<usize>,
}

#[derive(Debug)]
struct Line {
    /// Where it starts in the excerpt.
    start: usize,
    /// Its number in the file, from 0.
    number: usize,
}

/// Offsets of a file, and where they are in the excerpt. The end of a line and the start
/// of the next are one offset; the next line is added later, and has it.
type Moved = BTreeMap<usize, usize>;

/// The lines of a run and the labels on them, before the text is made.
struct Plan<'a> {
    file: &'a SourceFile,
    lines: Range<usize>,
    labels: Vec<(usize, Range<usize>)>,
}

impl Excerpt {
    /// The lines around some places, and the span of each place in the excerpt. The
    /// lines of the first place come first.
    pub(super) fn new(
        sources: &Sources,
        places: &[Place],
        width: usize,
        name: impl Fn(&SourceFile) -> String,
    ) -> (Self, Vec<SourceSpan>) {
        let mut excerpt = Self::default();
        let mut spans = vec![SourceSpan::from((0, 0)); places.len()];
        for plan in plans(sources, places) {
            let first = excerpt.lines.len();
            let mut moved = Moved::new();
            for line in plan.lines.clone() {
                excerpt.add_line(&plan, line, width, &mut moved);
            }
            excerpt.runs.push(Run {
                name: name(plan.file),
                lines: first..excerpt.lines.len(),
            });
            for (index, range) in plan.labels {
                let [start, end] = [range.start, range.end].map(|at| moved.get(&at).copied());
                let start = start.unwrap_or_default();
                let length = end.unwrap_or_default().saturating_sub(start);
                spans[index] = SourceSpan::from((start, length));
            }
        }
        excerpt.columns = spans
            .iter()
            .zip(places)
            .map(|(span, place)| {
                let file = sources.get(place.file);
                let at = file.lines().locate(place.range.start(), file.shown());
                (span.offset(), at.column - 1)
            })
            .collect();
        (excerpt, spans)
    }

    /// Adds a line, as much of it as fits.
    fn add_line(&mut self, plan: &Plan<'_>, number: usize, width: usize, moved: &mut Moved) {
        let text = plan.file.shown();
        let bytes = plan.file.lines().bytes_of(number, text);
        let line = text[bytes.clone()].trim_end_matches(['\n', '\r']);
        let on_line = |offset: &usize| (bytes.start..=bytes.end).contains(offset);
        let ends = plan
            .labels
            .iter()
            .map(|(_, range)| [range.start, range.end]);
        let mut offsets: Vec<usize> = ends.flatten().filter(on_line).collect();
        // The first label is the one that must be seen.
        let anchor = offsets
            .first()
            .map_or(0, |first| (first - bytes.start).min(line.len()));
        let shown = window(line, anchor, width);
        offsets.sort_unstable();

        let start = self.text.len();
        self.lines.push(Line { start, number });
        if shown.start > 0 {
            self.text.push('…');
        }
        self.push_characters(
            &line[shown.clone()],
            bytes.start + shown.start,
            offsets,
            moved,
        );
        if shown.end < line.len() {
            self.text.push('…');
        }
        self.text.push('\n');
    }

    /// Adds the characters from `base` of a file on, and notes where the offsets went:
    /// those that are not in view to the nearer edge.
    fn push_characters(&mut self, text: &str, base: usize, offsets: Vec<usize>, moved: &mut Moved) {
        let mut pending = offsets.into_iter().peekable();
        for (at, character) in text.char_indices() {
            let next = base + at + character.len_utf8();
            while let Some(offset) = pending.next_if(|&offset| offset < next) {
                moved.insert(offset, self.text.len());
            }
            self.text.push(match picture(character) {
                Some(picture) if character != '\t' => picture,
                _ => character,
            });
        }
        moved.extend(pending.map(|offset| (offset, self.text.len())));
    }

    /// How many columns there are for the text of a label: to the right of the middle of
    /// its underline, or below its lines.
    pub(super) fn room(&self, span: SourceSpan, width: usize) -> usize {
        let end = span.offset() + span.len();
        let [first, last] = [span.offset(), end].map(|at| self.line_at(at).unwrap_or_default());
        let number = self.lines.get(last).map_or(0, |line| line.number + 1);
        let border =
            number.to_string().len() + " \u{2502}  \u{2570}\u{2500}\u{2500} ".chars().count();
        let before = if first == last {
            let start = self.lines.get(first).map_or(0, |line| line.start);
            columns(&self.text[start..span.offset()]) + columns(&self.text[span.offset()..end]) / 2
        } else {
            "\u{2570}\u{2500}\u{2500}".chars().count()
        };
        width.saturating_sub(border + before).max(NARROWEST)
    }

    fn line_at(&self, offset: usize) -> Option<usize> {
        self.lines
            .partition_point(|line| line.start <= offset)
            .checked_sub(1)
    }
}

/// The part of a line that is shown: all of it, or `width` columns around a byte.
fn window(line: &str, anchor: usize, width: usize) -> Range<usize> {
    let rest = line.char_indices();
    if fitting(rest, width) == line.len() {
        return 0..line.len();
    }
    // A label near the start leaves the start in view.
    let near = width * 2 / 3;
    let start = if fitting(line[..anchor].char_indices(), near) == anchor {
        0
    } else {
        let before = line[..anchor].char_indices().rev();
        anchor - fitting(before, width / 3)
    };
    start..start + fitting(line[start..].char_indices(), width)
}

/// How many bytes of some characters fit into so many columns.
fn fitting(characters: impl Iterator<Item = (usize, char)>, width: usize) -> usize {
    let mut taken = 0;
    let fits = characters
        .map(|(_, character)| character)
        .take_while(|&character| {
            taken += columns_of(character);
            taken <= width
        });
    fits.map(char::len_utf8).sum()
}

/// How wide a text of one line is as miette draws it.
fn columns(text: &str) -> usize {
    text.chars().map(columns_of).sum()
}

fn columns_of(character: char) -> usize {
    match character {
        '\t' => TAB,
        _ => display_width(character.encode_utf8(&mut [0; 4])),
    }
}

/// Which lines of which files are shown. Lines of one file that touch become one run.
fn plans<'a>(sources: &'a Sources, places: &[Place]) -> Vec<Plan<'a>> {
    let mut plans: Vec<Plan<'a>> = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let file = sources.get(place.file);
        let range = clamped(file, *place);
        let mut plan = Plan {
            file,
            lines: with_context(file, &range),
            labels: vec![(index, range)],
        };
        // Take in what touches; a grown run may touch others.
        while let Some(other) = plans.iter().position(|other| touches(other, &plan)) {
            let other = plans.remove(other);
            plan.lines =
                other.lines.start.min(plan.lines.start)..other.lines.end.max(plan.lines.end);
            plan.labels = [other.labels, plan.labels].concat();
            plan.labels.sort_by_key(|&(index, _)| index);
        }
        let after = plans.partition_point(|other| other.labels[0].0 < plan.labels[0].0);
        plans.insert(after, plan);
    }
    plans
}

/// The lines of a range and those around it, but for empty ones at the ends.
fn with_context(file: &SourceFile, range: &Range<usize>) -> Range<usize> {
    let text = file.shown();
    let is_empty = |&line: &usize| text[file.lines().bytes_of(line, text)].trim().is_empty();
    let [first, last] = [range.start, range.end].map(|offset| line_of(file, offset));
    let before = (first.saturating_sub(CONTEXT)..first).find(|line| !is_empty(line));
    let after = last + 1..(last + CONTEXT).min(last_line(file)) + 1;
    let after = after.rev().find(|line| !is_empty(line));
    before.unwrap_or(first)..after.unwrap_or(last) + 1
}

fn touches(a: &Plan<'_>, b: &Plan<'_>) -> bool {
    a.file.id() == b.file.id() && a.lines.start <= b.lines.end && b.lines.start <= a.lines.end
}

/// A range inside of the text, on whole characters, and not too tall.
fn clamped(file: &SourceFile, place: Place) -> Range<usize> {
    let text = file.shown();
    debug_assert!(
        place.range.end().to_usize() <= text.len() || text.is_empty(),
        "a place outside of its file"
    );
    let on_boundary = |offset: usize| {
        let mut at = offset.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = on_boundary(place.range.start().to_usize());
    let end = on_boundary(place.range.end().to_usize()).max(start);
    let first = line_of(file, start);
    if line_of(file, end) - first < TALLEST {
        return start..end;
    }
    let line = file.lines().bytes_of(first, text);
    start..line.start + text[line].trim_end_matches(['\n', '\r']).len()
}

/// The last line with anything in it: what follows the last line ending is no line.
fn last_line(file: &SourceFile) -> usize {
    let count = file.lines().count();
    let ended = file.shown().ends_with(['\n', '\r']);
    (count - 1).saturating_sub(usize::from(ended))
}

fn line_of(file: &SourceFile, offset: usize) -> usize {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    file.lines().line_of(ruff_text_size::TextSize::new(offset))
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line = self
            .line_at(span.offset())
            .ok_or(MietteError::OutOfBounds)?;
        let run = (self.runs.iter())
            .find(|run| run.lines.contains(&line))
            .ok_or(MietteError::OutOfBounds)?;
        let start_of = |line: usize| self.lines.get(line).map_or(self.text.len(), |it| it.start);
        let end_of_run = start_of(run.lines.end);
        if span.offset() + span.len() > end_of_run {
            return Err(MietteError::OutOfBounds);
        }
        // Without context miette asks for the position only, else for the lines.
        let whole = lines_before + lines_after > 0;
        let first = if whole { run.lines.start } else { line };
        let start = start_of(first);
        let at_start = |(offset, _): &&(usize, usize)| *offset == span.offset();
        let column = match self.columns.iter().find(at_start) {
            Some((_, column)) if !whole => *column,
            _ => 0,
        };
        Ok(Box::new(MietteSpanContents::new_named(
            run.name.clone(),
            &self.text.as_bytes()[start..end_of_run],
            SourceSpan::from((start, end_of_run - start)),
            self.lines[first].number,
            column,
            run.lines.end - first,
        )))
    }
}
