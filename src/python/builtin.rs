//! The builtin functions and types of Python, and the door to the modelled part of
//! the standard library.
//!
//! What is not known goes through: an unknown argument makes an unknown result with
//! the reason of the argument, an argument with alternatives makes alternatives.

mod bytes;
mod conversion;
mod deque;
mod dict;
mod dict_update;
mod element;
mod exception;
mod function;
mod iteration;
mod list;
mod method;
mod name;
mod namespace;
mod number;
mod path;
mod sequence;
mod set;
mod sort;
mod string;
mod string_split;
mod string_test;

use std::rc::Rc;

pub(in crate::python) use dict::{Lookup, guarded_key};
pub(crate) use element::may_be_absent;
pub(in crate::python) use element::{replace_absent, without_absent};
pub(in crate::python) use exception::{is_exception, is_kind_of};
pub(in crate::python) use method::class_name;
pub(in crate::python) use name::find;
pub(in crate::python) use number::range_len;
pub(crate) use path::path_of;
pub(in crate::python) use sequence::integer;

use super::interpreter::{Eval, Interpreter};
use super::stdlib::re::partial_method;
use super::value::function::{Argument, Arguments, BoundMethod, Callee, Native, Partial};
use super::value::{Choice, Value};
use crate::source::Place;

/// With more arguments that have alternatives than this, their combinations are not followed.
const MOST_CHOICES: usize = 4;

/// Functions that pass values on without looking at them: their arguments keep their
/// alternatives.
const PASSES_ON: &[&str] = &[
    "dict",
    "functools.partial",
    "functools.wraps.apply",
    "next",
    "os.environ.get",
    "os.getenv",
    "print",
    "setattr",
    "typing.cast",
    "typing_extensions.cast",
];

