//! Findings as logging commands of Azure Pipelines.

use std::io::{self, Write};

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::clean;
use super::{Findings, Report};
use crate::diagnostic::Severity;

/// `##vso[task.logissue ...]message`
#[derive(Debug, Clone, Copy)]
pub struct Azure;

impl Report<Findings<'_>> for Azure {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let base = Base::repository(findings.model);
        findings.diagnostics.iter().try_for_each(|diagnostic| {
            // There is nothing below a warning.
            let kind = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning | Severity::Info => "warning",
            };
            let Spot { path, start, .. } = base.spot(diagnostic.place);
            writeln!(
                out,
                "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};\
                 code={};]{}",
                escape(&clean(&path)),
                start.line,
                start.column,
                diagnostic.rule.code,
                message(base, diagnostic).replace('%', "%AZP25"),
            )
        })
    }
}

/// The escapes of a property; line ends are pictures already.
fn escape(text: &str) -> String {
    text.replace('%', "%AZP25")
        .replace(';', "%3B")
        .replace(']', "%5D")
}
