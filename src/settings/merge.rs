//! Layers, one over the other.

use std::collections::BTreeMap;

use super::layer::Layer;
use super::schema::is_map;
use super::{Effective, Key, Options};
use crate::source::Place;

/// What all layers together say.
pub(super) struct Merged(BTreeMap<Key, (toml::Value, Vec<Place>)>);

impl Merged {
    /// The last layer wins, table entries one by one; `extend-...` lists add up.
    pub(super) fn of(layers: &[Layer]) -> Self {
        let mut merged: BTreeMap<Key, (toml::Value, Vec<Place>)> = BTreeMap::new();
        for setting in layers.iter().flat_map(|layer| &layer.settings) {
            let adds = setting.key.name.starts_with("extend-");
            let known = merged.get_mut(&setting.key).filter(|_| adds);
            if let Some((toml::Value::Array(items), places)) = known {
                items.extend(setting.value.as_array().into_iter().flatten().cloned());
                places.push(setting.place);
            } else {
                let value = (setting.value.clone(), vec![setting.place]);
                merged.insert(setting.key.clone(), value);
            }
        }
        Self(merged)
    }

    /// The options, defaults where nothing is said.
    pub(super) fn options(&self) -> Options {
        let mut table = toml::Table::new();
        for (key, (value, _)) in &self.0 {
            match &key.inner {
                None => {
                    table.insert(key.name.clone(), value.clone());
                }
                Some(inner) => {
                    let entry = table.entry(key.name.clone());
                    let entry = entry.or_insert_with(|| toml::Table::new().into());
                    if let toml::Value::Table(entries) = entry {
                        entries.insert(inner.clone(), value.clone());
                    }
                }
            }
        }
        #[expect(
            clippy::expect_used,
            reason = "every layer was validated against the schema of these very options"
        )]
        table.try_into().expect("valid settings")
    }

    /// Every value, those of defaults too, by name.
    pub(super) fn effective(self) -> Vec<Effective> {
        let defaults = toml::Table::try_from(Options::default()).unwrap_or_default();
        let mut all = self.0;
        for (name, value) in defaults {
            let said = all.keys().any(|key| key.name == name);
            if !said && !is_map(&name) {
                all.insert(Key::new(&name), (value, Vec::new()));
            }
        }
        let effective =
            all.into_iter()
                .map(|(key, (value, places))| Effective { key, value, places });
        effective.collect()
    }
}
