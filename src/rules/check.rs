//! The functions that look for faults, one a rule.

use super::teller::Teller;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model, Project};
use crate::rule::{RULES, Rule};
use crate::source::SourceFile;
use crate::suppress::{Baseline, Comments};

/// What a rule looks at. It sees the model and nothing else, and adds what it finds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Check {
    /// The whole deployment.
    Model(fn(&'static Rule, &Model, &mut Vec<Diagnostic>)),
    /// One file at a time, of those that were read: see [`crate::syntax`].
    File(fn(&'static Rule, &Model, &SourceFile, &mut Vec<Diagnostic>)),
    /// One project at a time.
    Project(fn(&'static Rule, &Model, &Project, &mut Vec<Diagnostic>)),
    /// One code location at a time. The code location of each finding is filled in.
    CodeLocation(fn(&'static Rule, &Model, &CodeLocation, &mut Vec<Diagnostic>)),
    /// The faults that the load of a code location met, one at a time: a function for each kind
    /// that the rule tells. The code location of each finding is filled in.
    Fault(&'static [Teller]),
    /// The comments that suppress, once it is known which of them were needed.
    Comments(fn(&'static Rule, &Model, &Comments, &mut Vec<Diagnostic>)),
    /// The baseline, once it is known which of its entries were needed.
    Baseline(fn(&'static Rule, &Model, &Baseline, &mut Vec<Diagnostic>)),
}

include!(concat!(env!("OUT_DIR"), "/checks.rs"));

impl Check {
    /// The function of a rule.
    pub(super) fn of(rule: &Rule) -> Option<Self> {
        let at = RULES.iter().position(|it| it == rule)?;
        CHECKS.get(at).copied()
    }
}

/// Every rule with its function, by code.
pub(super) fn all() -> impl Iterator<Item = (&'static Rule, Check)> {
    RULES.iter().zip(CHECKS.iter().copied())
}
