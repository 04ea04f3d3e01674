//! The configuration of a dbt resource, from everywhere it comes from
//! (`dbt.context.context_config`).

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use crate::library::dbt::jinja::Vars;
use crate::library::dbt::jinja_value::rendered;

/// Configuration, as far as it is known.
#[derive(Debug, Clone, Default)]
pub(super) struct Config {
    pub(super) known: Map<String, Json>,
    /// The keys whose value is not known.
    pub(super) unknown: BTreeSet<String>,
    /// Whether any key may have been set.
    pub(super) is_open: bool,
}

impl Config {
    /// What dbt assumes of a kind of resource.
    pub(super) fn default_of(kind: &str) -> Self {
        if matches!(kind, "exposure" | "source") {
            let known = serde_json::json!({"enabled": true, "tags": [], "meta": {}});
            let known = known.as_object().cloned().unwrap_or_default();
            return Self {
                known,
                ..Self::default()
            };
        }
        let materialized = match kind {
            "model" => "view",
            other => other,
        };
        let known = serde_json::json!({
            "enabled": true, "materialized": materialized, "schema": null, "alias": null,
            "group": null, "tags": [], "meta": {},
        });
        let Json::Object(known) = known else {
            return Self::default();
        };
        Self {
            known,
            ..Self::default()
        }
    }

    /// Sets a key as a later source of configuration does: tags are added, `meta` is
    /// merged, all else is replaced.
    pub(super) fn set(&mut self, key: &str, value: Option<Json>) {
        let Some(value) = value else {
            self.unknown.insert(key.to_owned());
            return;
        };
        match (key, self.known.get_mut(key), value) {
            ("tags", Some(Json::Array(tags)), Json::Array(more)) => tags.extend(more),
            ("tags", Some(Json::Array(tags)), tag @ Json::String(_)) => tags.push(tag),
            ("meta", Some(Json::Object(meta)), Json::Object(more)) => meta.extend(more),
            (key, _, value) => {
                // What was not known before is replaced now.
                self.unknown.remove(key);
                self.known.insert(key.to_owned(), value);
            }
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        for (key, value) in &other.known {
            self.set(key, Some(value.clone()));
        }
        self.unknown.extend(other.unknown.iter().cloned());
        self.is_open |= other.is_open;
    }

    /// Adds a mapping of a YAML file, whose texts may be Jinja.
    pub(super) fn add_yaml(&mut self, map: &Map<String, Json>, vars: Vars<'_>) {
        for (key, value) in map {
            self.set(key, rendered_all(value, vars));
        }
    }

    /// Adds the levels of `dbt_project.yml` that hold for a resource (`fqn_search`).
    pub(super) fn add_levels(&mut self, tree: &Json, fqn: &[String]) {
        let mut level = tree;
        let mut names = fqn.iter();
        while let Json::Object(map) = level {
            for (key, value) in map {
                // A file for all of dbt sees no variables but those of the command line.
                match key.strip_prefix('+') {
                    Some(key) => self.set(key.trim(), rendered_all(value, &|_| None)),
                    None if !value.is_object() => self.set(key, rendered_all(value, &|_| None)),
                    None => {}
                }
            }
            match names.next() {
                Some(name) => level = map.get(name).unwrap_or(&Json::Null),
                None => return,
            }
        }
    }

    /// Why a key that names depend on is not known.
    pub(super) fn doubt(&self, keys: &[&str]) -> Option<String> {
        let unknown = keys
            .iter()
            .find(|key| self.is_open || self.unknown.contains(**key));
        unknown.map(|key| format!("the `{key}` of a dbt resource depends on Jinja"))
    }
}

/// A value of a YAML file with the Jinja in it evaluated.
fn rendered_all(value: &Json, vars: Vars<'_>) -> Option<Json> {
    Some(match value {
        Json::String(text) => rendered(text, vars)?,
        Json::Array(items) => {
            let items = items.iter().map(|item| rendered_all(item, vars));
            Json::Array(items.collect::<Option<_>>()?)
        }
        Json::Object(map) => {
            let entries = map
                .iter()
                .map(|(key, value)| Some((key.clone(), rendered_all(value, vars)?)));
            Json::Object(entries.collect::<Option<_>>()?)
        }
        value => value.clone(),
    })
}
