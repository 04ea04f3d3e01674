//! Findings that are known and wait: a file with a line for each, keyed by the rule, the
//! path and the symbol, never by the line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::path::join;
use crate::path::shown_path;
use crate::rule::Rule;
use crate::settings::SettingsFault;
use crate::source::{Place, SourceFile, Sources};

/// What a line of a baseline is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The name of the rule.
    pub rule: String,
    /// The path, counted from the baseline, with `/`.
    pub path: String,
    /// What the finding is about.
    pub symbol: String,
}

/// A line of a baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    known: Known,
    count: usize,
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(rename = "daglint-baseline")]
    version: u32,
}

/// An entry of a baseline that was read.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it is about.
    pub known: Known,
    /// How many findings it stands for.
    pub count: usize,
    /// Its line.
    pub place: Place,
}

/// A baseline, and how many findings it may still keep quiet.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// The directory that its paths count from.
    pub directory: PathBuf,
    /// What it holds, in the order of the file.
    pub entries: Vec<Entry>,
    tallies: FxHashMap<Known, Tally>,
}

/// The findings that all lines about one thing stand for: a merge can leave several.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    held: usize,
    left: usize,
}

impl Baseline {
    /// Reads a baseline; failures show its path relative to `directory`.
    ///
    /// # Errors
    /// When it is not there, or a line of it is none.
    pub fn read(sources: &Sources, path: &Path, directory: &Path) -> Result<Self, Failure> {
        let file = sources.read(path);
        if let Some(fault) = file.fault() {
            return Err(Failure::new(format!("cannot read the baseline: {fault}"))
                .at(shown_path(path, directory))
                .help("`daglint baseline write` makes it"));
        }
        let mut baseline = Self {
            directory: path.parent().unwrap_or(path).to_path_buf(),
            ..Self::default()
        };
        let mut faults = Vec::new();
        for number in 0..file.lines().count() {
            match read_line(file, number) {
                Ok(Some(entry)) => baseline.add(entry),
                Ok(None) => {}
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() {
            Ok(baseline)
        } else {
            Err(Failure::of_settings(faults))
        }
    }

    fn add(&mut self, entry: Entry) {
        let tally = self.tallies.entry(entry.known.clone()).or_default();
        tally.held = tally.held.saturating_add(entry.count);
        tally.left = tally.held;
        self.entries.push(entry);
    }

    /// Whether it holds a finding that was not met yet; it is met now.
    pub(super) fn takes(&mut self, sources: &Sources, diagnostic: &Diagnostic) -> bool {
        if self.entries.is_empty() {
            return false;
        }
        let known = Known::of(sources, diagnostic, &self.directory);
        let tally = self.tallies.get_mut(&known).filter(|it| it.left > 0);
        tally.is_some_and(|tally| {
            tally.left -= 1;
            true
        })
    }

    /// How many findings it holds of one thing, all of its lines together.
    pub fn held(&self, known: &Known) -> usize {
        self.tallies.get(known).map_or(0, |tally| tally.held)
    }

    /// How many of these were not met.
    pub fn left(&self, known: &Known) -> usize {
        self.tallies.get(known).map_or(0, |tally| tally.left)
    }

    /// The absolute path that an entry is about.
    pub fn path(&self, known: &Known) -> PathBuf {
        join(&self.directory, &known.path)
    }
}

impl Known {
    /// What a baseline in a directory says of a finding.
    pub fn of(sources: &Sources, diagnostic: &Diagnostic, directory: &Path) -> Self {
        let path = sources.get(diagnostic.place.file).path();
        Self {
            rule: diagnostic.rule.name.to_owned(),
            path: shown_path(path, directory),
            symbol: diagnostic.symbol_in(sources).into_owned(),
        }
    }
}

/// The text of a baseline: one line an entry, sorted, so that merges are clean.
pub fn text(counts: &BTreeMap<Known, usize>) -> String {
    let head = serde_json::to_string(&Head { version: 1 });
    let lines = counts.iter().map(|(known, &count)| {
        serde_json::to_string(&Line {
            known: known.clone(),
            count,
        })
    });
    // Strings and numbers are always JSON.
    let lines = std::iter::once(head).chain(lines).filter_map(Result::ok);
    lines.map(|line| line + "\n").collect()
}

fn read_line(file: &SourceFile, number: usize) -> Result<Option<Entry>, SettingsFault> {
    let bytes = file.lines().bytes_of(number, file.text());
    let text = file.text()[bytes.clone()].trim();
    let place = file.line(number);
    let fault = |message: String| SettingsFault {
        place,
        message,
        label: None,
        help: Some("`daglint baseline write` makes the file anew".to_owned()),
    };
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(head) = serde_json::from_str::<Head>(text) {
        return match head.version {
            1 => Ok(None),
            other => Err(fault(format!(
                "a baseline of version {other}; this daglint reads version 1"
            ))),
        };
    }
    let line: Line = serde_json::from_str(text)
        .map_err(|error| fault(format!("this is not an entry of a baseline: {error}")))?;
    Ok(Some(Entry {
        known: line.known,
        count: line.count,
        place,
    }))
}

/// The rule that an entry names, by name or code.
pub fn rule_of(known: &Known) -> Option<&'static Rule> {
    Rule::find(&known.rule)
}
