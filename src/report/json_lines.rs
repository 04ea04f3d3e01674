//! Findings as JSON, one object a line, for streams.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{Finding, Incomplete, Totals};
use super::{Findings, Report};

/// A line a finding, then a line for each thing that was not evaluated, then the summary.
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[expect(clippy::large_enum_variant, reason = "written at once, never kept")]
enum Line<'a> {
    Diagnostic(Finding<'a>),
    Incomplete(Incomplete<'a>),
    Summary {
        version: u32,
        #[serde(flatten)]
        totals: Totals,
    },
}

impl Report<Findings<'_>> for JsonLines {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let model = findings.model;
        let mut write = |line: &Line<'_>| {
            serde_json::to_writer(&mut *out, line)?;
            writeln!(out)?;
            // Who reads a stream wants each line when it is there.
            out.flush()
        };
        for diagnostic in &findings.diagnostics {
            write(&Line::Diagnostic(Finding::of(model, diagnostic)))?;
        }
        for unknown in findings.incomplete() {
            write(&Line::Incomplete(Incomplete::new(model, unknown)))?;
        }
        write(&Line::Summary {
            version: 1,
            totals: Totals::of(findings),
        })
    }
}
