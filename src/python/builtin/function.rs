//! The builtin functions, one by one.

use super::element::may_be_absent;
use super::exception::is_exception;
use super::{method, name};
use crate::python::interpreter::{Eval, Interpreter, Raise, Truth};
use crate::python::value::Value;
use crate::python::value::class::ClassKind;
use crate::python::value::function::{Arguments, Native};

impl<'a> Interpreter<'a> {
    /// Calls a builtin whose arguments have no alternatives.
    #[expect(clippy::too_many_lines, reason = "one table: the builtin functions")]
    pub(super) fn call_builtin(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        let unknown = |cx: &Self| Ok(cx.unknown_call(native.0, arguments));
        let Some(first) = arguments.at(0) else {
            return self.call_without_positional(native, arguments);
        };
        match native.0 {
            "print" | "breakpoint" => Ok(Value::None),
            "len" => self.len(first, arguments),
            "abs" | "round" | "divmod" | "pow" | "bin" | "hex" | "oct" | "chr" | "ord" => {
                self.call_arithmetic(native, arguments)
            }
            "str" | "repr" | "ascii" | "format" | "int" | "float" | "bool" | "bytes" | "slice" => {
                self.convert(native, arguments)
            }
            "list" | "tuple" | "set" | "frozenset" | "dict" => {
                self.make_container(native, arguments)
            }
            "range" => self.range(arguments),
            "enumerate" | "zip" | "map" | "filter" | "reversed" | "iter" | "next" | "sum"
            | "any" | "all" => self.call_iteration(native, arguments),
            "sorted" => self.sorted(arguments),
            "min" => self.extreme(arguments, true),
            "max" => self.extreme(arguments, false),
            "isinstance" => match arguments.at(1) {
                Some(class) => {
                    let truth = self.is_instance(first, &class.clone());
                    Ok(self.truth_value(truth, native.0, arguments))
                }
                None => unknown(self),
            },
            "issubclass" => Ok(match arguments.at(1) {
                Some(base) => {
                    let truth = self.is_subclass(first, base);
                    self.truth_value(truth, native.0, arguments)
                }
                None => self.unknown_call(native.0, arguments),
            }),
            "hasattr" => self.has_attribute(arguments),
            "getattr" => self.get_attribute(arguments),
            "type" => Ok(self.type_of(first, arguments)),
            "open" => Ok(self.open_file(arguments)),
            "callable" => {
                Ok(callable(first)
                    .map_or_else(|| self.unknown_call(native.0, arguments), Value::Bool))
            }
            exception if is_exception(exception) => Ok(exception_object(exception, arguments)),
            _ => unknown(self),
        }
    }

    fn call_without_positional(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        match native.0 {
            "print" | "breakpoint" => Ok(Value::None),
            "list" | "tuple" | "set" | "frozenset" | "dict" => {
                self.make_container(native, arguments)
            }
            "str" if arguments.keywords.is_empty() => Ok(Value::str("")),
            "int" => Ok(Value::Int(0)),
            "float" => Ok(Value::Float(0.0)),
            "bool" => Ok(Value::Bool(false)),
            "bytes" => Ok(Value::Bytes(std::rc::Rc::from(&b""[..]))),
            "zip" => Ok(Value::iterator(Vec::new())),
            exception if is_exception(exception) => Ok(exception_object(exception, arguments)),
            _ => Ok(self.unknown_call(native.0, arguments)),
        }
    }

    fn len(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        let count = match value {
            Value::Str(text) => Some(text.chars().count()),
            Value::Bytes(bytes) => Some(bytes.len()),
            Value::Tuple(items) => self.count(items.to_vec()),
            Value::List(list) if !list.is_open() => {
                let items = list.items.borrow().clone();
                self.count(items)
            }
            Value::Set(dict, _) | Value::Dict(dict) if !dict.is_open() => self.count(
                dict.entries()
                    .into_iter()
                    .map(|entry| entry.value)
                    .collect(),
            ),
            Value::Range { .. } => Some(self.elements(value, arguments.place)?.items.len()),
            Value::Instance(instance) if instance.class.kind == ClassKind::NamedTuple => {
                Some(instance.class.fields.len())
            }
            Value::Class(class) if class.kind == ClassKind::Enum => {
                Some(class.members.borrow().len())
            }
            Value::Instance(instance) if instance.class.lookup("__len__").is_some() => {
                let method = self.attribute(value, "__len__", arguments.place)?;
                return self.call(&method, Arguments::none(arguments.place));
            }
            _ => None,
        };
        let count = count.and_then(|count| i64::try_from(count).ok());
        Ok(count.map_or_else(|| self.unknown_call("len", arguments), Value::Int))
    }

