//! Offsets to lines and columns, as people count them: from 1, in Unicode characters.

use std::ops::Range;

use ruff_source_file::OneIndexed;
use ruff_text_size::{TextRange, TextSize};

/// A position for people: both numbers count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The character of the line.
    pub column: usize,
}

/// Where the lines of one text start. `\n`, `\r\n` and a lone `\r` end a line, as in Python.
#[derive(Debug, Clone)]
pub struct LineIndex(ruff_source_file::LineIndex);

impl LineIndex {
    /// Indexes a text in one pass.
    pub fn new(text: &str) -> Self {
        Self(ruff_source_file::LineIndex::from_source_text(text))
    }

    /// How many lines there are; the empty text has one.
    pub fn count(&self) -> usize {
        self.0.line_count()
    }

    /// The zero-based line that holds a byte offset.
    pub fn line_of(&self, offset: TextSize) -> usize {
        self.0.line_index(offset).to_zero_indexed()
    }

    /// The bytes of a zero-based line, its line ending included; empty past the end.
    pub fn bytes_of(&self, line: usize, text: &str) -> Range<usize> {
        if line >= self.count() {
            return text.len()..text.len();
        }
        let line = OneIndexed::from_zero_indexed(line);
        self.0.line_range(line, text).to_std_range()
    }

    /// Line and column of a byte offset; an offset past the end is clamped.
    pub fn locate(&self, offset: TextSize, text: &str) -> LineColumn {
        let mut at = offset.to_usize().min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = self.line_of(TextSize::new(u32::try_from(at).unwrap_or(u32::MAX)));
        let start = self.bytes_of(line, text).start;
        LineColumn {
            line: line + 1,
            column: text[start..at].chars().count() + 1,
        }
    }

    /// Start and end of a range, for people.
    pub fn span(&self, range: TextRange, text: &str) -> (LineColumn, LineColumn) {
        (
            self.locate(range.start(), text),
            self.locate(range.end(), text),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: u32) -> (usize, usize) {
        let found = LineIndex::new(text).locate(TextSize::new(offset), text);
        (found.line, found.column)
    }

    #[test]
    fn all_three_line_endings_count_once() {
        let text = "a\r\nb\rc\nd";
        assert_eq!(LineIndex::new(text).count(), 4);
        assert_eq!(at(text, 3), (2, 1));
        assert_eq!(at(text, 5), (3, 1));
        assert_eq!(at(text, 7), (4, 1));
    }

    #[test]
    fn columns_count_characters() {
        let text = "名前 = '日'; x";
        let offset = u32::try_from(text.find(';').unwrap_or_default()).unwrap_or_default();
        assert_eq!(at(text, offset), (1, 9));
    }

    #[test]
    fn offsets_past_the_end_and_inside_a_character_are_clamped() {
        assert_eq!(at("ab", 99), (1, 3));
        assert_eq!(at("é", 1), (1, 1));
        assert_eq!(at("", 0), (1, 1));
    }
}
