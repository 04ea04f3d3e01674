//! What a code location holds, as Dagster would hold it: each name once, sorted.

use std::collections::BTreeMap;

use crate::model::{Asset, AssetKind, AutomationKind, CodeLocation, Guard, Model};
use crate::source::Place;

/// One definition of an inventory.
pub(super) struct Entry<'a> {
    /// The name, or the key.
    pub(super) name: String,
    /// Where it is made.
    pub(super) place: Place,
    /// Whether it is there whichever way undecided branches go.
    pub(super) certain: bool,
    /// The asset behind it, and whether that is external.
    pub(super) asset: Option<(&'a Asset, bool)>,
}

/// The definitions of a code location, by kind, each sorted by name.
pub(super) struct Inventory<'a> {
    pub(super) assets: Vec<Entry<'a>>,
    pub(super) asset_checks: Vec<Entry<'a>>,
    pub(super) jobs: Vec<Entry<'a>>,
    pub(super) schedules: Vec<Entry<'a>>,
    pub(super) sensors: Vec<Entry<'a>>,
    pub(super) resources: Vec<Entry<'a>>,
}

impl<'a> Inventory<'a> {
    pub(super) fn of(location: &'a CodeLocation) -> Self {
        let automations = |kind| {
            once_each(
                (location.automations.iter())
                    .filter(move |automation| automation.kind == kind)
                    .map(|it| (it.name.clone(), it.place, &it.guard)),
            )
        };
        Self {
            assets: assets(location),
            asset_checks: once_each(location.asset_checks.iter().map(|check| {
                let key = format!("{}:{}", check.asset, check.name);
                (key, check.place, &check.guard)
            })),
            jobs: once_each(
                (location.jobs.iter()).map(|job| (job.name.clone(), job.place, &job.guard)),
            ),
            schedules: automations(AutomationKind::Schedule),
            sensors: automations(AutomationKind::Sensor),
            resources: once_each(
                (location.resources.iter()).map(|it| (it.key.clone(), it.place, &it.guard)),
            ),
        }
    }
}

/// The code locations by name, then by entry.
pub(super) fn sorted_locations<'a>(model: &'a Model<'_>) -> Vec<&'a CodeLocation> {
    let mut locations: Vec<_> = model.code_locations.iter().collect();
    locations.sort_by_cached_key(|location| {
        let file = location.entry.as_ref().and_then(|entry| entry.file);
        let path = file.map(|file| model.sources.get(file).path().to_path_buf());
        (location.name.clone(), path)
    });
    locations
}

/// Entries of one name become one; it is certain if any of them is.
fn once_each<'a, 'g>(found: impl Iterator<Item = (String, Place, &'g Guard)>) -> Vec<Entry<'a>> {
    let mut by_name: BTreeMap<String, (Place, bool)> = BTreeMap::new();
    for (name, place, guard) in found {
        let entry = by_name.entry(name).or_insert((place, false));
        entry.1 |= guard.is_certain();
    }
    by_name
        .into_iter()
        .map(|(name, (place, certain))| Entry {
            name,
            place,
            certain,
            asset: None,
        })
        .collect()
}

fn assets(location: &CodeLocation) -> Vec<Entry<'_>> {
    let mut by_key: BTreeMap<String, Vec<&Asset>> = BTreeMap::new();
    for asset in &location.assets {
        by_key.entry(asset.key.to_string()).or_default().push(asset);
    }
    by_key
        .into_iter()
        .filter_map(|(name, all)| {
            let held = held(&all)?;
            Some(Entry {
                name,
                place: held.place,
                certain: all.iter().any(|asset| asset.guard.is_certain()),
                asset: Some((held, held.kind != AssetKind::Materializable)),
            })
        })
        .collect()
}

/// Which of the objects of one key Dagster holds, in the order in which it receives
/// them: a source asset that comes last makes the key external, and of several
/// source assets the last one wins; otherwise the first object stays.
fn held<'a>(all: &[&'a Asset]) -> Option<&'a Asset> {
    let is_source = |asset: &&&Asset| {
        matches!(asset.kind, AssetKind::Source | AssetKind::Observable)
            && (asset.guard.is_certain() || all.len() == 1)
    };
    let last_source = all.iter().rev().find(is_source);
    let first_asset = all
        .iter()
        .find(|asset| asset.kind == AssetKind::Materializable);
    match all.last() {
        Some(last) if is_source(&last) => last_source.copied(),
        _ => first_asset.or(last_source).or(all.first()).copied(),
    }
}

#[cfg(test)]
mod tests {
    use ruff_text_size::TextRange;

    use super::*;
    use crate::model::{AssetKey, Group, ObjectId, SpecValue};
    use crate::source::Sources;

    fn asset(kind: AssetKind, place: Place) -> Asset {
        Asset {
            key: AssetKey::from_user_string("raw/orders"),
            place,
            kind,
            object: ObjectId(0),
            node: None,
            guard: Guard::default(),
            group: Group::Unknown,
            deps: Vec::new(),
            inputs: Vec::new(),
            spec: SpecValue::Unknown,
            brought_by: Vec::new(),
        }
    }

    fn place() -> Place {
        let sources = Sources::new();
        let id = sources.read(std::path::Path::new("/nowhere.py")).id();
        Place::new(id, TextRange::default())
    }

    #[test]
    fn a_source_asset_after_an_asset_makes_it_external() {
        let first = asset(AssetKind::Materializable, place());
        let second = asset(AssetKind::Source, place());
        let kind = |all: &[&Asset]| held(all).map(|asset| asset.kind);
        assert_eq!(kind(&[&first, &second]), Some(AssetKind::Source));
        assert_eq!(kind(&[&first]), Some(AssetKind::Materializable));
        assert_eq!(kind(&[]), None);
    }

    #[test]
    fn a_source_asset_that_may_not_be_there_changes_nothing() {
        let first = asset(AssetKind::Materializable, place());
        let mut second = asset(AssetKind::Source, place());
        second.guard = Guard::new(vec![(1, 0)]);
        assert_eq!(
            held(&[&first, &second]).map(|asset| asset.kind),
            Some(AssetKind::Materializable)
        );
    }
}
