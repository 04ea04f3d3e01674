//! The inventory as one JSON object, described by `schemas/inventory-v1.json`.

use std::io::{self, Write};

use serde::Serialize;

use super::inventory::{self, Inventory, sorted_locations};
use super::json::Incomplete;
use super::{Report, path_and_line, shown_path, sorted_unknowns};
use crate::model::{CodeLocation, Model};

/// Everything that would be loaded, for programs. Within version 1 it only grows.
#[derive(Debug, Clone, Copy)]
pub struct InventoryJson;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    code_locations: Vec<Location<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    name: &'a str,
    project: Option<String>,
    entry: Option<Entry<'a>>,
    complete: bool,
    unknowns: Vec<Incomplete<'a>>,
    assets: Vec<Asset<'a>>,
    asset_checks: Vec<Keyed>,
    jobs: Vec<Named>,
    schedules: Vec<Named>,
    sensors: Vec<Named>,
    resources: Vec<Named>,
}

#[derive(Serialize)]
struct Entry<'a> {
    module: &'a str,
    path: Option<String>,
}

#[derive(Serialize)]
struct Asset<'a> {
    #[serde(flatten)]
    keyed: Keyed,
    external: bool,
    group: Option<&'a str>,
    deps: Vec<String>,
}

#[derive(Serialize)]
struct Keyed {
    key: String,
    #[serde(flatten)]
    spot: Spot,
}

#[derive(Serialize)]
struct Named {
    name: String,
    #[serde(flatten)]
    spot: Spot,
}

#[derive(Serialize)]
struct Spot {
    path: String,
    line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
}

impl Spot {
    fn of(model: &Model<'_>, entry: &inventory::Entry<'_>) -> Self {
        let (path, line) = path_and_line(model, entry.place);
        Self {
            path,
            line,
            certainty: (!entry.certain).then_some("possible"),
        }
    }
}

impl Keyed {
    fn of(model: &Model<'_>, entry: inventory::Entry<'_>) -> Self {
        Self {
            spot: Spot::of(model, &entry),
            key: entry.name,
        }
    }
}

impl<'a> Asset<'a> {
    fn of(model: &Model<'_>, entry: inventory::Entry<'a>) -> Self {
        let (group, deps, external) = match entry.asset {
            Some((asset, external)) => (asset.group.name(), asset.deps.as_slice(), external),
            None => (None, [].as_slice(), false),
        };
        let mut deps: Vec<String> = deps.iter().map(ToString::to_string).collect();
        deps.sort();
        deps.dedup();
        Self {
            keyed: Keyed::of(model, entry),
            external,
            group,
            deps,
        }
    }
}

impl<'a> Location<'a> {
    fn of(model: &'a Model<'_>, location: &'a CodeLocation) -> Self {
        let shown = |path| shown_path(path, &model.directory);
        let named = |entries: Vec<inventory::Entry<'_>>| {
            let one = |entry: inventory::Entry<'_>| Named {
                spot: Spot::of(model, &entry),
                name: entry.name,
            };
            entries.into_iter().map(one).collect()
        };
        let held = Inventory::of(location);
        let unknowns = sorted_unknowns(model, location.unknowns.iter());
        Self {
            name: &location.name,
            project: (location.project).map(|id| shown(&model.project(id).directory)),
            entry: location.entry.as_ref().map(|entry| Entry {
                module: &entry.module,
                path: entry.file.map(|file| shown(model.sources.get(file).path())),
            }),
            complete: location.is_complete(),
            unknowns: (unknowns.into_iter())
                .map(|unknown| Incomplete::new(model, unknown))
                .collect(),
            assets: (held.assets.into_iter())
                .map(|entry| Asset::of(model, entry))
                .collect(),
            asset_checks: (held.asset_checks.into_iter())
                .map(|entry| Keyed::of(model, entry))
                .collect(),
            jobs: named(held.jobs),
            schedules: named(held.schedules),
            sensors: named(held.sensors),
            resources: named(held.resources),
        }
    }
}

impl Report<Model<'_>> for InventoryJson {
    fn write(&self, model: &Model<'_>, out: &mut dyn Write) -> io::Result<()> {
        let locations = sorted_locations(model);
        let document = Document {
            version: 1,
            code_locations: (locations.into_iter())
                .map(|location| Location::of(model, location))
                .collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &document)?;
        writeln!(out)
    }
}
