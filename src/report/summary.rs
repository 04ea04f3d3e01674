//! The end of a run for people: the verdict, what it is about, and what is not in it.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use super::Findings;
use super::text::counted;
use crate::diagnostic::Severity;

/// Counts, scope and time of a run.
#[derive(Debug, Clone)]
pub struct Summary {
    verdict: String,
    scope: String,
    incomplete: usize,
    worst: Option<&'static str>,
}

impl Summary {
    /// The verdict, and what it is about: one line.
    pub fn verdict_and_scope(&self) -> String {
        format!("{} (checked {})", self.verdict, self.scope)
    }

    /// Sums up a run that took `time`.
    pub fn new(findings: &Findings<'_>, time: Duration) -> Self {
        let files = counted(findings.files(), "Python file");
        let locations = counted(findings.model.code_locations.len(), "code location");
        Self {
            verdict: verdict(findings),
            scope: format!("{files}, {locations} in {:.2}s", time.as_secs_f64()),
            incomplete: findings.incomplete().len(),
            worst: worst(findings),
        }
    }
}

/// The code of the first of the most severe findings.
fn worst(findings: &Findings<'_>) -> Option<&'static str> {
    let most = findings
        .diagnostics
        .iter()
        .map(|found| found.severity)
        .max();
    let mut found = findings.diagnostics.iter();
    found
        .find(|found| Some(found.severity) == most)
        .map(|found| found.rule.code)
}

fn verdict(findings: &Findings<'_>) -> String {
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .map(|severity| (findings.count(severity), severity))
        .filter(|&(count, _)| count > 0)
        .map(|(count, severity)| counted(count, &severity.to_string()))
        .collect();
    if counts.is_empty() {
        // Nothing was checked where there is nothing to load; that is no success.
        let verdict = match findings.model.code_locations.len() {
            0 => "Nothing to report",
            _ => "All checks passed",
        };
        return verdict.to_owned();
    }
    let files: BTreeSet<_> = (findings.diagnostics.iter())
        .map(|diagnostic| diagnostic.place.file)
        .collect();
    format!("{} in {}", counts.join(", "), counted(files.len(), "file"))
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.verdict_and_scope())?;
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
