//! Equality of values as a text.

use super::super::interpreter::Interpreter;
use super::super::value::Value;
use super::object::Data;
use std::rc::Rc;

impl<'a> Interpreter<'a> {
    /// A text that is equal for equal values, or `None` where equality is not known.
    pub(in crate::evaluate) fn digest(&mut self, value: &Value<'a>) -> Option<String> {
        Some(match value {
            Value::Object(object) => match &object.data {
                Data::AssetKey(key) => format!("AssetKey[{}]", key.parts().join("\u{0}")),
                Data::Plain { name, arguments } => {
                    let mut text = format!("{name}(");
                    for (name, value) in arguments.clone() {
                        text.extend([&*name, "=", &self.digest(&value)?, ","]);
                    }
                    text + ")"
                }
                Data::Spec(spec) => format!("spec {}", spec.key.as_ref().ok()?),
                _ => format!("object {}", object.id.0),
            },
            Value::List(list) if !list.is_open() => {
                self.digest_all("list", &list.items.borrow().clone())?
            }
            Value::Tuple(items) => self.digest_all("tuple", items)?,
            Value::Dict(dict) if !dict.is_open() => {
                let mut pairs = Vec::new();
                for entry in dict.entries() {
                    pairs.push(format!(
                        "{}:{}",
                        self.digest(&entry.key)?,
                        self.digest(&entry.value)?
                    ));
                }
                pairs.sort();
                format!("dict{{{}}}", pairs.join(","))
            }
            Value::Set(set, _) if !set.is_open() => {
                let mut items = set
                    .keys()
                    .iter()
                    .map(|item| self.digest(item))
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

    pub(in crate::evaluate) fn digest_all(
        &mut self,
        kind: &str,
        items: &[Value<'a>],
    ) -> Option<String> {
        let items = items
            .iter()
            .map(|item| self.digest(item))
            .collect::<Option<Vec<_>>>()?;
        Some(format!("{kind}[{}]", items.join(",")))
    }
}
