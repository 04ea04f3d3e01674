//! `isinstance` and `issubclass`.

use std::rc::Rc;

use super::class_kind::same_external;
use crate::python::interpreter::{Interpreter, Truth};
use crate::python::stdlib::introspect::is_class;
use crate::python::value::Value;
use crate::python::value::class::ClassKind;
use crate::python::value::function::Native;

impl<'a> Interpreter<'a> {
    /// `isinstance(value, class)`
    #[expect(
        clippy::too_many_lines,
        reason = "one match: the kinds of value and of class"
    )]
    pub(in crate::python) fn is_instance(&mut self, value: &Value<'a>, class: &Value<'a>) -> Truth {
        if self.step(self.here).is_err() {
            return Truth::Unknown;
        }
        if let Value::Tuple(classes) = class {
            let mut result = Truth::False;
            for class in classes.iter() {
                match self.is_instance(value, class) {
                    Truth::True => return Truth::True,
                    Truth::False => {}
                    Truth::Unknown => result = Truth::Unknown,
                }
            }
            return result;
        }
        match (value, class) {
            // As the collectors have it: what a library gives is no definition.
            (Value::External(_), Value::Api(_)) => Truth::False,
            (Value::Unknown(unknown), Value::Api(_)) if !unknown.may_be_definition() => {
                Truth::False
            }
            (Value::Unknown(_) | Value::External(_) | Value::Choice(_), _)
            | (_, Value::Unknown(_)) => Truth::Unknown,
            (_, Value::Native(native)) if native.0 == "object" => Truth::True,
            (Value::Instance(instance), Value::Class(class)) => Truth::from(
                instance
                    .class
                    .order
                    .borrow()
                    .iter()
                    .any(|known| Rc::ptr_eq(known, class)),
            ),
            (Value::Instance(instance), Value::Native(native))
                if native.0 == "tuple" && instance.class.kind == ClassKind::NamedTuple =>
            {
                Truth::True
            }
            (Value::Instance(instance), class) => {
                let own = instance.class.inherits(&|base| {
                    base.is_same(class) == Some(true) || same_external(base, class)
                });
                if own {
                    Truth::True
                } else if instance.class.opaque_base
                    // A model is no text, number or container.
                    && !(matches!(class, Value::Native(_)) && self.host.has_known_bases(&instance.class))
                {
                    Truth::Unknown
                } else {
                    Truth::False
                }
            }
            (Value::Object(object), Value::Api(api)) => self.host.is_instance(object, api.name),
            // Which class of the project made it is not kept.
            (Value::Object(_), Value::Class(class)) if class.made_by_dagster().is_some() => {
                Truth::Unknown
            }
            (Value::Object(_), Value::Class(_)) => Truth::False,
            (Value::Object(object), Value::Native(native)) => {
                self.host.is_instance(object, last_part(native.0))
            }
            (value, Value::Native(Native("type"))) => {
                is_class(value).map_or(Truth::Unknown, Truth::from)
            }
            (_, Value::Native(native)) => Truth::from(is_builtin_instance(value, native.0)),
            (_, Value::Class(_) | Value::Api(_)) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    /// `issubclass(class, base)`
    pub(in crate::python) fn is_subclass(&self, class: &Value<'a>, base: &Value<'a>) -> Truth {
        match (class, base) {
            (_, Value::Tuple(bases)) => {
                let mut result = Truth::False;
                for base in bases.iter() {
                    match self.is_subclass(class, base) {
                        Truth::True => return Truth::True,
                        Truth::False => {}
                        Truth::Unknown => result = Truth::Unknown,
                    }
                }
                result
            }
            (Value::Class(class), Value::Class(base)) => {
                let order = class.order.borrow();
                Truth::from(order.iter().any(|known| Rc::ptr_eq(known, base)))
            }
            (Value::Class(_), Value::Native(native)) if native.0 == "object" => Truth::True,
            (Value::Class(class), base) => {
                let own = class.inherits(&|known| {
                    known.is_same(base) == Some(true) || same_external(known, base)
                });
                match own {
                    true => Truth::True,
                    false if class.opaque_base => Truth::Unknown,
                    false => Truth::False,
                }
            }
            (Value::Api(class), Value::Api(base)) => self.host.is_subclass(class, base),
            _ => Truth::Unknown,
        }
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn is_builtin_instance(value: &Value<'_>, class: &str) -> bool {
    match last_part(class) {
        "int" => matches!(value, Value::Int(_) | Value::Bool(_)),
        "Path" | "PurePath" | "PosixPath" | "PurePosixPath" => matches!(value, Value::Path(_)),
        class => value.type_name() == class,
    }
}
