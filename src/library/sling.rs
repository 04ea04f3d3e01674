//! `dagster_sling`: an asset for each stream of a replication. Source: `dagster-sling` 0.29.27.

use std::rc::Rc;

use serde_json::{Map, Value as Json};

use super::json::{json_of, value_of};
use super::{decorator, object, plain};
use crate::model::AssetKey;
use crate::python::builtin::path_of;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::stdlib::data::Converter;
use crate::python::value::api::Api;
use crate::python::value::arguments::Call;
use crate::python::value::container::{Dict, Key};
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, Known, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

const PACKAGE: &str = "dagster_sling";

pub(super) static API: &[Api] = &[
    decorator(
        PACKAGE,
        "sling_assets",
        "* replication_config dagster_sling_translator name",
        |cx, call| cx.make_sling_assets(call),
    ),
    plain(PACKAGE, "DagsterSlingTranslator", "target_prefix"),
    object(
        PACKAGE,
        "DagsterSlingTranslator.get_asset_spec",
        "self stream_definition",
        |cx, call| cx.sling_default(call, Part::Spec),
    ),
    object(
        PACKAGE,
        "DagsterSlingTranslator.get_asset_key",
        "self stream_definition",
        |cx, call| cx.sling_default(call, Part::Key),
    ),
    object(
        PACKAGE,
        "DagsterSlingTranslator.get_group_name",
        "self stream_definition",
        |cx, call| cx.sling_default(call, Part::Group),
    ),
    object(
        PACKAGE,
        "DagsterSlingTranslator.sanitize_stream_name",
        "self stream_name",
        |cx, call| {
            let name = call.get("stream_name").unwrap_or(Value::None);
            Ok(match cx.text_of(&name, call.place) {
                Ok(name) => Value::str(sanitized(&name)),
                Err(unknown) => Value::Unknown(unknown),
            })
        },
    ),
    plain(PACKAGE, "SlingResource", ""),
    plain(PACKAGE, "SlingConnectionResource", ""),
    plain(PACKAGE, "SlingMode", ""),
];

/// What a translator is asked for.
#[derive(Clone, Copy)]
enum Part {
    Spec,
    Key,
    Group,
}

/// What names depend on in the configuration of a stream.
const NAMING: &[&str] = &["object", "meta", "disabled"];

/// The streams of a replication: name and configuration each.
type Streams = Vec<(String, Json)>;

/// `sanitize_stream_name`: lower case, dots stay.
fn sanitized(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    let mut gap = false;
    for character in name.chars().filter(|character| *character != '"') {
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '.') {
            clean.push(character.to_ascii_lowercase());
            gap = false;
        } else if !std::mem::replace(&mut gap, true) {
            clean.push('_');
        }
    }
    clean
}

/// `DagsterSlingTranslator._default_asset_key_fn`
fn default_key(name: &str, config: &Json, prefix: &str) -> AssetKey {
    let parts = |text: &str| text.split('.').map(str::to_owned).collect::<Vec<_>>();
    let told = config["meta"]["dagster"]["asset_key"].as_str();
    if let Some(key) = told.filter(|key| !key.is_empty()) {
        return AssetKey::new(parts(key));
    }
    let object = config["object"]
        .as_str()
        .filter(|object| !object.is_empty());
    let key = AssetKey::new(parts(&sanitized(object.unwrap_or(name))));
    key.with_prefix(&[prefix.to_owned()])
}

fn default_group(config: &Json) -> Option<String> {
    config["meta"]["dagster"]["group"]
        .as_str()
        .map(str::to_owned)
}

/// `_default_deps_fn`
fn default_deps(name: &str, config: &Json) -> Vec<AssetKey> {
    let parts = |text: &str| AssetKey::new(text.split('.').map(str::to_owned).collect());
    match &config["meta"]["dagster"]["deps"] {
        Json::String(dep) => vec![parts(dep)],
        Json::Array(deps) if !deps.is_empty() => {
            deps.iter().filter_map(Json::as_str).map(parts).collect()
        }
        _ => vec![parts(&sanitized(name))],
    }
}

/// `deep_merge_dicts`: what the stream says wins.
fn merged(below: &Json, above: &Json) -> Json {
    match (below, above) {
        (Json::Object(below), Json::Object(above)) => {
            let mut all = below.clone();
            for (key, value) in above {
                let value = match below.get(key) {
                    Some(known) => merged(known, value),
                    None => value.clone(),
                };
                all.insert(key.clone(), value);
            }
            Json::Object(all)
        }
        (_, above) => above.clone(),
    }
}

