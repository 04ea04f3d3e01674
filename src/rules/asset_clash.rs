//! What Dagster makes of several definitions of one asset key. It depends on what
//! they are and on their order (`repository_data_builder`, `object_list`,
//! `AssetsDefinition.__init__`).

use std::collections::{BTreeMap, HashSet};

use super::clash::has_one_namespace;
use crate::model::{Asset, AssetKey, AssetKind, CodeLocation, SpecValue};

/// What Dagster does about a clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It does not load.
    Refused,
    /// Equal specs: one of them is dropped.
    Merged,
    /// Specs that are merged when they are equal, and refused when they are not.
    MergedOrRefused,
    /// A source asset after the asset: the key becomes external.
    Hidden,
    /// Several source assets: the last one wins.
    LastWins,
}

/// Several definitions of one asset key.
#[derive(Debug)]
pub(super) struct AssetClash<'a> {
    pub(super) key: &'a AssetKey,
    pub(super) outcome: Outcome,
    /// In the order in which Dagster receives them.
    pub(super) assets: Vec<&'a Asset>,
}

/// Every clash of asset keys whose parts certainly exist, by key.
pub(super) fn asset_clashes(location: &CodeLocation) -> Vec<AssetClash<'_>> {
    let mut groups: BTreeMap<&AssetKey, Vec<&Asset>> = BTreeMap::new();
    for asset in location
        .assets
        .iter()
        .filter(|asset| asset.guard.is_certain() && has_one_namespace(location))
    {
        groups.entry(&asset.key).or_default().push(asset);
    }
    groups
        .into_iter()
        .filter(|(_, assets)| assets.len() > 1)
        .map(|(key, assets)| AssetClash {
            key,
            outcome: outcome(&assets),
            assets,
        })
        .collect()
}

fn is_source(asset: &Asset) -> bool {
    matches!(asset.kind, AssetKind::Source | AssetKind::Observable)
}

fn outcome(assets: &[&Asset]) -> Outcome {
    let (sources, definitions): (Vec<&Asset>, Vec<&Asset>) =
        assets.iter().partition(|asset| is_source(asset));
    // A loader looks for clashes among what one call of it finds, whatever it is.
    let one_loader = found_by_one_loader(assets);
    match definitions.as_slice() {
        [] if one_loader => Outcome::Refused,
        [] => Outcome::LastWins,
        // Bare specs come last, wherever they are listed.
        [asset] if asset.kind == AssetKind::Spec => Outcome::Refused,
        [_] if one_loader || assets.first().is_some_and(|first| is_source(first)) => {
            Outcome::Refused
        }
        [_] => Outcome::Hidden,
        // One multi-asset that lists a key twice, or bare specs only.
        [first, rest @ ..]
            if sources.is_empty()
                && (rest.iter().all(|asset| asset.object == first.object)
                    || definitions
                        .iter()
                        .all(|asset| asset.kind == AssetKind::Spec)) =>
        {
            of_specs(&definitions)
        }
        _ => Outcome::Refused,
    }
}

/// Equal specs are merged; whether specs are equal may be unknown.
fn of_specs(specs: &[&Asset]) -> Outcome {
    let mut values = HashSet::new();
    let mut unknown = false;
    for spec in specs {
        match &spec.spec {
            SpecValue::Known(value) => {
                values.insert(value);
            }
            SpecValue::Unknown => unknown = true,
        }
    }
    match (values.len() > 1, unknown) {
        (true, _) => Outcome::Refused,
        (false, true) => Outcome::MergedOrRefused,
        (false, false) => Outcome::Merged,
    }
}

fn found_by_one_loader(assets: &[&Asset]) -> bool {
    let mut loaders = HashSet::new();
    assets.iter().any(|asset| {
        asset
            .brought_by
            .first()
            .is_some_and(|&loader| !loaders.insert(loader))
    })
}