impl<'a> Interpreter<'a> {
    /// The builtin of a name: `len`, `str`, `ValueError`; none where Python has none.
    pub(super) fn builtin(name: &str) -> Option<Value<'a>> {
        if name == "Ellipsis" {
            return Some(Value::Ellipsis);
        }
        if name.contains('.') {
            return None;
        }
        find(name).map(Value::Native)
    }

    /// Calls a builtin or a modelled function of the standard library.
    pub(super) fn call_native(&mut self, native: Native, arguments: Arguments<'a>) -> Eval<'a> {
        self.step(arguments.place)?;
        let mut arguments = arguments;
        for argument in every_argument(&mut arguments) {
            argument.value = self.settle(argument.value.clone());
        }
        if PASSES_ON.contains(&native.0) {
            return self.dispatch(native, &arguments);
        }
        if let Some(result) = self.lift_arguments(native.0, &mut arguments, |cx, arguments| {
            cx.call_native(native, arguments)
        }) {
            return result;
        }
        if arguments.is_open() {
            return Ok(self.unknown_call(native.0, &arguments));
        }
        self.dispatch(native, &arguments)
    }

    /// Where an argument has alternatives: the alternatives of the result.
    fn lift_arguments(
        &mut self,
        name: &str,
        arguments: &mut Arguments<'a>,
        mut call: impl FnMut(&mut Self, Arguments<'a>) -> Eval<'a>,
    ) -> Option<Eval<'a>> {
        let choices = arguments
            .values()
            .filter(|value| matches!(value, Value::Choice(_)))
            .count();
        if choices == 0 {
            return None;
        }
        if choices > MOST_CHOICES {
            return Some(Ok(self.unknown_call(name, arguments)));
        }
        if let Err(raise) = self.fix_iterators(arguments) {
            return Some(Err(raise));
        }
        let choice: Rc<Choice<'a>> = arguments.values().find_map(|value| match value {
            Value::Choice(choice) => Some(Rc::clone(choice)),
            _ => None,
        })?;
        let arguments = arguments.clone();
        Some(self.lift(&choice, |cx, alternative| {
            let mut arguments = arguments.clone();
            let slot = every_argument(&mut arguments)
                .find(|argument| matches!(argument.value, Value::Choice(_)));
            if let Some(slot) = slot {
                slot.value = alternative;
            }
            call(cx, arguments)
        }))
    }

    /// Puts lists in the place of iterators, which each alternative would consume anew.
    fn fix_iterators(&mut self, arguments: &mut Arguments<'a>) -> Eval<'a, ()> {
        let place = arguments.place;
        for argument in every_argument(arguments) {
            if matches!(argument.value, Value::Iterator(_)) {
                let elements = self.elements(&argument.value, place)?;
                argument.value = self.list_of(elements);
            }
        }
        Ok(())
    }

    fn dispatch(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        match native.0.split_once('.') {
            None => self.call_builtin(native, arguments),
            Some((
                "str" | "bytes" | "list" | "tuple" | "dict" | "set" | "frozenset" | "int" | "float"
                | "object",
                method,
            )) => self.call_unbound(native, method, arguments),
            Some(_) => self.call_stdlib(native, arguments),
        }
    }

    /// `str.upper(text)`, `dict.fromkeys(...)`.
    fn call_unbound(
        &mut self,
        native: Native,
        method: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        match native.0 {
            "dict.fromkeys" => return self.dict_from_keys(arguments),
            "str.maketrans" => return self.make_translation(arguments),
            "bytes.fromhex" | "int.from_bytes" | "float.fromhex" => {
                return Ok(self.unknown_call(native.0, arguments));
            }
            _ => {}
        }
        let Some((receiver, rest)) = arguments.positional.split_first() else {
            return self.raise(
                "TypeError",
                format!("{}() needs an argument", native.0),
                arguments.place,
            );
        };
        let rest = Arguments {
            positional: rest.to_vec(),
            ..arguments.clone()
        };
        self.call_method(&receiver.value, method, rest)
    }

    /// An attribute of a builtin type: a method, bound; `parent` of a path; `start` of
    /// a range. None where there is none.
    pub(super) fn builtin_attribute(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Option<Value<'a>> {
        match receiver {
            Value::Native(native) => return Self::native_attribute(*native, name),
            Value::Path(path) => {
                if let Some(value) = self.path_attribute(path, name, place) {
                    return Some(value);
                }
            }
            Value::Partial(partial) => return partial_attribute(partial, name),
            _ => {}
        }
        if name == "__class__" {
            return class_name(receiver).and_then(find).map(Value::Native);
        }
        if let Some(value) = data_attribute(receiver, name) {
            return Some(value);
        }
        let class = class_name(receiver)?;
        find(&format!("{class}.{name}"))?;
        Some(Value::Bound(Rc::new(BoundMethod {
            receiver: receiver.clone(),
            callee: Callee::Method(Rc::from(name)),
        })))
    }

    fn native_attribute(native: Native, name: &str) -> Option<Value<'a>> {
        match name {
            "__name__" | "__qualname__" => {
                let last = native.0.rsplit('.').next().unwrap_or(native.0);
                return Some(Value::str(last));
            }
            "__module__" => {
                return Some(Value::str(
                    native
                        .0
                        .rsplit_once('.')
                        .map_or("builtins", |(module, _)| module),
                ));
            }
            _ => {}
        }
        let path = format!("{}.{name}", native.0);
        Self::stdlib(&path).or_else(|| find(&path).map(Value::Native))
    }
}

/// The positional and keyword arguments, to be changed.
fn every_argument<'s, 'a>(
    arguments: &'s mut Arguments<'a>,
) -> impl Iterator<Item = &'s mut Argument<'a>> {
    arguments
        .positional
        .iter_mut()
        .chain(arguments.keywords.iter_mut().map(|(_, argument)| argument))
}

/// The attributes of values that are no methods.
fn data_attribute<'a>(receiver: &Value<'a>, name: &str) -> Option<Value<'a>> {
    match (receiver, name) {
        (Value::Range { start, .. }, "start") => Some(Value::Int(*start)),
        (Value::Range { stop, .. }, "stop") => Some(Value::Int(*stop)),
        (Value::Range { step, .. }, "step") => Some(Value::Int(*step)),
        (Value::Slice(parts), "start") => Some(parts[0].clone()),
        (Value::Slice(parts), "stop") => Some(parts[1].clone()),
        (Value::Slice(parts), "step") => Some(parts[2].clone()),
        (Value::Int(_), "real" | "numerator") => Some(receiver.clone()),
        (Value::Int(_), "denominator") => Some(Value::Int(1)),
        (Value::Int(_), "imag") => Some(Value::Int(0)),
        _ => None,
    }
}

fn partial_attribute<'a>(partial: &Rc<Partial<'a>>, name: &str) -> Option<Value<'a>> {
    match name {
        "func" => Some(partial.callee.clone()),
        "args" => Some(Value::tuple(
            partial
                .arguments
                .positional
                .iter()
                .map(|argument| argument.value.clone())
                .collect(),
        )),
        _ => partial_method(partial, name),
    }
}
