//! Conversions: `str`, `repr`, `format`, `int`, `float`, `bool`, `bytes`, `slice`.

use std::rc::Rc;

use super::sequence::integer;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::{Arguments, Native};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn convert(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(value) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call(native.0, arguments));
        };
        let place = arguments.place;
        match native.0 {
            "str" if arguments.at(1).is_some() || !arguments.keywords.is_empty() => match &value {
                Value::Bytes(bytes) => Ok(self.decoded(bytes, arguments)),
                _ => Ok(self.unknown_call("str", arguments)),
            },
            "str" => self.str_of(&value, place),
            "repr" => self.repr_of(&value, place),
            "ascii" => Ok(match self.to_repr(&value) {
                Some(text) if text.is_ascii() => Value::str(text),
                _ => self.unknown_call("ascii", arguments),
            }),
            "format" => {
                let spec = arguments
                    .at(1)
                    .map_or(Some(""), Value::as_str)
                    .map(str::to_owned);
                let text = spec.and_then(|spec| self.format(&value, &spec));
                Ok(text.map_or_else(|| self.unknown_call("format", arguments), Value::str))
            }
            "int" => self.to_int(&value, arguments),
            "float" => self.to_float(&value, arguments),
            "bool" => {
                let truth = self.truth(&value)?;
                Ok(self.truth_value(truth, "bool", arguments))
            }
            "bytes" => self.to_bytes(&value, arguments),
            _ => Ok(make_slice(arguments)),
        }
    }

    /// `str(value)`, in each of its alternatives.
    pub(crate) fn str_of(&mut self, value: &Value<'a>, place: Place) -> Eval<'a> {
        let value = self.settle(value.clone());
        match &value {
            Value::Choice(choice) => {
                self.lift(&choice.clone(), |cx, value| cx.str_of(&value, place))
            }
            Value::Str(_) => Ok(value),
            value => Ok(match self.to_text(value) {
                Some(text) => Value::str(text),
                None => self.derived(value, "str", place),
            }),
        }
    }

    /// `repr(value)`, in each of its alternatives.
    pub(super) fn repr_of(&mut self, value: &Value<'a>, place: Place) -> Eval<'a> {
        let value = self.settle(value.clone());
        match &value {
            Value::Choice(choice) => {
                self.lift(&choice.clone(), |cx, value| cx.repr_of(&value, place))
            }
            value => Ok(match self.to_repr(value) {
                Some(text) => Value::str(text),
                None => self.derived(value, "repr", place),
            }),
        }
    }

    fn to_int(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        let base = match arguments.get(1, "base") {
            None => Some(10),
            Some(base) => integer(base).and_then(|base| u32::try_from(base).ok()),
        };
        match (value, base) {
            (Value::Float(number), _) if number.is_finite() && number.abs() < 9e15 => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "truncation is what int() does, and the bound holds"
                )]
                let whole = number.trunc() as i64;
                Ok(Value::Int(whole))
            }
            (Value::Str(text), Some(base @ (0 | 2..=36))) => match parse_int(text, base) {
                Parsed::Number(number) => Ok(Value::Int(number)),
                Parsed::TooLarge => Ok(self.unknown_call("int", arguments)),
                Parsed::Invalid => {
                    let message = format!("invalid literal for int() with base {base}: '{text}'");
                    self.raise("ValueError", message, arguments.place)
                }
            },
            (Value::None | Value::List(_) | Value::Dict(_) | Value::Tuple(_), _) => {
                let message = format!(
                    "int() argument must be a string or a number, not '{}'",
                    value.type_name()
                );
                self.raise("TypeError", message, arguments.place)
            }
            (value, _) => {
                Ok(integer(value).map_or_else(|| self.unknown_call("int", arguments), Value::Int))
            }
        }
    }

    fn to_float(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        match value {
            Value::Float(_) => Ok(value.clone()),
            Value::Str(text) => match parse_float(text) {
                Some(number) => Ok(Value::Float(number)),
                None => self.raise(
                    "ValueError",
                    format!("could not convert string to float: '{text}'"),
                    arguments.place,
                ),
            },
            value => Ok(match integer(value) {
                #[expect(clippy::cast_precision_loss, reason = "Python rounds as well")]
                Some(number) => Value::Float(number as f64),
                None => self.unknown_call("float", arguments),
            }),
        }
    }

    fn to_bytes(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        match value {
            Value::Bytes(_) => Ok(value.clone()),
            Value::Str(text) if is_utf8(arguments.get(1, "encoding")) => {
                Ok(Value::Bytes(Rc::from(text.as_bytes())))
            }
            _ => Ok(self.unknown_call("bytes", arguments)),
        }
    }

    /// Bytes as text, where the encoding is UTF-8.
    pub(super) fn decoded(&mut self, bytes: &[u8], arguments: &Arguments<'a>) -> Value<'a> {
        let encoding = arguments
            .keyword("encoding")
            .or_else(|| arguments.positional.last().map(|argument| &argument.value));
        match std::str::from_utf8(bytes) {
            Ok(text) if is_utf8(encoding) => Value::str(text),
            _ => self.unknown_call("bytes.decode", arguments),
        }
    }
}

