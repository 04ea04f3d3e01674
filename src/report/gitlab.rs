//! Findings as a GitLab Code Quality report.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::one_place::message;
use super::spot::Base;
use super::{Findings, Report};
use crate::diagnostic::{Diagnostic, Severity};

/// A list of issues, each with a fingerprint that stays when lines move.
#[derive(Debug, Clone, Copy)]
pub struct Gitlab;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'a str,
    location: Location,
    content: Content,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

#[derive(Serialize)]
struct Content {
    body: String,
}

impl Report<Findings<'_>> for Gitlab {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let base = Base::repository(findings.model);
        let issues = (findings.diagnostics.iter())
            .zip(fingerprints(findings))
            .map(|(diagnostic, fingerprint)| {
                let spot = base.spot(diagnostic.place);
                let (begin, end) = (spot.start.line, spot.end.line);
                Issue {
                    description: message(base, diagnostic),
                    check_name: diagnostic.rule.code,
                    fingerprint,
                    severity: severity(diagnostic.severity),
                    location: Location {
                        path: spot.path,
                        lines: Lines { begin, end },
                    },
                    content: Content {
                        body: body(diagnostic),
                    },
                }
            });
        let issues: Vec<Issue<'_>> = issues.collect();
        serde_json::to_writer_pretty(&mut *out, &issues)?;
        writeln!(out)
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "major",
        Severity::Info => "info",
    }
}

/// What to do, and the page of the rule up to its examples.
fn body(diagnostic: &Diagnostic) -> String {
    let page = diagnostic.rule.page;
    let about = page.split("\n## Example").next().unwrap_or(page).trim();
    match &diagnostic.help {
        Some(help) => format!("{help}\n\n{about}"),
        None => about.to_owned(),
    }
}
