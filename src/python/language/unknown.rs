//! What is known of parts and results of unknown values: why they are not known, and
//! which of them are the same.

use std::rc::Rc;

use crate::python::interpreter::Interpreter;
use crate::python::value::function::Arguments;
use crate::python::value::unknown::Identity;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// The unknown that follows from an unknown value: it has the same reason, but it
    /// is not the same value.
    pub(crate) fn derived(&self, cause: &Value<'a>, name: &str, place: Place) -> Value<'a> {
        match cause {
            Value::Unknown(unknown) => Value::Unknown(unknown.following(None)),
            Value::External(path) => Value::unknown(format!("value comes from `{path}`"), place),
            Value::Choice(choice) => match choice.iter().find(|(_, value)| value.is_unknown()) {
                Some((_, value)) => self.derived(value, name, place),
                None => Value::unknown(format!("value comes from `{name}(...)`"), place),
            },
            Value::List(list) if list.is_open() => {
                open_reason(list.open.borrow().as_ref(), name, place)
            }
            Value::Dict(dict) | Value::Set(dict, _) if dict.is_open() => {
                open_reason(dict.open.borrow().as_ref(), name, place)
            }
            _ => Value::unknown(format!("value comes from `{name}(...)`"), place),
        }
    }

    /// Notes that code which is not seen was given values.
    pub(in crate::python) fn hand_out(&self, arguments: &Arguments<'a>) {
        let open = arguments.open_positional.iter();
        let mut values = arguments
            .values()
            .chain(open.chain(&arguments.open_keywords));
        if values.any(leads_to_what_changes) {
            self.has_handed_out.set(true);
        }
    }

    /// The unknown result of a call: with the reason of the first argument that is not
    /// known, or else with the call as the reason.
    pub(crate) fn unknown_call(&self, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        self.hand_out(arguments);
        let open = arguments
            .open_positional
            .iter()
            .chain(&arguments.open_keywords);
        let cause = arguments.values().chain(open).find(|value| is_cause(value));
        if let Some(cause) = cause {
            self.derived(cause, name, arguments.place)
        } else {
            let reason = format!("value comes from `{name}(...)`");
            Value::Unknown(if gives_data(name) {
                Unknown::data(reason, arguments.place)
            } else {
                Unknown::new(reason, arguments.place)
            })
        }
    }

    /// As [`Self::unknown_call`], for what needs the unknown itself.
    pub(in crate::python) fn unknown_cause(
        &self,
        cause: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Rc<Unknown> {
        match self.derived(cause, name, place) {
            Value::Unknown(unknown) => unknown,
            _ => Unknown::new(format!("value comes from `{name}(...)`"), place),
        }
    }

    /// An attribute of an unknown value: the same attribute is the same value each time.
    pub(super) fn part_of_unknown(&mut self, unknown: &Rc<Unknown>, name: &str) -> Value<'a> {
        let whole = match &unknown.identity {
            Some(identity) => identity.clone(),
            None => Identity::of_branch(self.branch_of_unknown(unknown)),
        };
        Value::Unknown(unknown.following(whole.then(&format!(".{name}"))))
    }

    /// The result of calling an unknown value: another one each time, but for the
    /// methods of what the environment gives, which are those of texts.
    pub(in crate::python) fn result_of_unknown(
        &mut self,
        unknown: &Unknown,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        self.hand_out(arguments);
        let callee = unknown.identity.as_ref();
        let callee = callee.filter(|it| it.is_from_environment() && !arguments.is_open());
        let result = callee.and_then(|callee| {
            let mut written = "(".to_owned();
            for argument in arguments.values() {
                written.push_str(&self.to_repr(argument)?);
                written.push(',');
            }
            callee.then(&(written + ")"))
        });
        Value::Unknown(unknown.following(result))
    }
}

/// Whether a value may be changed, or may lead to something that may.
fn leads_to_what_changes(value: &Value<'_>) -> bool {
    !matches!(
        value,
        Value::None
            | Value::Ellipsis
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Range { .. }
            | Value::Path(_)
            | Value::Native(_)
            | Value::External(_)
            | Value::Api(_)
            | Value::Absent
    )
}

/// Whether what a function gives is data, whatever its arguments are.
fn gives_data(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or(name);
    let is_module = name.contains('.')
        && matches!(
            first,
            "str"
                | "bytes"
                | "int"
                | "float"
                | "os"
                | "glob"
                | "math"
                | "json"
                | "csv"
                | "tomllib"
                | "yaml"
                | "datetime"
        );
    is_module
        || matches!(
            name,
            "len"
                | "str"
                | "int"
                | "float"
                | "repr"
                | "format"
                | "range"
                | "round"
                | "abs"
                | "open"
                | "any"
                | "all"
                | "hash"
                | "id"
                | "hex"
                | "bool"
        )
}

fn is_cause(value: &Value<'_>) -> bool {
    match value {
        Value::Unknown(_) | Value::External(_) => true,
        Value::Choice(choice) => choice.iter().any(|(_, value)| value.is_unknown()),
        Value::List(list) => list.is_open(),
        Value::Dict(dict) | Value::Set(dict, _) => dict.is_open(),
        _ => false,
    }
}

fn open_reason<'a>(unknown: Option<&Rc<Unknown>>, name: &str, place: Place) -> Value<'a> {
    match unknown {
        Some(unknown) => Value::Unknown(unknown.following(None)),
        None => Value::unknown(format!("value comes from `{name}(...)`"), place),
    }
}
