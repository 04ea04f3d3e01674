//! The end of a run for people: the verdict, what it is about, and what is not in it.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use anstyle::{AnsiColor, Style};

use super::text::counted;
use super::{Findings, Look};
use crate::diagnostic::Applicability;

/// Counts, scope and time of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    verdict: String,
    scope: String,
    incomplete: usize,
    fixable: [usize; 2],
    look: Look,
    clean: bool,
    worst: Option<&'static str>,
}

impl Summary {
    /// The same, drawn as a stream allows.
    #[must_use]
    pub fn drawn(self, look: Look) -> Self {
        Self { look, ..self }
    }

    /// The verdict, and what it is about: one line.
    pub fn verdict_and_scope(&self) -> String {
        format!("{} (checked {})", self.verdict, self.scope)
    }

    /// Sums up a run that took `time`.
    pub fn new(findings: &Findings<'_>, time: Duration) -> Self {
        let files = counted(findings.files(), "Python file");
        let all = &findings.model.code_locations;
        let locations = counted(all.len(), "code location");
        let assets = counted(all.iter().map(|it| it.assets.len()).sum(), "asset");
        Self {
            verdict: verdict(findings),
            scope: format!(
                "{files}, {locations}, {assets} in {:.2}s",
                time.as_secs_f64()
            ),
            incomplete: findings.incomplete().len(),
            fixable: [Applicability::Safe, Applicability::Unsafe].map(|it| fixable(findings, it)),
            look: Look::PLAIN,
            clean: findings.diagnostics.is_empty(),
            worst: worst(findings),
        }
    }
}

fn fixable(findings: &Findings<'_>, applicability: Applicability) -> usize {
    let fixes = findings.diagnostics.iter().filter_map(|it| it.fix.as_ref());
    fixes
        .filter(|fix| fix.applicability == applicability)
        .count()
}

/// The code of the first of the most severe findings.
fn worst(findings: &Findings<'_>) -> Option<&'static str> {
    let ranked = findings.ranked();
    ranked.diagnostics.first().map(|found| found.rule.code)
}

fn verdict(findings: &Findings<'_>) -> String {
    let Some(counts) = findings.counts() else {
        // Nothing was checked where there is nothing to load; that is no success.
        let verdict = match findings.model.code_locations.len() {
            0 => "Nothing to report",
            _ => "All checks passed",
        };
        return verdict.to_owned();
    };
    let files: BTreeSet<_> = (findings.diagnostics.iter())
        .map(|diagnostic| diagnostic.place.file)
        .collect();
    format!("{counts} in {}", counted(files.len(), "file"))
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bold = match (self.look.colour, self.clean) {
            (false, _) => Style::new(),
            (true, true) => AnsiColor::Green.on_default().bold(),
            (true, false) => Style::new().bold(),
        };
        write!(f, "{bold}{}{bold:#} (checked {})", self.verdict, self.scope)?;
        match self.fixable {
            [0, 0] => {}
            [safe, 0] => write!(f, "\nfix: {safe} can be fixed with --fix")?,
            [0, more] => write!(f, "\nfix: {more} can be fixed with --fix --unsafe-fixes")?,
            [safe, more] => write!(
                f,
                "\nfix: {safe} can be fixed with --fix, {more} more with --fix --unsafe-fixes"
            )?,
        }
        if let Some(code) = self.worst {
            write!(
                f,
                "\nhelp: `daglint rule {code}` shows what a rule is about"
            )?;
        }
        match self.incomplete {
            0 => Ok(()),
            1 => f.write_str("\nnote: 1 value could not be evaluated; `daglint list` shows it"),
            many => write!(
                f,
                "\nnote: {many} values could not be evaluated; `daglint list` shows them"
            ),
        }
    }
}
