//! Findings as annotations of GitHub Actions, and as a table for the summary of a step.

use std::io::{self, Write};

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::{clean, counted};
use super::{Findings, Report, Summary};
use crate::diagnostic::{Diagnostic, Severity};

/// How many annotations of one kind GitHub shows of a step.
const SHOWN: usize = 10;
/// How many rows of the table are written; a summary may have one megabyte.
const ROWS: usize = 500;

/// `::error file=...::message`, the most severe first.
#[derive(Debug, Clone, Copy)]
pub struct Github;

impl Report<Findings<'_>> for Github {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let base = Base::repository(findings.model);
        let mut hidden = 0;
        for severity in [Severity::Error, Severity::Warning, Severity::Info] {
            let found: Vec<&Diagnostic> = of(findings, severity).collect();
            // The notice about what is hidden is a notice too, and comes before the others.
            let room = match severity {
                Severity::Info => SHOWN - usize::from(hidden > 0 || found.len() > SHOWN),
                _ => SHOWN,
            };
            hidden += found.len().saturating_sub(room);
            if severity == Severity::Info && hidden > 0 {
                let more = counted(hidden, "more finding");
                writeln!(
                    out,
                    "::notice title=daglint::{more} not shown here; the log has all"
                )?;
            }
            for diagnostic in found {
                annotate(base, diagnostic, out)?;
            }
        }
        Ok(())
    }
}

fn of<'a>(findings: &Findings<'a>, severity: Severity) -> impl Iterator<Item = &'a Diagnostic> {
    let all = findings.diagnostics.iter().copied();
    all.filter(move |diagnostic| diagnostic.severity == severity)
}

fn annotate(base: Base<'_>, diagnostic: &Diagnostic, out: &mut dyn Write) -> io::Result<()> {
    let kind = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let Spot { path, start, end } = base.spot(diagnostic.place);
    let rule = diagnostic.rule;
    write!(
        out,
        "::{kind} file={},line={},endLine={},col={},endColumn={},title={} {}::{}",
        property(&clean(&path)),
        start.line,
        end.line,
        start.column,
        end.column,
        rule.code,
        rule.name,
        data(&message(base, diagnostic)),
    )?;
    if let Some(help) = &diagnostic.help {
        help.lines()
            .try_for_each(|line| write!(out, "%0A{}", data(&clean(line))))?;
    }
    writeln!(out)
}

/// The escapes of a message; line ends are pictures already.
fn data(text: &str) -> String {
    text.replace('%', "%25")
}

/// The escapes of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A Markdown table of the findings and the verdict, for `GITHUB_STEP_SUMMARY`.
pub struct GithubSummary(pub Summary);

impl Report<Findings<'_>> for GithubSummary {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "### daglint\n\n{}\n", self.0.verdict_and_scope())?;
        if findings.diagnostics.is_empty() {
            return Ok(());
        }
        let base = Base::repository(findings.model);
        writeln!(out, "| | Rule | Where | What |\n|---|---|---|---|")?;
        let found = findings.ranked().diagnostics;
        for diagnostic in found.iter().take(ROWS) {
            let Spot { path, start, .. } = base.spot(diagnostic.place);
            let rule = match diagnostic.rule.url() {
                Some(url) => format!("[{}]({url})", diagnostic.rule.code),
                None => diagnostic.rule.code.to_owned(),
            };
            writeln!(
                out,
                "| {} | {rule} | `{}:{}` | {} |",
                diagnostic.severity,
                cell(&clean(&path)).replace('`', ""),
                start.line,
                cell(&message(base, diagnostic)),
            )?;
        }
        if let Some(more) = found.len().checked_sub(ROWS).filter(|&more| more > 0) {
            writeln!(out, "\n{} in the log", counted(more, "more finding"))?;
        }
        writeln!(out)
    }
}

/// Text of the project is no markup.
fn cell(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('|', "\\|")
}
