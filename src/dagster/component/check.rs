//! Whether YAML has the shape that a component takes, as pydantic judges it.

use std::sync::Arc;

use ruff_text_size::TextRange;

use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::schema::{Attribute, Schema, Shape};
use crate::source::{FileId, Place, yaml};
use crate::suggest::{closest, did_you_mean};

/// What is wrong with a piece of YAML.
#[derive(Debug, Clone)]
pub(super) struct Problem {
    pub(super) place: Place,
    pub(super) message: String,
    /// What to do, where more can be said than to change it.
    pub(super) help: Option<String>,
    /// What it is about, where the text at the place does not say it.
    pub(super) symbol: Option<String>,
}

impl Problem {
    /// Whether it is about a part of the node; else about what the node is.
    fn is_within(&self, node: &yaml::Node) -> bool {
        self.symbol.is_some() || self.place.range != node.range
    }
}

/// Whose attributes are checked, for messages.
#[derive(Clone, Copy)]
pub(super) struct Owner<'n> {
    pub(super) name: &'n str,
    pub(super) file: FileId,
    /// What asks for the attributes: the key in front of them, an item of a list itself.
    pub(super) at: TextRange,
}

impl<'a> Interpreter<'a> {
    /// What is wrong with the attributes of a class.
    pub(super) fn check_attributes(
        &mut self,
        node: &yaml::Node,
        schema: &Schema<'a>,
        owner: Owner<'_>,
    ) -> Vec<Problem> {
        let place = |range| Place::new(owner.file, range);
        let yaml::Value::Mapping(entries) = &node.value else {
            return vec![Problem {
                place: place(node.range),
                message: format!("`{}` takes a mapping here, not {}", owner.name, shown(node)),
                help: None,
                symbol: None,
            }];
        };
        let mut problems = Vec::new();
        let merged = entries.iter().any(|(key, _)| key.is_merge());
        for (key, value) in entries {
            let Some(name) = key.scalar().filter(|_| !key.is_merge()) else {
                continue;
            };
            match schema.attributes.iter().find(|it| &*it.key == name) {
                Some(attribute) => {
                    let at = key.range;
                    let found = self.check_field(value, attribute, Owner { at, ..owner });
                    problems.extend(found);
                }
                None if schema.is_closed => {
                    problems.push(unknown_attribute(name, place(key.range), schema, owner));
                }
                None => {}
            }
        }
        let misspelt = misspelt(entries, schema);
        let missing = schema.attributes.iter().filter(|attribute| {
            let is_given =
                node.get(&attribute.key).is_some() || misspelt.contains(&&*attribute.key);
            attribute.is_required && !merged && !is_given
        });
        problems.extend(missing.map(|attribute| missing_attribute(attribute, owner)));
        problems
    }

    /// A field may always be a string with a template in it.
    fn check_field(
        &mut self,
        node: &yaml::Node,
        attribute: &Attribute<'a>,
        owner: Owner<'_>,
    ) -> Vec<Problem> {
        if node.as_str().is_some() || is_date(node) || !attribute.is_stable {
            return Vec::new();
        }
        let name = format!("{}.{}", owner.name, attribute.key);
        let owner = Owner {
            name: &name,
            ..owner
        };
        self.check_shape(node, attribute.shape.schema(), owner)
    }

    /// What is wrong with a value of a shape.
    pub(super) fn check_shape(
        &mut self,
        node: &yaml::Node,
        shape: &Shape<'a>,
        owner: Owner<'_>,
    ) -> Vec<Problem> {
        if self.step(self.here).is_err() || node.tag.is_some() {
            return Vec::new();
        }
        match (shape.schema(), &node.value) {
            (Shape::List(item), yaml::Value::Sequence(nodes)) => nodes
                .iter()
                .flat_map(|node| {
                    let at = node.range;
                    self.check_shape(node, item, Owner { at, ..owner })
                })
                .collect(),
            (Shape::Dict(item), yaml::Value::Mapping(entries)) => entries
                .iter()
                .flat_map(|(key, value)| {
                    let at = key.range;
                    self.check_shape(value, item, Owner { at, ..owner })
                })
                .collect(),
            (Shape::Model(class), yaml::Value::Mapping(_)) => {
                let schema = self.schema_of(class);
                // The models of a library have names that nobody writes.
                let own = class.module.file.is_some();
                let name = if own { &class.name } else { owner.name };
                self.check_attributes(node, &schema, Owner { name, ..owner })
            }
            (Shape::Union(members), _) => self.check_union(node, members, owner),
            (shape, _) if takes(shape, node) => Vec::new(),
            (shape, _) => vec![Problem {
                place: Place::new(owner.file, first_line(node)),
                message: format!(
                    "`{}` takes {}, not {}",
                    owner.name,
                    described(shape),
                    shown(node)
                ),
                help: None,
                symbol: None,
            }],
        }
    }

