//! The inventory for people: a table a code location, and what could not be seen.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::inventory::{Entry, Inventory, sorted_locations};
use super::text::{clean, counted, folded};
use super::{Look, Report, path_and_line, shown_path, sorted_unknowns};
use crate::model::{CodeLocation, Model};

/// Columns: kind, name, where, group.
#[derive(Debug, Clone, Copy)]
pub struct InventoryTable {
    look: Look,
}

type Row = [String; 4];

impl InventoryTable {
    /// A table with or without colour.
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    fn heading(self, model: &Model<'_>, location: &CodeLocation) -> String {
        let file = location.entry.as_ref().and_then(|entry| entry.file);
        let from = match (file, &location.entry) {
            (Some(file), _) => shown_path(model.sources.get(file).path(), &model.directory),
            (None, Some(entry)) => entry.module.clone(),
            (None, None) => match location.project {
                Some(id) => {
                    let directory = &model.project(id).directory;
                    format!(
                        "{}: nothing to load",
                        shown_path(directory, &model.directory)
                    )
                }
                None => "nothing to load".to_owned(),
            },
        };
        let name = clean(&location.name);
        let bold = self.look.style(anstyle::Style::new().bold());
        let title = format!("code location {name}");
        let line = folded(&format!("{title} ({})", clean(&from)), "", "  ", self.look);
        line.replacen(&title, &format!("{bold}{title}{bold:#}"), 1)
    }
}

impl Report<Model<'_>> for InventoryTable {
    fn write(&self, model: &Model<'_>, out: &mut dyn Write) -> io::Result<()> {
        for (index, location) in sorted_locations(model).into_iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            writeln!(out, "{}", self.heading(model, location))?;
            write_rows(&rows(model, location), self.look, out)?;
            let unknowns = sorted_unknowns(model, location.unknowns.iter());
            if !unknowns.is_empty() {
                let values = counted(unknowns.len(), "value");
                writeln!(out, "  {values} could not be evaluated:")?;
            }
            for unknown in unknowns {
                let (path, line) = path_and_line(model, unknown.place);
                let said = format!("{}:{line}: {}", clean(&path), clean(&unknown.reason));
                writeln!(out, "{}", folded(&said, "    ", "      ", self.look))?;
            }
        }
        Ok(())
    }
}

fn rows(model: &Model<'_>, location: &CodeLocation) -> Vec<Row> {
    let held = Inventory::of(location);
    [
        ("asset", &held.assets),
        ("check", &held.asset_checks),
        ("job", &held.jobs),
        ("schedule", &held.schedules),
        ("sensor", &held.sensors),
        ("resource", &held.resources),
    ]
    .into_iter()
    .flat_map(|(kind, entries)| entries.iter().map(move |entry| row(model, kind, entry)))
    .collect()
}

fn row(model: &Model<'_>, kind: &str, entry: &Entry<'_>) -> Row {
    let (path, line) = path_and_line(model, entry.place);
    let external = entry.asset.is_some_and(|(_, external)| external);
    let kind = if external { "external asset" } else { kind };
    let certainty = if entry.certain { "" } else { " (possibly)" };
    let group = entry.asset.and_then(|(asset, _)| asset.group.name());
    [
        format!("{kind}{certainty}"),
        clean(&entry.name).into_owned(),
        format!("{}:{line}", clean(&path)),
        clean(group.unwrap_or_default()).into_owned(),
    ]
}

/// A line a row, in columns; two on a terminal where some row has no room in one.
fn write_rows(rows: &[Row], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut widths = [0_usize; 4];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(display_width(cell));
        }
    }
    if rows.is_empty() {
        return writeln!(out, "  no definitions");
    }
    let [first, second, third, _] = widths;
    let is_wide = widths.iter().map(|width| width + 2).sum::<usize>() > look.width;
    rows.iter().try_for_each(|[kind, name, at, group]| {
        if look.is_terminal && is_wide {
            writeln!(out, "  {}  {name}", padded(kind, first))?;
            let indent = " ".repeat(first + 6);
            return writeln!(
                out,
                "{}",
                folded(&format!("{at}  {group}"), &indent, &indent, look)
            );
        }
        let [kind, name, at] = [padded(kind, first), padded(name, second), padded(at, third)];
        let line = format!("  {kind}  {name}  {at}  {group}");
        writeln!(out, "{}", line.trim_end())
    })
}

/// A cell with the space behind it.
fn padded(cell: &str, width: usize) -> String {
    let rest = width.saturating_sub(display_width(cell));
    format!("{cell}{}", " ".repeat(rest))
}
