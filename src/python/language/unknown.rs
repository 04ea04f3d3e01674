//! What is known of parts and results of unknown values: why they are not known, and
//! which of them are the same.

use std::rc::Rc;

use crate::python::interpreter::Interpreter;
use crate::python::value::function::Arguments;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// Longer chains of attributes and calls are not told apart from one another.
const LONGEST: usize = 200;

/// What begins the source of everything that comes from the environment.
const ENVIRONMENT: &str = "environ:";

impl<'a> Interpreter<'a> {
    /// The unknown that follows from an unknown value: it has the same reason, but it
    /// is not the same value.
    pub(crate) fn derived(&self, cause: &Value<'a>, name: &str, place: Place) -> Value<'a> {
        match cause {
            Value::Unknown(unknown) => copied(unknown),
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

    /// The unknown result of a call: with the reason of the first argument that is not
    /// known, or else with the call as the reason.
    pub(crate) fn unknown_call(&self, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let open = arguments
            .open_positional
            .iter()
            .chain(&arguments.open_keywords);
        let cause = arguments.values().chain(open).find(|value| is_cause(value));
        if let Some(cause) = cause {
            self.derived(cause, name, arguments.place)
        } else {
            let reason = format!("value comes from `{name}(...)`");
            Value::Unknown(new_unknown(reason, arguments.place, gives_data(name)))
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
            _ => new_unknown(format!("value comes from `{name}(...)`"), place, false),
        }
    }

    /// An attribute of an unknown value: the same attribute is the same value each time.
    pub(super) fn part_of_unknown(&mut self, unknown: &Rc<Unknown>, name: &str) -> Value<'a> {
        let whole = match &unknown.source {
            Some(source) => source.to_string(),
            None => format!("#{}", self.branch_of_unknown(unknown)),
        };
        from_unknown(unknown, Some(format!("{whole}.{name}")))
    }

    /// The result of calling an unknown value: another one each time, but for the
    /// methods of what the environment gives, which are those of texts.
    pub(in crate::python) fn result_of_unknown(
        &mut self,
        unknown: &Unknown,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let source = unknown.source.as_ref();
        let source =
            source.filter(|source| source.starts_with(ENVIRONMENT) && !arguments.is_open());
        let written = source.and_then(|source| {
            let mut written = format!("{source}(");
            for argument in arguments.values() {
                written.push_str(&self.to_repr(argument)?);
                written.push(',');
            }
            Some(written + ")")
        });
        from_unknown(unknown, written)
    }
}

/// An unknown value with the reason of another.
fn from_unknown<'a>(unknown: &Unknown, source: Option<String>) -> Value<'a> {
    Value::Unknown(Rc::new(Unknown {
        reason: unknown.reason.clone(),
        place: unknown.place,
        source: source
            .filter(|source| source.len() <= LONGEST)
            .map(Rc::from),
        library: unknown.library,
    }))
}

/// A new unknown that is data of a library and no definition; those of one source
/// are equal.
pub(in crate::python) fn sourced_unknown<'a>(
    reason: String,
    place: Place,
    source: &str,
) -> Value<'a> {
    Value::Unknown(Rc::new(Unknown {
        reason,
        place,
        source: Some(Rc::from(source)),
        library: true,
    }))
}

/// A new unknown.
pub(crate) fn new_unknown(reason: String, place: Place, library: bool) -> Rc<Unknown> {
    Rc::new(Unknown {
        reason,
        place,
        source: None,
        library,
    })
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

/// An unknown with the same reason that is not the same value.
fn copied<'a>(unknown: &Unknown) -> Value<'a> {
    Value::Unknown(new_unknown(
        unknown.reason.clone(),
        unknown.place,
        unknown.library,
    ))
}

fn open_reason<'a>(unknown: Option<&Rc<Unknown>>, name: &str, place: Place) -> Value<'a> {
    match unknown {
        Some(unknown) => copied(unknown),
        None => Value::unknown(format!("value comes from `{name}(...)`"), place),
    }
}
