//! Findings by code location and file, for people with many of them.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use indexmap::IndexMap;

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::clean;
use super::{Findings, Look, Report};
use crate::diagnostic::{Diagnostic, Severity};

/// A heading a code location, below it a heading a file, below that a line a finding.
#[derive(Debug, Clone, Copy)]
pub struct Grouped {
    look: Look,
}

/// The findings of one code location by file; both in the order in which they came.
type Files<'a> = IndexMap<String, Vec<(Spot, &'a Diagnostic)>>;

impl Grouped {
    /// With or without colour.
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    fn style(self, style: Style) -> Style {
        if self.look.colour {
            style
        } else {
            Style::new()
        }
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
            let colour = self.style(colour(diagnostic.severity));
            let severity = format!("{}[{}]", diagnostic.severity, diagnostic.rule.code);
            writeln!(
                out,
                "    {:>width$}  {colour}{severity:<15}{colour:#}  {}",
                position(spot),
                message(base, diagnostic)
            )?;
        }
        Ok(())
    }
}

/// The colour of a severity, as `full` draws it.
fn colour(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Info => AnsiColor::Cyan,
    };
    colour.on_default()
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
        let bold = self.style(Style::new().bold());
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
