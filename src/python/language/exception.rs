//! Exceptions: what a handler binds, and what they say.

use std::rc::Rc;

use crate::python::interpreter::{Exception, Interpreter};
use crate::python::value::Value;

impl<'a> Interpreter<'a> {
    /// What a handler binds: an object of the class of the exception. What it says is
    /// known where the code itself raised it.
    pub(super) fn exception_value(&mut self, exception: &Exception<'a>) -> Value<'a> {
        let args = match &exception.value {
            Value::None => None,
            Value::Tuple(items) => Some(Value::tuple(items.iter().skip(1).cloned().collect())),
            Value::Native(_) => Some(Value::tuple(Vec::new())),
            value => return value.clone(),
        };
        let attributes = args.map(|args| ("args", args));
        self.exception_object(&exception.class, attributes, exception.place)
    }

    /// The class and message of what a `raise` statement raises.
    pub(super) fn describe_exception(&mut self, value: &Value<'a>) -> (Rc<str>, String) {
        match value {
            Value::Native(native) => (Rc::from(native.0), String::new()),
            Value::Class(class) => (Rc::clone(&class.name), String::new()),
            Value::Instance(instance) => {
                let message = instance.attributes.borrow().get("args").cloned();
                let message = match message {
                    Some(Value::Tuple(items)) => items.first().and_then(|item| self.to_text(item)),
                    _ => None,
                };
                (Rc::clone(&instance.class.name), message.unwrap_or_default())
            }
            // An exception object of a builtin class: its class name and its arguments.
            Value::Tuple(items) => match &***items {
                [Value::Str(class), rest @ ..] => {
                    let message = rest.first().and_then(|item| self.to_text(item));
                    (Rc::clone(class), message.unwrap_or_default())
                }
                _ => (Rc::from("Exception"), String::new()),
            },
            Value::External(path) => (
                Rc::from(path.rsplit('.').next().unwrap_or(path)),
                String::new(),
            ),
            _ => (Rc::from("Exception"), String::new()),
        }
    }
}
