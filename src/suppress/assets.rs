//! The assets that a finding is about.

use std::cell::OnceCell;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::model::{AssetKey, Model};
use crate::source::Place;

/// The assets of a model by the place where they are made; collected on first use.
pub(super) struct Assets<'m> {
    model: &'m Model<'m>,
    by_place: OnceCell<FxHashMap<Place, Vec<&'m AssetKey>>>,
}

impl<'m> Assets<'m> {
    pub(super) fn of(model: &'m Model<'m>) -> Self {
        Self {
            model,
            by_place: OnceCell::new(),
        }
    }

    /// The keys of the assets that a finding is about at one of its places. A factory makes
    /// many assets in one place; the symbol says which is meant.
    pub(super) fn keys(&self, diagnostic: &Diagnostic, place: Place) -> Vec<String> {
        let by_place = self.by_place.get_or_init(|| collect(self.model));
        let here = by_place.get(&place).map_or(&[][..], Vec::as_slice);
        let keys = here.iter().map(ToString::to_string);
        if here.len() == 1 {
            return keys.collect();
        }
        let symbol = diagnostic.symbol_in(self.model.sources);
        keys.filter(|key| *key == symbol).collect()
    }
}

fn collect<'m>(model: &'m Model<'_>) -> FxHashMap<Place, Vec<&'m AssetKey>> {
    let mut found: FxHashMap<Place, Vec<&AssetKey>> = FxHashMap::default();
    for asset in model
        .code_locations
        .iter()
        .flat_map(|location| &location.assets)
    {
        let here = found.entry(asset.place).or_default();
        if !here.contains(&&asset.key) {
            here.push(&asset.key);
        }
    }
    found
}
