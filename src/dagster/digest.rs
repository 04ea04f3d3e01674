//! Equality of values as a text.

use std::rc::Rc;

use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::object::Data;

/// Parts of a value that are compared; one that holds itself has no end of them.
const LARGEST: usize = 5_000;

impl<'a> Interpreter<'a> {
    /// A text that is equal for equal values, or `None` where equality is not known, or
    /// the value is too large to tell.
    pub(crate) fn digest(&mut self, value: &Value<'a>) -> Option<String> {
        let mut left = LARGEST;
        self.digest_part(value, &mut left)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one match: the text of each kind of value"
    )]
    fn digest_part(&mut self, value: &Value<'a>, left: &mut usize) -> Option<String> {
        *left = left.checked_sub(1)?;
        Some(match value {
            Value::Object(object) => match &object.data {
                Data::AssetKey(key) => format!("AssetKey[{}]", key.parts().join("\u{0}")),
                Data::Plain { name, arguments } => {
                    let mut text = format!("{name}(");
                    for (name, value) in arguments.clone() {
                        text.extend([&*name, "=", &self.digest_part(&value, left)?, ","]);
                    }
                    text + ")"
                }
                Data::Spec(spec) => format!("spec {}", spec.key.as_ref().ok()?),
                _ => format!("object {}", object.id.0),
            },
            Value::List(list) if !list.is_open() => {
                self.digest_all("list", &list.items.borrow().clone(), left)?
            }
            Value::Tuple(items) => self.digest_all("tuple", items, left)?,
            Value::Dict(dict) if !dict.is_open() => {
                let mut pairs = Vec::new();
                for entry in dict.entries() {
                    pairs.push(format!(
                        "{}:{}",
                        self.digest_part(&entry.key, left)?,
                        self.digest_part(&entry.value, left)?
                    ));
                }
                pairs.sort();
                format!("dict{{{}}}", pairs.join(","))
            }
            Value::Set(set, _) if !set.is_open() => {
                let mut items = set
                    .keys()
                    .iter()
                    .map(|item| self.digest_part(item, left))
                    .collect::<Option<Vec<_>>>()?;
                items.sort();
                format!("set{{{}}}", items.join(","))
            }
            Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Str(_) => {
                self.to_repr(value)?
            }
            Value::Function(function) => format!("function {}", Rc::as_ptr(function).addr()),
            _ => return None,
        })
    }

    fn digest_all(&mut self, kind: &str, items: &[Value<'a>], left: &mut usize) -> Option<String> {
        let items = items
            .iter()
            .map(|item| self.digest_part(item, left))
            .collect::<Option<Vec<_>>>()?;
        Some(format!("{kind}[{}]", items.join(",")))
    }
}
