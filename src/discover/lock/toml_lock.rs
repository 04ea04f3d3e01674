//! The `[[package]]` tables that uv, Poetry and PDM write alike.

use std::str::FromStr;

use pep440_rs::Version;

use crate::model::LockedPackage;
use crate::source::SourceFile;

use super::super::manifest::normalise;
use super::super::toml_node::{Document, Table};
use super::Contents;

/// The packages, and what `contents` takes from the same file.
pub(super) fn read(
    file: &SourceFile,
    contents: impl FnOnce(Table<'_>) -> Contents,
) -> (Vec<LockedPackage>, Contents) {
    let Ok(document) = Document::parse(file) else {
        return (Vec::new(), Contents::Nothing);
    };
    let root = document.root();
    let packages = root.get("package").map(|it| it.items()).unwrap_or_default();
    let packages = packages.iter().filter_map(|it| package(it.table()?));
    (packages.collect(), contents(root))
}

fn package(table: Table<'_>) -> Option<LockedPackage> {
    let name = table.string("name")?;
    let version = table.string("version");
    Some(LockedPackage {
        name: normalise(&name.value)?,
        version: version
            .as_ref()
            .and_then(|version| Version::from_str(&version.value).ok()),
        requires: requires(table),
        place: version.map_or(name.place, |version| version.place),
    })
}

/// uv lists tables with names, with an extra too; Poetry has a table, PDM a list of
/// requirements.
fn requires(table: Table<'_>) -> Vec<String> {
    let mut names = Vec::new();
    if let Some(value) = table.get("dependencies") {
        let entries = value.table().map(|table| table.entries());
        names.extend(entries.into_iter().flatten().map(|(name, _)| name.value));
        for item in value.items() {
            let named = item.table().and_then(|item| item.string("name"));
            names.extend(named.map(|name| name.value));
            let text = item.string().map(|text| text.value);
            let end = |c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c));
            names.extend(text.map(|text| text.split(end).next().unwrap_or_default().to_owned()));
        }
    }
    let extras = table.table(&["optional-dependencies"]).into_iter();
    for (_, extra) in extras.flat_map(|extras| extras.entries()) {
        for item in extra.items() {
            let named = item.table().and_then(|item| item.string("name"));
            names.extend(named.map(|name| name.value));
        }
    }
    names.iter().filter_map(|name| normalise(name)).collect()
}
