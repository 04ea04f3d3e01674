//! What could be written to put a finding right.

use std::path::PathBuf;

use ruff_text_size::{TextRange, TextSize};

use crate::rule::Applicability;
use crate::source::{Place, SourceFile};

/// One change to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// Puts `text` in the place of a range; an empty range inserts.
    Replace {
        /// The range.
        place: Place,
        /// What stands there afterwards, with `\n` at the ends of lines.
        text: String,
    },
    /// Makes a file that is not there, and the folders on the way to it.
    Create {
        /// Its absolute path.
        path: PathBuf,
        /// What it holds, with `\n` at the ends of lines.
        text: String,
    },
}

/// A set of edits, possibly in several files, of which all are made or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "create `defs/__init__.py`".
    pub title: String,
    /// How far it can be trusted.
    pub applicability: Applicability,
    /// The changes; they do not overlap.
    pub edits: Vec<Edit>,
}

impl Fix {
    /// A fix that does nothing yet.
    pub fn new(applicability: Applicability, title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            applicability,
            edits: Vec::new(),
        }
    }

    /// Adds the replacement of a range.
    #[must_use]
    pub fn replace(mut self, place: Place, text: impl Into<String>) -> Self {
        let text = text.into();
        self.edits.push(Edit::Replace { place, text });
        self
    }

    /// Adds the least replacement that makes another text of a whole file.
    #[must_use]
    pub fn rewrite(self, file: &SourceFile, new: &str) -> Self {
        let old = file.text();
        let alike = |(a, b): &(char, char)| a == b;
        let length = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
            pairs.take_while(alike).map(|(c, _)| c.len_utf8()).sum()
        };
        let start = length(&mut old.chars().zip(new.chars()));
        let ends = old[start..].chars().rev().zip(new[start..].chars().rev());
        let end = length(&mut { ends });
        let small = |at: usize| TextSize::new(u32::try_from(at).unwrap_or(u32::MAX));
        let range = TextRange::new(small(start), small(old.len() - end));
        self.replace(file.place(range), &new[start..new.len() - end])
    }

    /// Adds a file to be made.
    #[must_use]
    pub fn create(mut self, path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let (path, text) = (path.into(), text.into());
        self.edits.push(Edit::Create { path, text });
        self
    }
}
