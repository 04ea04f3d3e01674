//! What `DagsterDbtTranslator` itself says of a dbt resource
//! (`dagster_dbt.asset_utils.default_*`).

use serde_json::Value as Json;

use super::manifest::meta_of;
use crate::library::json::{json_of, value_of};
use crate::model::AssetKey;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::object::Data;

/// `default_asset_key_fn`
pub(super) fn default_key(props: &Json) -> Option<AssetKey> {
    let part = |value: &Json| value.as_str().map(str::to_owned);
    match &meta_of(props)["dagster"]["asset_key"] {
        Json::Null => {}
        Json::String(text) if text.is_empty() => {}
        Json::Array(parts) if parts.is_empty() => {}
        Json::String(text) => return Some(AssetKey::new(vec![text.clone()])),
        Json::Array(parts) => {
            return Some(AssetKey::new(
                parts.iter().map(part).collect::<Option<_>>()?,
            ));
        }
        _ => return None,
    }
    let name = || part(&props["name"]);
    let parts = if props["resource_type"] == "source" {
        vec![part(&props["source_name"])?, name()?]
    } else if !matches!(&props["version"], Json::Null) && props["version"] != "" {
        vec![part(&props["alias"])?]
    } else {
        match &props["config"]["schema"] {
            Json::Null => vec![name()?],
            schema => vec![part(schema)?, name()?],
        }
    };
    Some(AssetKey::new(parts))
}

/// `default_group_from_dbt_resource_props`
pub(super) fn default_group(props: &Json) -> Option<String> {
    let text = |value: &Json| {
        value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    text(&props["meta"]["dagster"]["group"]).or_else(|| text(&props["config"]["group"]))
}

/// `DagsterDbtTranslator.get_tags`
pub(super) fn default_tags(props: &Json) -> Json {
    let tags = props["tags"].as_array().into_iter().flatten();
    let tags = tags.filter_map(Json::as_str);
    Json::Object(tags.map(|tag| (tag.to_owned(), Json::from(""))).collect())
}

impl<'a> Interpreter<'a> {
    /// `DagsterDbtTranslator.get_asset_key(props)`
    pub(super) fn dbt_default_key(&mut self, call: &Call<'a>) -> Eval<'a> {
        let props = match self.dbt_props(call) {
            Ok(props) => props,
            Err(unknown) => return Ok(unknown),
        };
        Ok(match default_key(&props) {
            Some(key) => self.object(Data::AssetKey(key), call.place),
            None => Value::unknown("the dbt resource has no plain key", call.place),
        })
    }

    /// `DagsterDbtTranslator.get_group_name(props)`
    pub(super) fn dbt_default_group(&mut self, call: &Call<'a>) -> Eval<'a> {
        Ok(match self.dbt_props(call) {
            Ok(props) => default_group(&props).map_or(Value::None, Value::str),
            Err(unknown) => unknown,
        })
    }

    /// `DagsterDbtTranslator.get_tags(props)`
    pub(super) fn dbt_default_tags(&mut self, call: &Call<'a>) -> Eval<'a> {
        Ok(match self.dbt_props(call) {
            Ok(props) => value_of(&default_tags(&props), None),
            Err(unknown) => unknown,
        })
    }

    /// The properties that a method of the translator is given.
    fn dbt_props(&mut self, call: &Call<'a>) -> Result<Json, Value<'a>> {
        let Some(props) = call.get("dbt_resource_props") else {
            return Err(Value::unknown("the dbt resource is not known", call.place));
        };
        let props = self.settle(props);
        known_props(&props).ok_or_else(|| self.derived(&props, call.api.name, call.place))
    }
}

/// The properties that names depend on, where all of them are known.
fn known_props(props: &Value<'_>) -> Option<Json> {
    let Value::Dict(dict) = props else {
        return None;
    };
    let mut known = serde_json::Map::new();
    for entry in dict.entries() {
        let name = entry.key.as_str()?;
        let value = match (&entry.value, name) {
            (Value::Dict(config), "config") => {
                let mut known = serde_json::Map::new();
                for entry in config.entries() {
                    let name = entry.key.as_str()?;
                    if NAMING_CONFIG.contains(&name) {
                        known.insert(name.to_owned(), json_of(&entry.value)?);
                    }
                }
                if config.is_open() && NAMING_CONFIG.iter().any(|name| !known.contains_key(*name)) {
                    return None;
                }
                Json::Object(known)
            }
            (value, name) if NAMING.contains(&name) => json_of(value)?,
            _ => continue,
        };
        known.insert(name.to_owned(), value);
    }
    // What an open dict does not show may be there.
    let needed = ["name", "resource_type", "config"];
    let all = !dict.is_open() || needed.iter().all(|name| known.contains_key(*name));
    all.then_some(Json::Object(known))
}

/// The same of `config`.
const NAMING_CONFIG: &[&str] = &["meta", "schema", "group"];

/// The properties that keys, groups and tags come from.
const NAMING: &[&str] = &[
    "name",
    "source_name",
    "resource_type",
    "version",
    "alias",
    "meta",
    "tags",
];
