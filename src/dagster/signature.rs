//! The signatures of the API: which arguments its callables take, and what kinds of values
//! Dagster refuses for them. `signatures.txt` is made by `tests/dagster/signatures --write`,
//! which asks Dagster 1.13.27.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::JobKind;
use crate::python::value::Value;
use crate::python::value::object::Data;

static SIGNATURES: LazyLock<HashMap<&str, Signature>> = LazyLock::new(|| {
    let lines = include_str!("signatures.txt").lines();
    lines.filter_map(Signature::parse).collect()
});

/// The signature of a callable, by its name in `dagster`.
pub(super) fn find(name: &str) -> Option<&'static Signature> {
    SIGNATURES.get(name)
}

/// What a callable takes.
#[derive(Debug)]
pub(super) struct Signature {
    pub(super) parameters: Vec<Parameter>,
    /// How many of them may be given by position.
    pub(super) positional: usize,
    /// Whether more may be given by position: `*args`.
    pub(super) takes_more: bool,
    /// Whether keywords of other names may be given: `**kwargs`.
    pub(super) takes_any_keyword: bool,
}

/// One parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    /// The kinds of values that Dagster refuses.
    refused: &'static str,
    /// What it is annotated with.
    pub(super) annotation: &'static str,
}

impl Signature {
    /// `name(first= second!ni:str * third=:int|None **)`
    fn parse(line: &'static str) -> Option<(&'static str, Self)> {
        let (name, parameters) = line.strip_suffix(')')?.split_once('(')?;
        let mut signature = Self {
            parameters: Vec::new(),
            positional: 0,
            takes_more: false,
            takes_any_keyword: false,
        };
        let mut by_position = true;
        for word in parameters.split(' ').filter(|word| !word.is_empty()) {
            match word {
                "**" => signature.takes_any_keyword = true,
                "/" => {}
                _ if word.starts_with('*') => {
                    by_position = false;
                    signature.takes_more = word.len() > 1;
                }
                _ => {
                    signature.parameters.push(Parameter::parse(word));
                    signature.positional += usize::from(by_position);
                }
            }
        }
        Some((name, signature))
    }

    /// The parameter of a name.
    pub(super) fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.name == name)
    }

    /// The parameter that a name which is none may mean.
    pub(super) fn nearest(&self, name: &str) -> Option<&'static str> {
        crate::suggest::closest(name, self.parameters.iter().map(|it| it.name))
    }
}

impl Parameter {
    fn parse(word: &'static str) -> Self {
        let (rest, annotation) = word.split_once(':').unwrap_or((word, ""));
        let (name, refused) = rest.split_once('!').unwrap_or((rest, ""));
        let plain = name.strip_suffix('=');
        Self {
            name: plain.unwrap_or(name),
            is_required: plain.is_none(),
            refused,
            annotation,
        }
    }

    /// What a value is that Dagster refuses here; nothing where it takes it, or where that
    /// is not known.
    pub(super) fn refusal(&self, value: &Value<'_>) -> Option<&'static str> {
        let (letter, what) = kind(value)?;
        self.refused.contains(letter).then_some(what)
    }
}

/// The kind of a value whose parts are all known, and what it is called.
fn kind(value: &Value<'_>) -> Option<(char, &'static str)> {
    let texts = |items: &[Value<'_>]| !items.is_empty() && items.iter().all(is_text);
    let numbers = |items: &[Value<'_>]| !items.is_empty() && items.iter().all(is_number);
    Some(match value {
        Value::None => ('n', "`None`"),
        Value::Bool(_) => ('b', "a bool"),
        Value::Int(_) => ('i', "a number"),
        Value::Float(_) => ('f', "a number"),
        Value::Str(_) => ('s', "a string"),
        Value::List(list) if list.is_open() => return None,
        Value::List(list) if texts(&list.items.borrow()) => ('l', "a list of strings"),
        Value::List(list) if numbers(&list.items.borrow()) => ('m', "a list of numbers"),
        Value::Tuple(items) if texts(items) => ('t', "a tuple of strings"),
        Value::Dict(dict) | Value::Set(dict, _) if dict.is_open() => return None,
        Value::Set(set, _) if texts(&set.keys()) => ('k', "a set of strings"),
        Value::Dict(dict) if texts(&dict.keys()) => {
            let values: Vec<Value<'_>> = dict.entries().into_iter().map(|it| it.value).collect();
            if texts(&values) {
                ('d', "a dict of strings")
            } else if numbers(&values) {
                ('e', "a dict of numbers")
            } else {
                return None;
            }
        }
        Value::Object(object) => match &object.data {
            Data::AssetKey(_) => ('K', "an `AssetKey`"),
            Data::Spec(_) => ('P', "an `AssetSpec`"),
            Data::Assets(assets) if assets.node.is_some() => ('A', "an asset"),
            Data::Job(job) if job.kind == JobKind::Asset => ('J', "a job"),
            _ => return None,
        },
        _ => return None,
    })
}

fn is_text(value: &Value<'_>) -> bool {
    matches!(value, Value::Str(_))
}

fn is_number(value: &Value<'_>) -> bool {
    matches!(value, Value::Int(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_have_their_order_kinds_and_names() {
        let asset = find("asset").expect("known");
        assert_eq!((asset.positional, asset.takes_more), (1, false));
        assert!(!asset.takes_any_keyword);
        assert!(asset.parameter("compute_kind").is_some(), "hidden");
        assert_eq!(asset.nearest("group_nam"), Some("group_name"));
        let description = asset.parameter("description").expect("known");
        assert_eq!(description.annotation, "str|None");
        assert!(!description.is_required);
        assert_eq!(description.refusal(&Value::Int(3)), Some("a number"));
        assert_eq!(description.refusal(&Value::str("a")), None);
        assert_eq!(description.refusal(&Value::None), None);
        let spec = find("AssetSpec").expect("known");
        assert!(spec.parameter("key").expect("known").is_required);
        assert!(find("Config").expect("known").takes_any_keyword);
    }
}
