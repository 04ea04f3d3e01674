//! Findings by code location and file, for people with many of them.

use std::io::{self, Write};

use anstyle::Style;
use indexmap::IndexMap;

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::{clean, folded};
use super::{Findings, Look, Report};
use crate::diagnostic::Diagnostic;

/// A heading a code location, below it a heading a file, below that a line a finding.
#[derive(Debug, Clone, Copy)]
pub struct Grouped {
    look: Look,
}

/// How wide a severity and its code are at most.
const SEVERITY: usize = "warning[DAG401]".len();

/// The findings of one code location by file; both in the order in which they came.
type Files<'a> = IndexMap<String, Vec<(Spot, &'a Diagnostic)>>;

impl Grouped {
    /// With or without colour.
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    fn write_file(
        self,
        base: Base<'_>,
        found: &[(Spot, &Diagnostic)],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let position = |spot: &Spot| format!("{}:{}", spot.start.line, spot.start.column);
        let widths = found.iter().map(|(spot, _)| position(spot).len());
        let width = widths.max().unwrap_or_default();
        for (spot, diagnostic) in found {
            let colour = self.look.severity(diagnostic.severity);
            let severity = format!("{}[{}]", diagnostic.severity, diagnostic.rule.code);
            let position = format!("    {:>width$}  ", position(spot));
            let indent = " ".repeat(position.len() + SEVERITY + 2);
            let message = message(base, diagnostic);
            let message = folded(&message, &indent, &indent, self.look);
            writeln!(
                out,
                "{position}{colour}{severity:<SEVERITY$}{colour:#}  {}",
                message.trim_start()
            )?;
        }
        Ok(())
    }
}

impl Report<Findings<'_>> for Grouped {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let base = Base::here(findings.model);
        let mut groups: IndexMap<Option<&str>, Files<'_>> = IndexMap::new();
        for &diagnostic in &findings.diagnostics {
            let spot = base.spot(diagnostic.place);
            let files = groups
                .entry(diagnostic.code_location.as_deref())
                .or_default();
            let found = files.entry(spot.path.clone()).or_default();
            found.push((spot, diagnostic));
        }
        let bold = self.look.style(Style::new().bold());
        for (location, files) in groups {
            match location {
                Some(name) => writeln!(out, "{bold}code location `{}`{bold:#}", clean(name))?,
                None => writeln!(out, "{bold}projects and workspaces{bold:#}")?,
            }
            for (path, found) in files {
                writeln!(out, "  {}", clean(&path))?;
                self.write_file(base, &found, out)?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
