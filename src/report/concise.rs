//! A line a finding, for editors, scripts and `grep`.

use std::io::{self, Write};

use super::one_place::message;
use super::spot::Base;
use super::{Findings, Look, Report, shown_place};

/// `path:line:col: severity[CODE] message`
#[derive(Debug, Clone, Copy)]
pub struct Concise {
    look: Look,
}

impl Concise {
    /// With or without colour.
    pub fn new(look: Look) -> Self {
        Self { look }
    }
}

impl Report<Findings<'_>> for Concise {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let base = Base::here(findings.model);
        findings.diagnostics.iter().try_for_each(|diagnostic| {
            let style = self.look.severity(diagnostic.severity);
            writeln!(
                out,
                "{}: {style}{}[{}]{style:#} {}",
                shown_place(findings.model, diagnostic.place),
                diagnostic.severity,
                diagnostic.rule.code,
                message(base, diagnostic)
            )
        })
    }
}
