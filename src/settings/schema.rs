//! The schema of the settings: made from [`Options`], and the one table for what is
//! valid, what is suggested and what `daglint config` explains.

use std::sync::OnceLock;

use serde_json::Value;

use super::Options;

/// The schema as published in `schemas/settings-v1.json`.
pub fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| schemars::schema_for!(Options).to_value())
}

/// The part of the schema that describes all settings, and each of them by its key.
pub(super) fn properties() -> impl Iterator<Item = (&'static String, &'static Value)> {
    schema()["properties"].as_object().into_iter().flatten()
}

/// The keys of all settings.
pub fn keys() -> impl Iterator<Item = &'static str> {
    properties().map(|(key, _)| key.as_str())
}

/// What a setting is about, and of which type it is.
pub fn documented(key: &str) -> Option<(String, String)> {
    let (_, schema) = properties().find(|(known, _)| *known == key)?;
    let text = schema["description"].as_str().unwrap_or_default();
    Some((text.replace('\n', " "), kind(schema)))
}

/// What a setting is where nothing is said; null where that is nothing.
pub fn default(key: &str) -> Value {
    properties()
        .find(|(known, _)| *known == key)
        .map_or(Value::Null, |(_, schema)| schema["default"].clone())
}

/// A value for a setting that has no default, as TOML.
pub fn example(key: &str) -> Option<&'static str> {
    Some(match key {
        "required-version" => "\">=0.1\"",
        "select" => "[\"ALL\"]",
        "severity" => "{ nonstandard-layout = \"off\" }",
        "per-file-ignores" => "{ \"legacy/**\" = [\"duplicates\"] }",
        "per-location-ignores" => "{ \"sandbox*\" = [\"ALL\"] }",
        "per-asset-ignores" => "{ \"raw/*\" = { rules = [\"DAG412\"], reason = \"replicated\" } }",
        "baseline" => "\"daglint-baseline.jsonl\"",
        "env" => "{ DEPLOYMENT = \"production\" }",
        "dagster-version" => "\"==1.12.*\"",
        "layout" => "[\"README.md\", \"tests\"]",
        _ => return None,
    })
}

/// Whether a setting is a table whose keys are free.
pub(super) fn is_map(key: &str) -> bool {
    properties().any(|(known, schema)| known == key && schema["additionalProperties"].is_object())
}

/// A schema without its references and without the null of what is optional.
pub(super) fn resolved(part: &Value) -> &Value {
    if let Some(name) = part["$ref"]
        .as_str()
        .and_then(|path| path.strip_prefix("#/$defs/"))
    {
        return resolved(&schema()["$defs"][name]);
    }
    let any = part["anyOf"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    match any {
        [one, null] if null["type"] == "null" => resolved(one),
        _ => part,
    }
}

/// The values of an enumeration.
pub(super) fn choices(part: &Value) -> Option<Vec<&str>> {
    if let Some(plain) = part["enum"].as_array() {
        return plain.iter().map(Value::as_str).collect();
    }
    let described = part["oneOf"].as_array()?;
    described
        .iter()
        .map(|one| match one["enum"].as_array() {
            Some(plain) => plain.iter().map(Value::as_str).collect::<Option<Vec<_>>>(),
            None => Some(vec![one["const"].as_str()?]),
        })
        .collect::<Option<Vec<_>>>()
        .map(|parts| parts.concat())
}

/// The alternatives of a part: itself, unless it has several.
pub(super) fn alternatives(part: &Value) -> Vec<&Value> {
    let part = resolved(part);
    match part["anyOf"].as_array() {
        Some(any) => any.iter().map(resolved).collect(),
        None => vec![part],
    }
}

/// The type that a part names; of what is optional the other one.
pub(super) fn type_of(part: &Value) -> &str {
    if choices(part).is_some() {
        return "string";
    }
    match &part["type"] {
        Value::Array(types) => types
            .iter()
            .find_map(|it| it.as_str().filter(|it| *it != "null")),
        one => one.as_str(),
    }
    .unwrap_or_default()
}

/// A type for people: "a list of strings".
pub(super) fn kind(part: &Value) -> String {
    let kinds: Vec<String> = alternatives(part).into_iter().map(one_kind).collect();
    kinds.join(" or ")
}

fn one_kind(part: &Value) -> String {
    if let Some(choices) = choices(part) {
        let quoted: Vec<String> = choices.iter().map(|choice| format!("`{choice}`")).collect();
        return format!("one of {}", quoted.join(", "));
    }
    match type_of(part) {
        "array" => {
            let items = resolved(&part["items"]);
            match choices(items) {
                Some(_) => format!("a list, each {}", one_kind(items)),
                None => "a list of strings".to_owned(),
            }
        }
        "boolean" => "true or false".to_owned(),
        "object" => "a table".to_owned(),
        "integer" => "a number".to_owned(),
        _ => "a string".to_owned(),
    }
}
