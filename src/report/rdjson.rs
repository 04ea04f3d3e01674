//! Findings as reviewdog's diagnostic format, with suggestions.

use std::io::{self, Write};

use ruff_text_size::TextSize;
use serde::Serialize;

use super::{Findings, Report, shown_path};
use crate::address;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Severity};
use crate::model::Model;
use crate::source::{Place, SourceFile};

/// One object. Its columns count bytes.
#[derive(Debug, Clone, Copy)]
pub struct Rdjson;

#[derive(Serialize)]
struct Document<'a> {
    source: Source,
    diagnostics: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'static str>,
}

#[derive(Serialize)]
struct Finding<'a> {
    message: String,
    location: Location,
    severity: &'a str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(rename = "relatedLocations", skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    location: Location,
}

impl Position {
    fn of(file: &SourceFile, offset: TextSize) -> Self {
        let line = file.lines().line_of(offset);
        let start = file.lines().bytes_of(line, file.shown()).start;
        Self {
            line: line + 1,
            column: offset.to_usize() - start + 1,
        }
    }
}

impl Range {
    fn of(model: &Model<'_>, place: Place) -> Self {
        let file = model.sources.get(place.file);
        Self {
            start: Position::of(file, place.range.start()),
            end: Position::of(file, place.range.end()),
        }
    }
}

impl Location {
    fn of(model: &Model<'_>, place: Place) -> Self {
        let path = model.sources.get(place.file).path();
        Self {
            path: shown_path(path, &model.directory),
            range: Range::of(model, place),
        }
    }
}

impl<'a> Finding<'a> {
    fn of(model: &Model<'_>, diagnostic: &'a Diagnostic) -> Self {
        let related = diagnostic.related.iter().map(|related| Related {
            message: &related.message,
            location: Location::of(model, related.place),
        });
        Self {
            message: match &diagnostic.help {
                Some(help) => format!("{}\n{help}", diagnostic.message),
                None => diagnostic.message.clone(),
            },
            location: Location::of(model, diagnostic.place),
            severity: match diagnostic.severity {
                Severity::Error => "ERROR",
                Severity::Warning => "WARNING",
                Severity::Info => "INFO",
            },
            code: Code {
                value: diagnostic.rule.code,
                url: diagnostic.rule.url(),
            },
            suggestions: suggestions(model, diagnostic).unwrap_or_default(),
            related: related.collect(),
        }
    }
}

/// A suggestion is in the file of the finding; a fix that needs more is none.
fn suggestions<'a>(model: &Model<'_>, diagnostic: &'a Diagnostic) -> Option<Vec<Suggestion<'a>>> {
    let fix = diagnostic.fix.as_ref()?;
    if fix.applicability == Applicability::Display {
        return None;
    }
    let suggestion = |edit: &'a Edit| match edit {
        Edit::Replace { place, text } if place.file == diagnostic.place.file => Some(Suggestion {
            range: Range::of(model, *place),
            text,
        }),
        _ => None,
    };
    fix.edits.iter().map(suggestion).collect()
}

impl Report<Findings<'_>> for Rdjson {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let document = Document {
            source: Source {
                name: "daglint",
                url: address::repository(),
            },
            diagnostics: (findings.diagnostics.iter())
                .map(|diagnostic| Finding::of(findings.model, diagnostic))
                .collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}
