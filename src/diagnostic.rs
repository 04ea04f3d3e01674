//! One finding: which rule, how severe, what to say, and where.

use std::fmt;

use crate::rule::Rule;
use crate::source::Place;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    Info,
    /// Likely wrong, or wrong later.
    Warning,
    /// Dagster refuses it, or silently does something else.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What another place has to do with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It could as well be the primary place: another definition of the same key.
    Equal,
    /// It explains: the loader that brought the definition in, say.
    Evidence,
}

/// A further place of a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, in a few words.
    pub message: String,
    /// Its part in the finding.
    pub role: Role,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Usually that of the rule; never above it.
    pub severity: Severity,
    /// One sentence that names the concrete thing; no full stop.
    pub message: String,
    /// Where to look first.
    pub place: Place,
    /// A few words on what is at `place`.
    pub label: Option<String>,
    /// Further places.
    pub related: Vec<Related>,
    /// What Dagster does about it, and what to do now.
    pub help: Option<String>,
    /// The code location that it concerns.
    pub code_location: Option<String>,
}

impl Diagnostic {
    /// A finding of `rule` at its usual severity.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            help: None,
            code_location: None,
        }
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Lowers (never raises) the severity.
    #[must_use]
    pub fn at_most(mut self, severity: Severity) -> Self {
        self.severity = self.severity.min(severity);
        self
    }

    /// Adds a place that could as well be the primary one.
    #[must_use]
    pub fn equal(self, place: Place, message: impl Into<String>) -> Self {
        self.related(place, message, Role::Equal)
    }

    /// Adds a place that explains.
    #[must_use]
    pub fn evidence(self, place: Place, message: impl Into<String>) -> Self {
        self.related(place, message, Role::Evidence)
    }

    fn related(mut self, place: Place, message: impl Into<String>, role: Role) -> Self {
        self.related.push(Related {
            place,
            message: message.into(),
            role,
        });
        self
    }

    /// Says what Dagster does and what to do now.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which code location it concerns.
    #[must_use]
    pub fn code_location(mut self, name: impl Into<String>) -> Self {
        self.code_location = Some(name.into());
        self
    }
}
