//! `json`, `tomllib` and `yaml`: texts and files of the repository as values.

use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Arguments;
use crate::python::value::unknown::Identity;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// Makes values of a document, up to the size limit.
pub(crate) struct Converter {
    left: usize,
    place: Place,
}

impl Converter {
    pub(crate) fn new(size: usize, place: Place) -> Self {
        Self { left: size, place }
    }

    /// The call that reads the document.
    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Pays for one node; none where the document is too large.
    pub(super) fn pay(&mut self) -> Option<()> {
        self.left = self.left.checked_sub(1)?;
        Some(())
    }

    fn json<'a>(&mut self, value: serde_json::Value) -> Option<Value<'a>> {
        use serde_json::Value as Json;
        self.pay()?;
        Some(match value {
            Json::Null => Value::None,
            Json::Bool(flag) => Value::Bool(flag),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(number), _) => Value::Int(number),
                (None, Some(float)) if number.is_f64() => Value::Float(float),
                _ => Value::unknown(
                    "the number is larger than daglint computes with",
                    self.place,
                ),
            },
            Json::String(text) => Value::str(text),
            Json::Array(items) => Value::list(
                items
                    .into_iter()
                    .map(|item| self.json(item))
                    .collect::<Option<_>>()?,
            ),
            Json::Object(entries) => {
                let entries = entries
                    .into_iter()
                    .map(|(key, value)| Some((key, self.json(value)?)));
                dict_of(entries.collect::<Option<Vec<_>>>()?)
            }
        })
    }

    fn toml<'a>(&mut self, value: toml::Value) -> Option<Value<'a>> {
        use toml::Value as Toml;
        self.pay()?;
        Some(match value {
            Toml::String(text) => Value::str(text),
            Toml::Integer(number) => Value::Int(number),
            Toml::Float(number) => Value::Float(number),
            Toml::Boolean(flag) => Value::Bool(flag),
            Toml::Datetime(date) => self.date(&date.to_string()),
            Toml::Array(items) => Value::list(
                items
                    .into_iter()
                    .map(|item| self.toml(item))
                    .collect::<Option<_>>()?,
            ),
            Toml::Table(entries) => {
                let entries = entries
                    .into_iter()
                    .map(|(key, value)| Some((key, self.toml(value)?)));
                dict_of(entries.collect::<Option<Vec<_>>>()?)
            }
        })
    }

    /// A date is not followed, but it equals the same date.
    pub(super) fn date<'a>(&self, text: &str) -> Value<'a> {
        let reason = format!("daglint does not follow dates: `{text}`");
        Value::Unknown(Unknown::identified(
            reason,
            self.place,
            Identity::of_date(text),
        ))
    }
}

fn dict_of(entries: Vec<(String, Value<'_>)>) -> Value<'_> {
    let dict = Dict::default();
    for (name, value) in entries {
        let name = Value::str(name);
        if let Some(key) = key_of(&name) {
            dict.insert(key, name, value);
        }
    }
    Value::Dict(Rc::new(dict))
}

impl<'a> Interpreter<'a> {
    /// `json.load`, `tomllib.loads`, `yaml.safe_load` ...
    pub(super) fn call_loader(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let given = ["s", "fp", "stream"]
            .iter()
            .find_map(|keyword| arguments.keyword(keyword));
        let Some(source) = arguments.at(0).or(given).cloned() else {
            return Ok(self.unknown_call(name, arguments));
        };
        let text = match self.text_of_stream(&source, name, arguments.place)? {
            Ok(text) => text,
            Err(unknown) => return Ok(unknown),
        };
        // Hooks change what is made of the document.
        let is_plain = arguments
            .keywords
            .iter()
            .all(|(keyword, _)| matches!(&**keyword, "s" | "fp" | "stream" | "Loader"));
        if !is_plain {
            return Ok(self.unknown_call(name, arguments));
        }
        Ok(self.document(&text, name, arguments.place))
    }

    /// What a loader makes of a text.
    fn document(&self, text: &str, loader: &str, place: Place) -> Value<'a> {
        let mut converter = Converter::new(self.budget.size, place);
        let value = match loader.split('.').next().unwrap_or(loader) {
            "json" => match serde_json::from_str(text) {
                Ok(value) => converter.json(value),
                Err(_) => return Value::unknown("the text is not valid JSON", place),
            },
            "tomllib" | "tomli" | "toml" => match toml::from_str::<toml::Table>(text) {
                Ok(table) => converter.toml(toml::Value::Table(table)),
                Err(_) => return Value::unknown("the text is not valid TOML", place),
            },
            _ => converter.yaml(text, loader.ends_with("_all")),
        };
        value.unwrap_or_else(|| Value::Unknown(self.too_large(place)))
    }

    /// The text of a `str`, of `bytes`, or of what is left of an open file.
    pub(super) fn text_of_stream(
        &mut self,
        source: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Eval<'a, Result<String, Value<'a>>> {
        let whole = match source {
            Value::Iterator(iterator) => {
                self.call_iterator_method(iterator, "read", &Arguments::none(place))?
            }
            source => source.clone(),
        };
        Ok(match &whole {
            Value::Str(text) => Ok(text.to_string()),
            Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Ok(text.to_owned()),
                Err(_) => Err(Value::unknown("the bytes are not UTF-8", place)),
            },
            // What is read from a file that a library makes is the file.
            Value::Unknown(unknown) if unknown.missing_file().is_some() => Err(whole),
            other => Err(self.derived(other, name, place)),
        })
    }
}
