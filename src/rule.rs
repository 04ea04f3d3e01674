//! What a rule is: its metadata, which stands once, in the front matter of its
//! page under `rules/`. The function that looks for the fault stands in `rules`.

mod severity;

pub use severity::{Applicability, Severity};

use crate::address;

/// What the fault leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Consequence {
    /// Dagster will not load it.
    Refuses,
    /// It loads, and drops or changes something.
    Silent,
    /// It fails when installed or deployed elsewhere.
    Deploy,
    /// It fails at a tick or in a run.
    Late,
    /// It is probably not what was meant.
    Suspicious,
    /// It works, but is not as recommended.
    Hygiene,
}

impl Consequence {
    /// The word of the pages for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Refuses => "refuses",
            Self::Silent => "silent",
            Self::Deploy => "deploy",
            Self::Late => "late",
            Self::Suspicious => "suspicious",
            Self::Hygiene => "hygiene",
        }
    }
}

/// One rule. The table of all of them, [`RULES`], is made from the pages at build time.
#[derive(Debug)]
pub struct Rule {
    /// `DAG401`.
    pub code: &'static str,
    /// `duplicate-asset-key`: names the fault.
    pub name: &'static str,
    /// One line.
    pub summary: &'static str,
    /// How severe a finding is where nothing makes it less so.
    pub severity: Severity,
    /// How severe most findings are.
    pub usual: Severity,
    /// How severe findings can be instead.
    pub lower: &'static [Severity],
    /// What the fault leads to.
    pub consequence: Consequence,
    /// Whether it is on where no setting says otherwise.
    pub on: bool,
    /// How severe it is under `preset = "strict"`, where that differs.
    pub strict: Option<Severity>,
    /// Whether it is on for projects whose definitions others collect.
    pub in_libraries: bool,
    /// The first version of daglint that has it.
    pub since: &'static str,
    /// How far the fixes can be trusted at best; none where it gives none.
    pub fix: Option<Applicability>,
    /// The keys of the settings that change what it looks for.
    pub settings: &'static [&'static str],
    /// The whole page, Markdown without the front matter.
    pub page: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

impl Rule {
    /// The rule of a code or name, in any letter case.
    pub fn find(code_or_name: &str) -> Option<&'static Self> {
        RULES.iter().find(|rule| {
            rule.code.eq_ignore_ascii_case(code_or_name)
                || rule.name.eq_ignore_ascii_case(code_or_name)
        })
    }

    /// The severities that findings can have, the usual one first.
    pub fn severities(&self) -> impl Iterator<Item = Severity> {
        let all = [self.severity]
            .into_iter()
            .chain(self.lower.iter().copied());
        let others = all.filter(|&severity| severity != self.usual);
        [self.usual].into_iter().chain(others)
    }

    /// Where the page can be read, if this build knows of a repository.
    pub fn url(&self) -> Option<String> {
        address::page(self.name)
    }
}