    fn check_union(
        &mut self,
        node: &yaml::Node,
        members: &[Shape<'a>],
        owner: Owner<'_>,
    ) -> Vec<Problem> {
        let mut of_kind = Vec::new();
        for member in members {
            let problems = self.check_shape(node, member, owner);
            if problems.is_empty() {
                return Vec::new();
            }
            // Of a list or a mapping, what is wrong within says more.
            if problems.iter().all(|it| it.is_within(node)) && is_of_kind(node, member) {
                of_kind.push(problems);
            }
        }
        if let [_] = of_kind.as_slice() {
            return of_kind.swap_remove(0);
        }
        let (wanted, given) = (described(&Shape::Union(members.to_vec())), shown(node));
        let message = if wanted == given {
            format!("`{}` takes {given} of other attributes", owner.name)
        } else {
            format!("`{}` takes {wanted}, not {given}", owner.name)
        };
        vec![Problem {
            place: Place::new(owner.file, first_line(node)),
            message,
            help: None,
            symbol: None,
        }]
    }
}

fn is_of_kind(node: &yaml::Node, shape: &Shape<'_>) -> bool {
    matches!(
        (&node.value, shape.schema()),
        (yaml::Value::Mapping(_), Shape::Model(_) | Shape::Dict(_))
            | (yaml::Value::Sequence(_), Shape::List(_))
    )
}

/// The first line of a value, to point at.
pub(super) fn first_line(node: &yaml::Node) -> TextRange {
    match &node.value {
        yaml::Value::Scalar { .. } => node.range,
        yaml::Value::Sequence(items) => items.first().map_or(node.range, |item| first_line(item)),
        yaml::Value::Mapping(entries) => entries.first().map_or(node.range, |(key, _)| key.range),
    }
}

/// Whether a scalar, or a value of an unknown shape, is taken.
fn takes(shape: &Shape<'_>, node: &yaml::Node) -> bool {
    let text = node.as_str();
    let plain = match (&node.value, text) {
        (yaml::Value::Scalar { text, .. }, None) => Some(text.as_str()),
        _ => None,
    };
    match shape {
        Shape::Any
        | Shape::Opaque
        | Shape::Unresolvable(_)
        | Shape::Resolved(_)
        | Shape::Union(_) => true,
        Shape::Null => plain.is_some_and(is_null),
        Shape::Str => text.is_some() || is_date(node),
        Shape::Int => plain.is_some_and(is_integral) || text.is_some_and(is_integral),
        Shape::Float => {
            let number = |text: &str| is_number(text) || is_bool(text);
            plain.is_some_and(number) || text.is_some_and(|text| is_number(text.trim()))
        }
        Shape::Bool => {
            let flag = |text: &str| is_bool(text) || matches!(text, "0" | "1" | "0.0" | "1.0");
            plain.is_some_and(flag) || text.is_some_and(is_bool_word)
        }
        Shape::Literal(values) => values.iter().any(|value| equals(value, node)),
        Shape::Enum(class) => class.members.borrow().iter().any(|member| {
            let Value::Instance(member) = member else {
                return true;
            };
            let attributes = member.attributes.borrow();
            attributes
                .get("value")
                .is_none_or(|value| equals(value, node))
        }),
        Shape::List(_) => matches!(node.value, yaml::Value::Sequence(_)),
        Shape::Dict(_) | Shape::Model(_) | Shape::Record(_) => {
            matches!(node.value, yaml::Value::Mapping(_))
        }
    }
}

/// Whether a literal may be what a scalar says.
fn equals(value: &Value<'_>, node: &yaml::Node) -> bool {
    let Some(text) = node.scalar() else {
        return false;
    };
    match value {
        Value::Str(value) => node.as_str() == Some(value),
        Value::Int(value) => text == value.to_string(),
        Value::Bool(_) => is_bool(text),
        Value::None => is_null(text),
        _ => true,
    }
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~") || text.eq_ignore_ascii_case("null")
}

fn is_bool(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    matches!(
        word.as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off"
    )
}

/// The strings that pydantic takes for a bool.
fn is_bool_word(text: &str) -> bool {
    is_bool(text)
        || matches!(
            text.to_ascii_lowercase().as_str(),
            "0" | "1" | "t" | "f" | "y" | "n"
        )
}

fn is_number(text: &str) -> bool {
    text.replace('_', "").parse::<f64>().is_ok() || text.starts_with("0x")
}

fn is_integral(text: &str) -> bool {
    let number = text.trim().replace('_', "").parse::<f64>();
    is_bool(text) || text.starts_with("0x") || number.is_ok_and(|number| number.fract() == 0.0)
}

/// Dagster reads dates as strings.
fn is_date(node: &yaml::Node) -> bool {
    let text = node.scalar().unwrap_or_default();
    matches!(node.value, yaml::Value::Scalar { plain: true, .. })
        && text.len() >= 8
        && text.as_bytes().get(4) == Some(&b'-')
}

fn described(shape: &Shape<'_>) -> String {
    match shape.schema() {
        Shape::Null => "nothing".to_owned(),
        Shape::Str => "a string".to_owned(),
        Shape::Int => "an integer".to_owned(),
        Shape::Float => "a number".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Dict(_) => "a mapping".to_owned(),
        Shape::Model(class) | Shape::Record(class) => match class.module.file {
            Some(_) => format!("a mapping with the attributes of `{}`", class.name),
            None => "a mapping".to_owned(),
        },
        Shape::Enum(class) => format!("a value of `{}`", class.name),
        Shape::Literal(values) => {
            let words = values.iter().map(|value| match value {
                Value::Str(text) => format!("`{text}`"),
                Value::Int(number) => format!("`{number}`"),
                value => format!("`{}`", value.type_name()),
            });
            listed(words.collect())
        }
        Shape::Union(members) => {
            let known = members.iter().filter(|it| !matches!(it, Shape::Null));
            listed(known.map(described).collect())
        }
        Shape::Any | Shape::Opaque | Shape::Unresolvable(_) | Shape::Resolved(_) => {
            "another value".to_owned()
        }
    }
}

fn listed(mut words: Vec<String>) -> String {
    words.dedup();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// What a value is, for messages.
pub(super) fn shown(node: &yaml::Node) -> String {
    match &node.value {
        yaml::Value::Sequence(_) => "a list".to_owned(),
        yaml::Value::Mapping(_) => "a mapping".to_owned(),
        yaml::Value::Scalar { .. } if node.as_str().is_some() => {
            let text: String = node.as_str().unwrap_or_default().chars().take(40).collect();
            format!("the string `{text}`")
        }
        yaml::Value::Scalar { text, .. } if is_null(text) => "nothing".to_owned(),
        yaml::Value::Scalar { text, .. } if is_bool(text) => format!("the bool `{text}`"),
        yaml::Value::Scalar { text, .. } => format!("the number `{text}`"),
    }
}

/// The attributes that the unknown keys of a mapping were meant to be.
fn misspelt<'s>(
    entries: &[(Arc<yaml::Node>, Arc<yaml::Node>)],
    schema: &'s Schema<'_>,
) -> Vec<&'s str> {
    let known = || schema.attributes.iter().map(|attribute| &*attribute.key);
    let written = entries.iter().filter_map(|(key, _)| key.scalar());
    let unknown = written.filter(|name| schema.is_closed && known().all(|known| known != *name));
    unknown.filter_map(|name| closest(name, known())).collect()
}

