//! What a YAML file says of an exposure, as the manifest has it.

use serde_json::{Map, Value as Json, json};

use super::collect::map_of;
use super::draft::{Draft, Reference};
use crate::library::dbt::jinja::Vars;

/// Takes over the properties of an exposure that YAML gives it.
pub(super) fn describe(draft: &mut Draft, json: &Json, vars: Vars<'_>) {
    let mut config = map_of(&json["config"]);
    match (json.get("meta"), config.contains_key("meta")) {
        (Some(meta), false) => {
            config.insert("meta".into(), meta.clone());
        }
        (Some(_), true) => {
            draft.patch.unknown.insert("meta".into());
        }
        (None, _) => {}
    }
    if let Some(tags) = json.get("tags") {
        draft
            .patch
            .add_yaml(&Map::from_iter([("tags".into(), tags.clone())]), vars);
    }
    draft.patch.add_yaml(&config, vars);
    let texts = [
        ("type", Json::Null),
        ("label", Json::Null),
        ("maturity", Json::Null),
        ("url", Json::Null),
        ("description", json!("")),
    ];
    for (key, otherwise) in texts {
        let value = json.get(key).cloned().unwrap_or(otherwise);
        let is_jinja = value.as_str().is_some_and(|text| text.contains("{{"));
        if !is_jinja {
            draft.props.insert(key.to_owned(), value);
        }
    }
    let mut owner = map_of(&json["owner"]);
    for key in ["email", "name"] {
        owner.entry(key).or_insert(Json::Null);
    }
    draft.props.insert("owner".into(), Json::Object(owner));
    if !draft.inexact && draft.maybe.is_empty() {
        let refs: Vec<Json> = draft.refs.iter().filter_map(reference).collect();
        draft.props.insert("refs".into(), Json::Array(refs));
    }
}

/// An entry of `refs`; none for a table of a source.
fn reference(reference: &Reference) -> Option<Json> {
    match reference {
        Reference::Ref {
            package,
            name,
            version,
        } => Some(json!({"name": name, "package": package, "version": version})),
        Reference::Source(..) => None,
    }
}
