//! Methods of builtin types: which type has which, and which arguments they see.

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::{Arguments, Native};

/// Methods that store their arguments as they are, alternatives included.
const STORES: &[&str] = &[
    "append",
    "appendleft",
    "insert",
    "setdefault",
    "get",
    "update",
    "write",
    "__setitem__",
];

/// The name of the builtin type of a value, as its methods are listed.
pub(in crate::python) fn class_name(value: &Value<'_>) -> Option<&'static str> {
    Some(match value {
        Value::Bool(_) | Value::Int(_) => "int",
        Value::Float(_) => "float",
        Value::Str(_) => "str",
        Value::Bytes(_) => "bytes",
        Value::Range { .. } => "range",
        Value::List(_) => "list",
        Value::Tuple(_) => "tuple",
        Value::Set(_, false) => "set",
        Value::Set(_, true) => "frozenset",
        Value::Dict(_) | Value::Namespace(..) => "dict",
        Value::Iterator(_) => "generator",
        Value::Path(_) => "pathlib.Path",
        _ => return None,
    })
}

impl<'a> Interpreter<'a> {
    /// Calls a method of a builtin type.
    pub(crate) fn call_method(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        self.step(arguments.place)?;
        let receiver = self.settle(receiver.clone());
        if let Value::Choice(choice) = &receiver {
            let mut arguments = arguments;
            self.fix_iterators(&mut arguments)?;
            return self.lift(&choice.clone(), |cx, receiver| {
                cx.call_method(&receiver, name, arguments.clone())
            });
        }
        let mut arguments = arguments;
        for argument in super::every_argument(&mut arguments) {
            argument.value = self.settle(argument.value.clone());
        }
        if !STORES.contains(&name) {
            let label = label(&receiver, name);
            let lifted = self.lift_arguments(&label, &mut arguments, |cx, arguments| {
                cx.call_method(&receiver, name, arguments)
            });
            if let Some(result) = lifted {
                return result;
            }
        }
        self.call_method_of(&receiver, name, &arguments)
    }

    fn call_method_of(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        if arguments.is_open() {
            return Ok(self.call_with_open_arguments(receiver, name, arguments));
        }
        if let Some(result) = self.call_special(receiver, name, arguments) {
            return result;
        }
        match receiver {
            Value::Str(text) => self.call_str_method(text, name, arguments),
            Value::Bytes(bytes) => self.call_bytes_method(bytes, name, arguments),
            Value::List(list) => self.call_list_method(list, name, arguments),
            Value::Tuple(items) => self.search_items(items.to_vec(), name, arguments),
            Value::Set(set, frozen) => self.call_set_method(set, *frozen, name, arguments),
            Value::Dict(dict) => self.call_dict_method(dict, name, arguments),
            Value::Namespace(scope, module) => {
                self.call_namespace_method(scope, module, name, arguments)
            }
            Value::Path(path) => self.call_path_method(path, name, arguments),
            Value::Iterator(iterator) => self.call_iterator_method(iterator, name, arguments),
            Value::Int(_) | Value::Bool(_) | Value::Float(_) => {
                self.call_number_method(receiver, name, arguments)
            }
            Value::Range { .. } => {
                let elements = self.elements(receiver, arguments.place)?;
                self.search_items(elements.items, name, arguments)
            }
            _ => Ok(self.unknown_method(receiver, name, arguments)),
        }
    }

    /// The double-underscore methods that are another way to write an operation.
    fn call_special(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Eval<'a>> {
        let place = arguments.place;
        Some(match name {
            "__len__" => {
                self.call_builtin(Native("len"), &Arguments::of([receiver.clone()], place))
            }
            "__getitem__" => {
                let index = arguments.at(0)?.clone();
                self.subscript(receiver, &index, place)
            }
            "__str__" => self.str_of(receiver, place),
            "__repr__" => self.repr_of(receiver, place),
            "__iter__" if !matches!(receiver, Value::Iterator(_)) => {
                match self.elements(receiver, place) {
                    Ok(elements) => Ok(self.lazy(elements.items, elements.open)),
                    Err(raise) => Err(raise),
                }
            }
            "__enter__" | "__iter__" => Ok(receiver.clone()),
            "__exit__" => Ok(Value::None),
            _ => return None,
        })
    }

    /// `list.append(*unknown)`: what the receiver holds is not known any more.
    fn call_with_open_arguments(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let result = self.unknown_method(receiver, name, arguments);
        if let Value::Unknown(unknown) = &result {
            match receiver {
                Value::List(list) => list.open(unknown),
                Value::Set(dict, _) | Value::Dict(dict) => dict.open(unknown),
                _ => {}
            }
        }
        result
    }

    /// The unknown result of a method call.
    pub(super) fn unknown_method(
        &self,
        receiver: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        if receiver.is_unknown() {
            return self.derived(receiver, name, arguments.place);
        }
        self.unknown_call(&label(receiver, name), arguments)
    }
}

fn label(receiver: &Value<'_>, name: &str) -> String {
    match class_name(receiver) {
        Some(class) => format!("{class}.{name}"),
        None => name.to_owned(),
    }
}
