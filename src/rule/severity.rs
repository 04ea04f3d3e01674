//! How much a finding matters, and how far its fix can be trusted.

use std::fmt;

/// How much a finding matters.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never fails a run by default.
    #[default]
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

/// How far a fix can be trusted. What Dagster loads today stays as it is under a safe fix;
/// what it refuses today has nothing to lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// A sketch to be read and finished by hand; it is never written.
    Display,
    /// It changes what is loaded, or drops a comment: written with `--unsafe-fixes`.
    Unsafe,
    /// It changes nothing that works: written with `--fix`.
    Safe,
}
