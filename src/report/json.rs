//! Findings as one JSON object, described by `schemas/diagnostics-v1.json`.

use std::borrow::Cow;
use std::io::{self, Write};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Serialize;

use super::spot::{Base, Spot};
use super::{Findings, Report, path_and_line, shown_path};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Related, Role, Severity};
use crate::model::Model;
use crate::source::{LineColumn, Place};
use crate::suppress::{Suppressed, Suppression};

/// Everything, for programs. Within version 1 it only grows.
#[derive(Debug, Clone, Copy)]
pub struct Json;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    diagnostics: Vec<Finding<'a>>,
    suppressed: Vec<Known<'a>>,
    incomplete: Vec<Incomplete<'a>>,
    summary: Totals,
}

#[derive(Serialize)]
pub(super) struct Finding<'a> {
    code: &'a str,
    name: &'a str,
    severity: Severity,
    message: &'a str,
    #[serde(flatten)]
    spot: Stretch,
    code_location: Option<&'a str>,
    related: Vec<Other<'a>>,
    help: Option<&'a str>,
    symbol: Cow<'a, str>,
    fix: Option<Remedy<'a>>,
    url: Option<String>,
}

/// A finding that is not reported.
#[derive(Serialize)]
struct Known<'a> {
    #[serde(flatten)]
    finding: Finding<'a>,
    suppressed_by: &'static str,
    reason: Option<&'a str>,
}

impl<'a> Known<'a> {
    fn of(model: &'a Model<'_>, suppressed: &'a Suppressed) -> Self {
        Self {
            finding: Finding::of(model, &suppressed.diagnostic),
            suppressed_by: match suppressed.by {
                Suppression::Comment(_) => "comment",
                Suppression::Baseline => "baseline",
                Suppression::Setting(_) => "setting",
            },
            reason: match &suppressed.by {
                Suppression::Setting(reason) => reason.as_deref(),
                _ => None,
            },
        }
    }
}

#[derive(Serialize)]
struct Other<'a> {
    message: &'a str,
    #[serde(flatten)]
    spot: Stretch,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
}

#[derive(Serialize)]
struct Remedy<'a> {
    title: &'a str,
    applicability: Applicability,
    edits: Vec<Change<'a>>,
}

/// Without a range the file is to be made.
#[derive(Serialize)]
struct Change<'a> {
    path: String,
    range: Option<Span>,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Stretch {
    path: String,
    /// The bytes of a path that is no text, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    path_bytes: Option<String>,
    range: Span,
}

#[derive(Serialize)]
struct Span {
    start: LineColumn,
    end: LineColumn,
    byte_start: u32,
    byte_end: u32,
}

/// What could not be evaluated; the inventory has the same shape.
#[derive(Serialize)]
pub(super) struct Incomplete<'a> {
    path: String,
    line: usize,
    reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct Totals {
    errors: usize,
    warnings: usize,
    infos: usize,
    files: usize,
    code_locations: usize,
}

impl Totals {
    pub(super) fn of(findings: &Findings<'_>) -> Self {
        Self {
            errors: findings.count(Severity::Error),
            warnings: findings.count(Severity::Warning),
            infos: findings.count(Severity::Info),
            files: findings.files(),
            code_locations: findings.model.code_locations.len(),
        }
    }
}

impl<'a> Incomplete<'a> {
    pub(super) fn new(model: &Model<'_>, unknown: &'a crate::model::Unknown) -> Self {
        let (path, line) = path_and_line(model, unknown.place);
        Self {
            path,
            line,
            reason: &unknown.reason,
        }
    }
}

impl Stretch {
    fn of(model: &Model<'_>, place: Place) -> Self {
        let Spot { path, start, end } = Base::here(model).spot(place);
        let file = model.sources.get(place.file).path();
        let relative = file.strip_prefix(&model.directory).unwrap_or(file);
        let is_text = relative.to_str().is_some();
        Self {
            path,
            path_bytes: (!is_text)
                .then(|| BASE64_STANDARD.encode(relative.as_os_str().as_encoded_bytes())),
            range: Span {
                start,
                end,
                byte_start: place.range.start().to_u32(),
                byte_end: place.range.end().to_u32(),
            },
        }
    }
}

impl<'a> Remedy<'a> {
    fn of(model: &Model<'_>, fix: &'a Fix) -> Self {
        let change = |edit: &'a Edit| match edit {
            Edit::Replace { place, text } => {
                let Stretch { path, range, .. } = Stretch::of(model, *place);
                Change {
                    path,
                    range: Some(range),
                    replacement: text,
                }
            }
            Edit::Create { path, text } => Change {
                path: shown_path(path, &model.directory),
                range: None,
                replacement: text,
            },
        };
        Self {
            title: &fix.title,
            applicability: fix.applicability,
            edits: fix.edits.iter().map(change).collect(),
        }
    }
}

impl<'a> Finding<'a> {
    pub(super) fn of(model: &'a Model<'_>, diagnostic: &'a Diagnostic) -> Self {
        let other = |related: &'a Related| Other {
            message: &related.message,
            spot: Stretch::of(model, related.place),
            role: match related.role {
                Role::Equal => Some("equal"),
                Role::Edit => Some("edit"),
                Role::Evidence => None,
            },
        };
        Self {
            code: diagnostic.rule.code,
            name: diagnostic.rule.name,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            spot: Stretch::of(model, diagnostic.place),
            code_location: diagnostic.code_location.as_deref(),
            related: diagnostic.related.iter().map(other).collect(),
            help: diagnostic.help.as_deref(),
            symbol: diagnostic.symbol_in(model.sources),
            fix: (diagnostic.fix.as_ref()).map(|fix| Remedy::of(model, fix)),
            url: diagnostic.rule.url(),
        }
    }
}

impl Report<Findings<'_>> for Json {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let model = findings.model;
        let unknowns = findings.incomplete();
        let document = Document {
            version: 1,
            diagnostics: (findings.diagnostics.iter())
                .map(|diagnostic| Finding::of(model, diagnostic))
                .collect(),
            suppressed: (findings.suppressed.iter())
                .map(|suppressed| Known::of(model, suppressed))
                .collect(),
            incomplete: (unknowns.iter())
                .map(|unknown| Incomplete::new(model, unknown))
                .collect(),
            summary: Totals::of(findings),
        };
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}
