//! Findings as pylint prints them, which editors and quality gates parse.

use std::io::{self, Write};

use super::one_place::message;
use super::spot::{Base, Spot};
use super::text::clean;
use super::{Findings, Report};

/// `path:line: [CODE(name), symbol] message`
#[derive(Debug, Clone, Copy)]
pub struct Pylint;

impl Report<Findings<'_>> for Pylint {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let base = Base::here(findings.model);
        findings.diagnostics.iter().try_for_each(|diagnostic| {
            let Spot { path, start, .. } = base.spot(diagnostic.place);
            let (path, line) = (clean(&path), start.line);
            let rule = diagnostic.rule;
            let symbol = diagnostic.symbol_in(findings.model.sources);
            // A bracket would end the field.
            let symbol = match clean(&symbol) {
                symbol if symbol.is_empty() || symbol.contains(['[', ']']) => String::new(),
                symbol => format!(", {symbol}"),
            };
            let message = message(base, diagnostic);
            writeln!(
                out,
                "{path}:{line}: [{}({}){symbol}] {message}",
                rule.code, rule.name
            )
        })
    }
}
