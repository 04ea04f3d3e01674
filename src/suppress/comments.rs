//! All comments of a run that speak of rules, and which of them were needed.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use memchr::memmem::Finder;
use rayon::prelude::*;
use ruff_text_size::{TextRange, TextSize};
use rustc_hash::FxHashSet;

use super::directive::{Phrase, Reach, phrases};
use super::header;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::{FileId, Place, SourceFile, Sources};

/// One rule that one comment names.
#[derive(Debug)]
pub struct Directive {
    /// The word that names the rule, or the whole phrase where there is none.
    pub place: Place,
    /// The comment.
    pub comment: Place,
    /// The word as written; empty where no rule is named at all.
    pub word: String,
    /// The rule; none where there is none of that name.
    pub rule: Option<&'static Rule>,
    /// Where it holds.
    pub reach: Reach,
    used: AtomicBool,
}

impl Directive {
    /// Whether it kept a finding from being reported.
    pub fn is_used(&self) -> bool {
        self.used.load(Ordering::Relaxed)
    }
}

/// The comments of one file.
#[derive(Debug, Default)]
struct InFile {
    directives: Vec<Directive>,
    by_line: BTreeMap<usize, Range<usize>>,
    /// Those that hold in the whole file.
    for_file: Vec<usize>,
}

/// All comments of a run that speak of rules.
#[derive(Debug, Default)]
pub struct Comments(BTreeMap<FileId, InFile>);

impl Comments {
    /// The comments of the files that are loaded or that something was found in, and of
    /// all that are not Python.
    pub(super) fn of(model: &Model<'_>, found: &[Diagnostic]) -> Self {
        let imported = model.code_locations.iter().flat_map(|it| &it.imported);
        let found = found.iter().flat_map(super::places).map(|place| place.file);
        let wanted: FxHashSet<FileId> = imported.copied().chain(found).collect();
        let files: Vec<&SourceFile> = model
            .sources
            .iter()
            .filter(|file| wanted.contains(&file.id()) || !is_python(file))
            .collect();
        // Codes of ours in a `noqa` follow a colon or a comma.
        let marks = ["daglint:", ": DAG", ":DAG", ", DAG", ",DAG"].map(Finder::new);
        let found = files.into_par_iter().filter_map(|file| {
            let text = file.text().as_bytes();
            marks.iter().find(|finder| finder.find(text).is_some())?;
            let read = InFile::read(file);
            (!read.directives.is_empty()).then(|| (file.id(), read))
        });
        Self(found.collect())
    }

    /// Every directive, by file and place.
    pub fn iter(&self) -> impl Iterator<Item = &Directive> {
        self.0.values().flat_map(|file| &file.directives)
    }

    /// The comment that keeps a rule quiet at a place; it counts as used.
    pub(super) fn at(&self, sources: &Sources, rule: &Rule, place: Place) -> Option<&Directive> {
        let comments = self.0.get(&place.file)?;
        let file = sources.get(place.file);
        let lines = file.lines();
        let head = header::lines(file, place.range.start());
        let own = lines.line_of(place.range.start())..=lines.line_of(place.range.end());
        let first = *head.start();
        let above = (0..first).rev().take_while(|&line| is_comment(file, line));
        let here = head.chain(own).chain(above);
        let on_lines = here.flat_map(|line| {
            let range = comments.by_line.get(&line).cloned().unwrap_or_default();
            &comments.directives[range]
        });
        let in_file = comments.for_file.iter();
        let in_file = in_file.map(|&index| &comments.directives[index]);
        let mut all = on_lines.filter(|it| it.reach == Reach::Line).chain(in_file);
        let found = all.find(|directive| directive.rule == Some(rule))?;
        found.used.store(true, Ordering::Relaxed);
        Some(found)
    }
}

/// Whether a file is a Python file.
pub fn is_python(file: &SourceFile) -> bool {
    file.path()
        .extension()
        .is_some_and(|extension| extension == "py")
}

/// Whether a line holds nothing but a comment.
fn is_comment(file: &SourceFile, line: usize) -> bool {
    let text = file.text();
    let bytes = file.lines().bytes_of(line, text);
    text[bytes].trim_start().starts_with('#')
}

impl InFile {
    fn read(file: &SourceFile) -> Self {
        let mut read = Self::default();
        for comment in file.comments() {
            let first = read.directives.len();
            for phrase in phrases(&file.text()[comment]) {
                read.add(file, comment, phrase);
            }
            if read.directives.len() > first {
                let line = file.lines().line_of(comment.start());
                read.by_line.insert(line, first..read.directives.len());
            }
        }
        read
    }

    fn add(&mut self, file: &SourceFile, comment: TextRange, phrase: Phrase) {
        let at = |range: &Range<usize>| {
            let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
            let range = TextRange::new(small(range.start), small(range.end));
            file.place(range + comment.start())
        };
        let mut words = phrase.words;
        if words.is_empty() {
            words.push((String::new(), phrase.range));
        }
        for (word, range) in words {
            if phrase.reach == Reach::File {
                self.for_file.push(self.directives.len());
            }
            self.directives.push(Directive {
                place: at(&range),
                comment: file.place(comment),
                rule: Rule::find(&word),
                word,
                reach: phrase.reach,
                used: AtomicBool::new(false),
            });
        }
    }
}
