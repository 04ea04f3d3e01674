//! From findings to changed files: passes of fixes over the texts in memory, then all
//! files at once.
//!
//! A pass takes every fix that fits beside those before it; the next one analyses what
//! came of it. What would not parse any more is not taken. Nothing is written before all
//! is decided, and then all of it or nothing.

mod difference;
mod pass;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

pub use difference::write_difference;

use crate::diagnostic::{Applicability, Diagnostic};
use crate::discover::Request;
use crate::failure::Failure;
use crate::path::shown_path;
use crate::rule::Rule;
use crate::source::Sources;
use crate::write::{NewText, Unwritten, all};
use crate::{Analysis, analyze};
use pass::{Pass, Taken};

/// One fix can make room for another; that it goes on for longer is a bug.
const MOST_PASSES: usize = 10;

/// A file that fixes change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its text as it is on disk; none where the file is made.
    pub before: Option<String>,
    /// Its text with the fixes.
    pub after: String,
}

/// What came of fixing, in memory.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The changed files by path.
    pub changes: BTreeMap<PathBuf, Change>,
    /// The rule and the file of each finding that was fixed.
    pub applied: Vec<(PathBuf, &'static Rule)>,
    /// The files whose fixes were dropped, as they would not parse with them.
    pub dropped: BTreeSet<PathBuf>,
    /// Whether there would have been more to do after the last pass.
    pub unfinished: bool,
}

impl Fixed {
    fn overlays(&self) -> HashMap<PathBuf, String> {
        let text = |(path, change): (&PathBuf, &Change)| (path.clone(), change.after.clone());
        self.changes.iter().map(text).collect()
    }

    fn take(&mut self, sources: &Sources, taken: Taken) {
        for (path, after) in taken.texts {
            let on_disk = || sources.read(&path).text().to_owned();
            if let Some(change) = self.changes.get_mut(&path) {
                change.after = after;
            } else {
                let before = (!taken.created.contains(&path)).then(on_disk);
                self.changes.insert(path, Change { before, after });
            }
        }
        self.applied.extend(taken.applied);
        self.dropped.extend(taken.dropped);
    }
}

/// Writes all of the changes; failures show paths relative to `directory`. Mode, byte order
/// mark and encoding of a file stay.
///
/// # Errors
/// When a file has changed since it was read, or cannot be written. Then nothing is.
pub fn write(changes: &BTreeMap<PathBuf, Change>, directory: &Path) -> Result<(), Failure> {
    let texts = changes.iter().map(|(path, change)| NewText {
        path,
        before: change.before.as_deref(),
        after: &change.after,
    });
    all(texts).map_err(|Unwritten { path, why, stuck }| {
        let shown = |path: &PathBuf| shown_path(path, directory);
        let failure = Failure::new(format!("cannot fix `{}`: {why}", shown(&path)));
        let stuck: Vec<String> = stuck.iter().map(shown).collect();
        failure.help(if stuck.is_empty() {
            "no file was changed".to_owned()
        } else {
            format!("fixed nonetheless: {}", stuck.join(", "))
        })
    })
}

/// Fixes what `chosen` picks of the findings, as far as the fixes can be trusted.
///
/// # Errors
/// As [`analyze`].
pub fn fix(
    request: &Request,
    least: Applicability,
    mut chosen: impl for<'a> FnMut(&'a Analysis<'_>) -> Result<Vec<&'a Diagnostic>, Failure>,
) -> Result<Fixed, Failure> {
    let mut fixed = Fixed::default();
    for _ in 0..MOST_PASSES {
        let sources = Sources::with_overlays(fixed.overlays());
        let analysis = analyze(&sources, request)?;
        let findings = chosen(&analysis)?;
        let fixes = findings
            .iter()
            .filter_map(|&finding| Some((finding, finding.fix.as_ref()?)))
            .filter(|(_, fix)| fix.applicability >= least.max(Applicability::Unsafe));
        let taken = Pass::new(&analysis.model, &fixed).run(fixes);
        if taken.applied.is_empty() {
            fixed.dropped.extend(taken.dropped);
            return Ok(fixed);
        }
        fixed.take(&sources, taken);
    }
    fixed.unfinished = true;
    Ok(fixed)
}

/// Whether a text parses, as far as that can be told by the name of its file.
fn parses(path: &Path, text: &str) -> bool {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("py") => crate::source::is_python(text),
        Some("toml") => toml::de::DeTable::parse(text).is_ok(),
        Some("yaml" | "yml") => crate::source::yaml::parse(text).is_ok(),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
