//! What the constructor of a pydantic model makes of a value, in its lax mode.

use std::rc::Rc;

use crate::python::value::Value;
use crate::python::value::schema::Shape;

/// The value as the model holds it, or what would be taken instead.
#[expect(clippy::too_many_lines, reason = "one arm for each shape")]
pub(in crate::dagster) fn coerced<'a>(
    value: &Value<'a>,
    shape: &Shape<'a>,
) -> Result<Value<'a>, String> {
    let same = Ok(value.clone());
    match (shape, value) {
        (_, Value::Unknown(_) | Value::Choice(_) | Value::External(_) | Value::Absent) => same,
        (Shape::Str, Value::Str(_)) => same,
        (Shape::Str, Value::Instance(_) | Value::Object(_) | Value::Path(_)) => same,
        (Shape::Str, _) => Err("a string".to_owned()),
        (Shape::Int, Value::Str(text)) => match text.trim().replace('_', "").parse() {
            Ok(number) => Ok(Value::Int(number)),
            Err(_) => Err("an integer".to_owned()),
        },
        (Shape::Int, Value::List(_) | Value::Dict(_) | Value::Tuple(_) | Value::None) => {
            Err("an integer".to_owned())
        }
        (Shape::Float, Value::Str(text)) => match text.trim().parse() {
            Ok(number) => Ok(Value::Float(number)),
            Err(_) => Err("a number".to_owned()),
        },
        #[expect(clippy::cast_precision_loss, reason = "as Python does it")]
        (Shape::Float, Value::Int(number)) => Ok(Value::Float(*number as f64)),
        (Shape::Bool, Value::Str(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Ok(Value::Bool(true)),
            "false" | "f" | "no" | "n" | "off" | "0" => Ok(Value::Bool(false)),
            _ => Err("`true` or `false`".to_owned()),
        },
        (Shape::Enum(class), value) => {
            let members = class.members.borrow();
            let found = members.iter().find(|member| match member {
                Value::Instance(member) => {
                    let attributes = member.attributes.borrow();
                    let own = attributes.get("value");
                    own.is_some_and(|own| equal(own, value))
                }
                _ => false,
            });
            match (found, value) {
                (Some(member), _) => Ok(member.clone()),
                (None, Value::Instance(_)) => same,
                (None, _) if members.is_empty() => same,
                (None, _) => Err(format!("a value of `{}`", class.name)),
            }
        }
        (Shape::Literal(values), Value::Str(_)) => {
            let known = |it: &Value<'_>| {
                matches!(
                    it,
                    Value::Str(_) | Value::Int(_) | Value::Bool(_) | Value::None
                )
            };
            if values.iter().any(|it| equal(it, value)) || !values.iter().all(known) {
                return same;
            }
            let words = values.iter().map(|it| match it {
                Value::Str(text) => format!("`{text}`"),
                it => it.type_name(),
            });
            Err(words.collect::<Vec<_>>().join(" or "))
        }
        (Shape::List(_), Value::Str(_) | Value::Int(_) | Value::Dict(_) | Value::None) => {
            Err("a list".to_owned())
        }
        (Shape::List(item), Value::List(list)) if !list.is_open() => {
            let items = list.items.borrow();
            let items = items.iter().map(|it| coerced(it, item));
            match items.collect::<Result<Vec<_>, _>>() {
                Ok(items) => Ok(Value::list(items)),
                Err(wanted) => Err(format!("a list of which each is {wanted}")),
            }
        }
        (Shape::Dict(_), Value::Str(_) | Value::Int(_) | Value::List(_) | Value::None) => {
            Err("a mapping".to_owned())
        }
        (Shape::Model(class), Value::Str(_) | Value::Int(_)) => {
            Err(format!("a mapping with the attributes of `{}`", class.name))
        }
        (Shape::Null, Value::None) => same,
        (Shape::Null, _) => Err("nothing".to_owned()),
        (Shape::Union(members), _) => union(value, members),
        _ => same,
    }
}

/// pydantic takes the member that fits exactly before one that fits by conversion.
fn union<'a>(value: &Value<'a>, members: &[Shape<'a>]) -> Result<Value<'a>, String> {
    let exact = members.iter().any(|member| {
        matches!(
            (member, value),
            (Shape::Null, Value::None)
                | (Shape::Str, Value::Str(_))
                | (Shape::Int, Value::Int(_))
                | (Shape::Float, Value::Float(_))
                | (Shape::Bool, Value::Bool(_))
        )
    });
    if exact {
        return Ok(value.clone());
    }
    let mut wanted = Vec::new();
    for member in members {
        match coerced(value, member) {
            Ok(value) => return Ok(value),
            Err(one) if !matches!(member, Shape::Null) => wanted.push(one),
            Err(_) => {}
        }
    }
    Err(wanted.join(" or "))
}

fn equal(a: &Value<'_>, b: &Value<'_>) -> bool {
    match (a, b) {
        (Value::Str(a), Value::Str(b)) => Rc::ptr_eq(a, b) || a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::None, Value::None) => true,
        _ => false,
    }
}