/// Whether an argument names UTF-8, or ASCII, or is not given.
pub(super) fn is_utf8(encoding: Option<&Value<'_>>) -> bool {
    match encoding {
        None | Some(Value::Bytes(_)) => true,
        Some(Value::Str(name)) => {
            matches!(
                name.to_ascii_lowercase().replace('_', "-").as_str(),
                "utf-8" | "utf8" | "u8"
            )
        }
        Some(_) => false,
    }
}

fn make_slice<'a>(arguments: &Arguments<'a>) -> Value<'a> {
    let given: Vec<_> = arguments
        .positional
        .iter()
        .map(|argument| argument.value.clone())
        .collect();
    let parts = match given.as_slice() {
        [stop] => [Value::None, stop.clone(), Value::None],
        [start, stop, rest @ ..] => [
            start.clone(),
            stop.clone(),
            rest.first().cloned().unwrap_or(Value::None),
        ],
        [] => [Value::None, Value::None, Value::None],
    };
    Value::Slice(Rc::new(parts))
}

enum Parsed {
    Number(i64),
    TooLarge,
    Invalid,
}

fn parse_int(text: &str, base: u32) -> Parsed {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let lower = digits.to_ascii_lowercase();
    // An underscore may follow the sign of a base: `0x_ff`.
    let unprefixed = || lower[2..].strip_prefix('_').unwrap_or(&lower[2..]);
    let (base, digits) = match (base, lower.get(..2)) {
        (0 | 16, Some("0x")) => (16, unprefixed()),
        (0 | 2, Some("0b")) => (2, unprefixed()),
        (0 | 8, Some("0o")) => (8, unprefixed()),
        (0, _)
            if lower.starts_with('0') && lower.bytes().any(|byte| matches!(byte, b'1'..=b'9')) =>
        {
            return Parsed::Invalid;
        }
        (0, _) => (10, lower.as_str()),
        (base, _) => (base, lower.as_str()),
    };
    if !digits.is_ascii() {
        return if digits.chars().any(char::is_numeric) {
            Parsed::TooLarge
        } else {
            Parsed::Invalid
        };
    }
    let separated = digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    let plain = digits.replace('_', "");
    if separated || plain.is_empty() || !plain.chars().all(|digit| digit.is_digit(base)) {
        return Parsed::Invalid;
    }
    let signed = if negative { format!("-{plain}") } else { plain };
    i64::from_str_radix(&signed, base).map_or(Parsed::TooLarge, Parsed::Number)
}

fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim();
    let is_digit = |at: Option<usize>| {
        at.and_then(|at| text.as_bytes().get(at))
            .is_some_and(u8::is_ascii_digit)
    };
    let mut underscores = text.match_indices('_');
    if underscores.any(|(at, _)| !is_digit(at.checked_sub(1)) || !is_digit(Some(at + 1))) {
        return None;
    }
    // Rust accepts what Python accepts, underscores aside.
    text.replace('_', "").parse().ok()
}
