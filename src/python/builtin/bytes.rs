//! The methods of `bytes` that configuration code uses.

use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn call_bytes_method(
        &mut self,
        bytes: &Rc<[u8]>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let part = match arguments.at(0) {
            Some(Value::Bytes(part)) => Some(part),
            _ => None,
        };
        let result = match (name, part) {
            ("decode", _) => Some(self.decoded(bytes, arguments)),
            ("hex", None) if arguments.positional.is_empty() => Some(Value::str(
                bytes
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect::<String>(),
            )),
            ("startswith", Some(part)) => Some(Value::Bool(bytes.starts_with(part))),
            ("endswith", Some(part)) => Some(Value::Bool(bytes.ends_with(part))),
            ("upper", None) => Some(Value::Bytes(bytes.to_ascii_uppercase().into())),
            ("lower", None) => Some(Value::Bytes(bytes.to_ascii_lowercase().into())),
            ("strip", None) if arguments.positional.is_empty() => {
                Some(Value::Bytes(bytes.trim_ascii().into()))
            }
            _ => None,
        };
        Ok(result.unwrap_or_else(|| {
            self.unknown_method(&Value::Bytes(Rc::clone(bytes)), name, arguments)
        }))
    }
}