impl<'a> Interpreter<'a> {
    /// `@sling_assets(replication_config=...)`
    fn make_sling_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let config = call.get("replication_config").unwrap_or(Value::None);
        let translator = call.some("dagster_sling_translator");
        let (mut specs, mut open) = (Vec::new(), None);
        match self.sling_streams(&config, call.place_of("replication_config")) {
            Ok(streams) => {
                for (name, config) in streams {
                    let spec = self.sling_spec(translator.as_ref(), &name, &config, place)?;
                    match &spec.key {
                        Ok(_) => specs.push(spec),
                        Err(unknown) => open = Some(Rc::clone(unknown)),
                    }
                }
            }
            Err(unknown) => open = Some(unknown),
        }
        self.library_assets(call, specs, Vec::new(), open)
    }

    /// The streams of a replication: a dict, or the path of a YAML file.
    fn sling_streams(&mut self, config: &Value<'a>, place: Place) -> Known<Streams> {
        let whole = match self.settle(config.clone()) {
            value @ Value::Dict(_) => value,
            value => match path_of(&value) {
                Some(path) => self.yaml_of_file(&path, place)?,
                None => return Err(self.reason_of(&value, place)),
            },
        };
        let entry = |whole: &Value<'a>, name: &str| match whole {
            Value::Dict(dict) => dict.get(&Key::Str(Rc::from(name))),
            _ => None,
        };
        if let Value::Unknown(unknown) = &whole {
            return Err(Rc::clone(unknown));
        }
        if let Value::Dict(dict) = &whole
            && let Some(unknown) = &*dict.open.borrow()
        {
            return Err(Rc::clone(unknown));
        }
        let streams = match entry(&whole, "streams").map(|streams| self.settle(streams)) {
            None | Some(Value::None) => return Ok(Vec::new()),
            Some(Value::Dict(streams)) => streams,
            Some(value) => return Err(self.reason_of(&value, place)),
        };
        if let Some(unknown) = &*streams.open.borrow() {
            return Err(Rc::clone(unknown));
        }
        let defaults = entry(&whole, "defaults").and_then(|defaults| entry(&defaults, "meta"));
        let defaults = match defaults.map(|meta| json_of(&meta)) {
            None => Json::Null,
            Some(Some(meta)) => meta["dagster"].clone(),
            Some(None) => return Err(Unknown::new("the defaults are not known", place)),
        };
        self.enabled_streams(&streams, &defaults, place)
    }

    /// The streams that are not disabled, over the defaults for Dagster.
    fn enabled_streams(
        &mut self,
        streams: &Dict<'a>,
        defaults: &Json,
        place: Place,
    ) -> Known<Streams> {
        let mut found = Vec::new();
        for stream in streams.entries() {
            let name = self.text_of(&stream.key, place)?;
            let value = self.settle(stream.value);
            let mut config = naming_part(&value).ok_or_else(|| self.reason_of(&value, place))?;
            if config["disabled"] == true {
                continue;
            }
            if !defaults.is_null() {
                let below = serde_json::json!({ "meta": { "dagster": defaults } });
                config = merged(&below, &config);
            }
            found.push((name, config));
        }
        Ok(found)
    }

    /// A YAML file of the repository as a value.
    fn yaml_of_file(&mut self, path: &std::path::Path, place: Place) -> Known<Value<'a>> {
        let here = self.target.working_directory.join(path);
        // Dagster refuses to load where the file is not, so it runs where it is.
        let path = if path.is_relative() && self.disk().is_file(&here) {
            here
        } else {
            path.to_path_buf()
        };
        let text = match self.text_of_file(&path, place) {
            Ok(text) => text,
            Err(value) => return Err(self.reason_of(&value, place)),
        };
        let value = Converter::new(self.budget.size, place).yaml(text, false);
        value.ok_or_else(|| self.too_large(place))
    }

    fn sling_spec(
        &mut self,
        translator: Option<&Value<'a>>,
        name: &str,
        config: &Json,
        place: Place,
    ) -> Eval<'a, Spec<'a>> {
        let mut spec = self.sling_default_spec(translator, name, config, place);
        let Some(translator @ Value::Instance(instance)) = translator else {
            return Ok(spec);
        };
        let class = Rc::clone(&instance.class);
        let stream = serde_json::json!({ "name": name, "config": config });
        let ask = |cx: &mut Self, method: &str| {
            let method = cx.attribute(translator, method, place)?;
            cx.call(&method, Arguments::of([value_of(&stream, None)], place))
        };
        if class.lookup("get_asset_spec").is_some() {
            let made = ask(self, "get_asset_spec")?;
            return Ok(match &made {
                Value::Object(object) => match &object.data {
                    Data::Spec(made) => Spec {
                        place,
                        ..made.clone()
                    },
                    _ => unknown(self.reason_of(&made, place), spec),
                },
                made => unknown(self.reason_of(made, place), spec),
            });
        }
        if class.lookup("get_asset_key").is_some() {
            let key = ask(self, "get_asset_key")?;
            spec.key = self.key_of_value(&key, place);
        }
        if class.lookup("get_group_name").is_some() {
            spec.group = match ask(self, "get_group_name")? {
                Value::None => None,
                group => Some(self.text_of(&group, place)),
            };
        }
        Ok(spec)
    }

    fn sling_default_spec(
        &mut self,
        translator: Option<&Value<'a>>,
        name: &str,
        config: &Json,
        place: Place,
    ) -> Spec<'a> {
        let prefix = self.sling_prefix(translator, place);
        Spec {
            key: prefix.map(|prefix| default_key(name, config, &prefix)),
            group: default_group(config).map(Ok),
            deps: default_deps(name, config),
            inputs: Vec::new(),
            attributes: Vec::new(),
            place,
        }
    }

    /// `target_prefix`
    fn sling_prefix(&mut self, translator: Option<&Value<'a>>, place: Place) -> Known<String> {
        let given = match translator {
            None => None,
            Some(Value::Object(object)) => match &object.data {
                Data::Plain { arguments, .. } => {
                    let mut arguments = arguments.iter();
                    let found = arguments.find(|(name, _)| &**name == "target_prefix");
                    found.map(|(_, value)| value.clone())
                }
                _ => None,
            },
            Some(Value::Instance(instance)) => {
                let own = instance.attributes.borrow().get("target_prefix").cloned();
                own.or_else(|| instance.class.lookup("target_prefix"))
            }
            Some(value) => return Err(self.reason_of(value, place)),
        };
        match given {
            None => Ok("target".into()),
            Some(prefix) => self.text_of(&prefix, place),
        }
    }

    /// What `DagsterSlingTranslator` itself says of a stream.
    fn sling_default(&mut self, call: &Call<'a>, part: Part) -> Eval<'a> {
        let stream = call.get("stream_definition").unwrap_or(Value::None);
        let Some(stream) = json_of(&self.settle(stream)) else {
            return Ok(Value::unknown("the stream is not known", call.place));
        };
        let translator = call.get("self");
        let name = stream["name"].as_str().unwrap_or_default();
        let config = &stream["config"];
        let spec = self.sling_default_spec(translator.as_ref(), name, config, call.place);
        Ok(match (part, spec.key.clone()) {
            (Part::Spec, _) => self.object(Data::Spec(spec), call.place),
            (Part::Key, Ok(key)) => self.object(Data::AssetKey(key), call.place),
            (Part::Key, Err(unknown)) => Value::Unknown(unknown),
            (Part::Group, _) => default_group(config).map_or(Value::None, Value::str),
        })
    }
}

fn unknown(reason: Rc<Unknown>, spec: Spec<'_>) -> Spec<'_> {
    Spec {
        key: Err(reason),
        ..spec
    }
}

/// The part of a stream's configuration that names depend on, where it is known.
fn naming_part(value: &Value<'_>) -> Option<Json> {
    let dict = match value {
        Value::None => return Some(Json::Object(Map::new())),
        Value::Dict(dict) if !dict.is_open() => dict,
        _ => return None,
    };
    let mut known = Map::new();
    for entry in dict.entries() {
        let name = entry.key.as_str()?;
        match json_of(&entry.value) {
            Some(value) => {
                known.insert(name.to_owned(), value);
            }
            None if NAMING.contains(&name) => return None,
            None => {}
        }
    }
    Some(Json::Object(known))
}
