//! Between the values of the static load and JSON.

use std::rc::Rc;

use serde_json::Value as Json;

use crate::python::value::container::{Dict, key_of};
use crate::python::value::{Unknown, Value};

/// A value as JSON; none where it is not wholly known, or no JSON.
pub(super) fn json_of(value: &Value<'_>) -> Option<Json> {
    Some(match value {
        Value::None => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::Str(text) => Json::from(&**text),
        Value::Tuple(items) => Json::Array(items.iter().map(json_of).collect::<Option<_>>()?),
        Value::List(list) if !list.is_open() => {
            let items = list.items.borrow();
            Json::Array(items.iter().map(json_of).collect::<Option<_>>()?)
        }
        Value::Dict(dict) if !dict.is_open() => {
            let entries = dict.entries().into_iter().map(|entry| {
                let key = entry.key.as_str()?.to_owned();
                Some((key, json_of(&entry.value)?))
            });
            Json::Object(entries.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// JSON as a value. Dicts are open for `partial`: entries may exist that are not known.
pub(super) fn value_of<'a>(json: &Json, partial: Option<&Rc<Unknown>>) -> Value<'a> {
    match json {
        Json::Null => Value::None,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => number.as_i64().map_or_else(
            || Value::Float(number.as_f64().unwrap_or(f64::NAN)),
            Value::Int,
        ),
        Json::String(text) => Value::str(text),
        Json::Array(items) => Value::list(items.iter().map(|item| value_of(item, None)).collect()),
        Json::Object(entries) => {
            let dict = Dict::default();
            for (name, value) in entries {
                let name = Value::str(name);
                let inner = partial.filter(|_| name.as_str() == Some("config"));
                if let Some(key) = key_of(&name) {
                    dict.insert(key, name, value_of(value, inner));
                }
            }
            if let Some(unknown) = partial {
                dict.open(unknown);
            }
            Value::Dict(Rc::new(dict))
        }
    }
}