fn unknown_attribute(name: &str, place: Place, schema: &Schema<'_>, owner: Owner<'_>) -> Problem {
    let keys = schema.attributes.iter().map(|attribute| &*attribute.key);
    Problem {
        place,
        message: format!("`{}` has no attribute `{name}`", owner.name),
        help: did_you_mean(name, keys).or_else(|| {
            let keys: Vec<String> = schema
                .attributes
                .iter()
                .map(|attribute| format!("`{}`", attribute.key))
                .collect();
            Some(match keys.as_slice() {
                [] => format!("`{}` takes no attributes; remove it", owner.name),
                keys => format!("`{}` takes {}", owner.name, keys.join(", ")),
            })
        }),
        symbol: None,
    }
}

/// An attribute that stands nowhere: it is told where the attributes are asked for.
pub(super) fn missing_attribute(attribute: &Attribute<'_>, owner: Owner<'_>) -> Problem {
    Problem {
        place: Place::new(owner.file, owner.at),
        message: format!(
            "attribute `{}` of `{}` is missing",
            attribute.key, owner.name
        ),
        help: Some(format!(
            "`{}` has no default for it; give {} in `attributes`",
            owner.name,
            described(attribute.shape.schema())
        )),
        symbol: Some(attribute.key.to_string()),
    }
}
