//! How many findings there are of each rule.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Findings, Report};
use crate::diagnostic::Applicability;

/// A line a rule, the most frequent first; `*` marks what `--fix` writes.
#[derive(Debug, Clone, Copy)]
pub struct Statistics;

/// The same as a JSON list.
#[derive(Debug, Clone, Copy)]
pub struct StatisticsJson;

#[derive(Serialize)]
struct Row {
    count: usize,
    code: &'static str,
    name: &'static str,
    /// How many of them have a fix that `--fix` or `--unsafe-fixes` writes.
    fixable: usize,
}

fn rows(findings: &Findings<'_>) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for diagnostic in &findings.diagnostics {
        let rule = diagnostic.rule;
        let row = rows.entry(rule.code).or_insert(Row {
            count: 0,
            code: rule.code,
            name: rule.name,
            fixable: 0,
        });
        row.count += 1;
        let fix = diagnostic.fix.as_ref();
        row.fixable += usize::from(fix.is_some_and(|it| it.applicability > Applicability::Display));
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|row| Reverse(row.count));
    rows
}

impl Report<Findings<'_>> for Statistics {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        let rows = rows(findings);
        let width = rows.first().map_or(0, |row| row.count.to_string().len());
        rows.iter().try_for_each(|row| {
            let mark = if row.fixable > 0 { '*' } else { ' ' };
            writeln!(
                out,
                "{:>width$}  {}  [{mark}] {}",
                row.count, row.code, row.name
            )
        })
    }
}

impl Report<Findings<'_>> for StatisticsJson {
    fn write(&self, findings: &Findings<'_>, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, &rows(findings))?;
        writeln!(out)
    }
}