    /// How many there are of elements that may be absent; none where that is not known.
    fn count(&mut self, items: Vec<Value<'a>>) -> Option<usize> {
        let mut count = 0;
        for item in items {
            match self.settle(item) {
                Value::Absent => {}
                item if may_be_absent(&item) => return None,
                _ => count += 1,
            }
        }
        Some(count)
    }

    /// A truth as a value; an undecided one is unknown.
    pub(super) fn truth_value(
        &mut self,
        truth: Truth,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        match truth {
            Truth::True => Value::Bool(true),
            Truth::False => Value::Bool(false),
            Truth::Unknown => self.unknown_call(name, arguments),
        }
    }

    fn has_attribute(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let (Some(value), Some(Value::Str(name))) = (arguments.at(0), arguments.at(1)) else {
            return Ok(self.unknown_call("hasattr", arguments));
        };
        if lacks(value, name) {
            return Ok(Value::Bool(false));
        }
        match self.attribute(&value.clone(), name, arguments.place) {
            Ok(found) if found.is_unknown() => Ok(self.derived(&found, "hasattr", arguments.place)),
            Ok(Value::Absent) => Ok(Value::Bool(false)),
            Ok(Value::Choice(choice)) => {
                self.lift(&choice, |_, _| Ok(Value::Bool(true)))
                    .map(|found| match found {
                        Value::Choice(choice)
                            if choice
                                .iter()
                                .any(|(_, value)| matches!(value, Value::Absent)) =>
                        {
                            super::element::replace_absent(
                                &Value::Choice(choice),
                                Value::Bool(false),
                            )
                        }
                        found => found,
                    })
            }
            Ok(_) => Ok(Value::Bool(true)),
            Err(raise) => self.unless_attribute_error(raise, Value::Bool(false)),
        }
    }

    fn get_attribute(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let (Some(value), Some(Value::Str(name))) = (arguments.at(0), arguments.at(1)) else {
            return Ok(self.unknown_call("getattr", arguments));
        };
        if let Some(default) = arguments.at(2).filter(|_| lacks(value, name)) {
            return Ok(default.clone());
        }
        let found = self.attribute(&value.clone(), name, arguments.place);
        let Some(default) = arguments.at(2) else {
            return found;
        };
        match found {
            Ok(found) if may_be_absent(&found) => {
                Ok(super::element::replace_absent(&found, default.clone()))
            }
            Ok(found) => Ok(found),
            Err(raise) => self.unless_attribute_error(raise, default.clone()),
        }
    }

    fn unless_attribute_error(&mut self, raise: Raise<'a>, otherwise: Value<'a>) -> Eval<'a> {
        match &raise {
            Raise::Exception(exception) if &*exception.class == "AttributeError" => Ok(otherwise),
            _ => Err(raise),
        }
    }

    /// `type(value)`.
    fn type_of(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Value<'a> {
        if arguments.positional.len() != 1 {
            return self.unknown_call("type", arguments);
        }
        match value {
            Value::Instance(instance) => Value::Class(std::rc::Rc::clone(&instance.class)),
            Value::Class(class) if class.kind != ClassKind::Enum && !class.opaque_base => {
                Value::Native(Native("type"))
            }
            Value::Bool(_) => Value::Native(Native("bool")),
            // An iterator may be a generator, a file, a `zip`.
            Value::Iterator(_) => self.unknown_call("type", arguments),
            value => match method::class_name(value).and_then(name::find) {
                Some(native) => Value::Native(native),
                None => self.unknown_call("type", arguments),
            },
        }
    }
}

/// An object of a builtin exception: the name of its class, then its arguments.
fn exception_object<'a>(class: &str, arguments: &Arguments<'a>) -> Value<'a> {
    let given = arguments
        .positional
        .iter()
        .map(|argument| argument.value.clone());
    Value::tuple(std::iter::once(Value::str(class)).chain(given).collect())
}

/// Whether a builtin type certainly has no attribute of a name.
fn lacks(value: &Value<'_>, name: &str) -> bool {
    let class = match value {
        Value::None => Some("NoneType"),
        Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Dict(_) | Value::Set(..) => {
            method::class_name(value)
        }
        _ => None,
    };
    class.is_some_and(|class| {
        !name.starts_with("__") && name::find(&format!("{class}.{name}")).is_none()
    })
}

/// Whether a value can be called, where that is known.
fn callable(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Native(Native("os.environ" | "NotImplemented" | "sys.modules")) => Some(false),
        Value::Function(_)
        | Value::Bound(_)
        | Value::Partial(_)
        | Value::Class(_)
        | Value::Api(_)
        | Value::Native(_) => Some(true),
        Value::Object(object) => object.is_callable(),
        Value::Instance(instance) if !instance.class.opaque_base => {
            Some(instance.class.lookup("__call__").is_some())
        }
        Value::None | Value::Module(_) | Value::Ellipsis => Some(false),
        value => method::class_name(value).map(|_| false),
    }
}
