//! `template % values` (library reference, "printf-style String Formatting").

use super::spec;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::key_of;
use crate::source::Place;

/// One `%` conversion.
struct Conversion {
    key: Option<String>,
    flags: String,
    width: String,
    precision: Option<String>,
    kind: char,
}

impl<'a> Interpreter<'a> {
    /// `template % values`; alternatives of the values are alternatives of the text.
    pub(in crate::python) fn percent_value(
        &mut self,
        template: &str,
        values: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let values = self.settle(values.clone());
        if let Value::Choice(choice) = &values {
            return self.lift(&choice.clone(), |cx, values| {
                cx.percent_value(template, &values, place)
            });
        }
        if let Value::Tuple(items) = &values
            && items.iter().any(|item| matches!(item, Value::Choice(_)))
        {
            let template = template.to_owned();
            return self.each_combination(items.to_vec(), &mut |cx, items| {
                Ok(cx.percent_text(&template, &Value::tuple(items), place))
            });
        }
        Ok(self.percent_text(template, &values, place))
    }

    fn percent_text(&mut self, template: &str, values: &Value<'a>, place: Place) -> Value<'a> {
        if let Some(text) = self.percent_format(template, values) {
            Value::str(text)
        } else {
            let items = match values {
                Value::Tuple(items) => items.to_vec(),
                single => vec![single.clone()],
            };
            let cause = items
                .iter()
                .find(|item| item.is_unknown())
                .unwrap_or(values);
            self.derived(cause, "str.__mod__", place)
        }
    }

    /// The text of `template % values`, where it is known.
    pub(super) fn percent_format(&mut self, template: &str, values: &Value<'a>) -> Option<String> {
        let positional: Vec<Value<'a>> = match values {
            Value::Tuple(items) => items.to_vec(),
            single => vec![single.clone()],
        };
        let mut positional = positional.into_iter();
        let mut used_key = false;
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find('%') {
            text.push_str(&rest[..at]);
            let (conversion, after) = parse(&rest[at + 1..])?;
            rest = after;
            if conversion.kind == '%' {
                text.push('%');
                continue;
            }
            let value = match (&conversion.key, values) {
                (Some(key), Value::Dict(dict)) => {
                    used_key = true;
                    dict.get(&key_of(&Value::str(key))?)?
                }
                (Some(_), _) => return None,
                (None, _) => positional.next()?,
            };
            let value = self.settle(value);
            text.push_str(&self.convert_percent(&conversion, &value)?);
        }
        text.push_str(rest);
        // What is left over makes Python raise; a mapping may be left over.
        let is_complete =
            used_key || matches!(values, Value::Dict(_)) || positional.next().is_none();
        is_complete.then_some(text)
    }

    fn convert_percent(&mut self, conversion: &Conversion, value: &Value<'a>) -> Option<String> {
        let flags = &conversion.flags;
        let align = if flags.contains('-') { "<" } else { ">" };
        let precision = conversion
            .precision
            .as_ref()
            .map(|digits| format!(".{digits}"))
            .unwrap_or_default();
        match conversion.kind {
            's' | 'r' => {
                let text = if conversion.kind == 's' {
                    self.to_text(value)?
                } else {
                    self.to_repr(value)?
                };
                spec::format_str(&text, &format!("{align}{}{precision}", conversion.width))
            }
            'c' => match value {
                Value::Str(text) if text.chars().count() == 1 => {
                    spec::format_str(text, &format!("{align}{}", conversion.width))
                }
                _ => None,
            },
            _ => self.convert_number(conversion, value, &precision),
        }
    }

    /// A conversion to a number, by the format that `format` has for it.
    fn convert_number(
        &mut self,
        conversion: &Conversion,
        value: &Value<'a>,
        precision: &str,
    ) -> Option<String> {
        let flags = &conversion.flags;
        let sign = ['+', ' '].into_iter().find(|sign| flags.contains(*sign));
        let sign = sign.map(String::from).unwrap_or_default();
        let alternate = if flags.contains('#') { "#" } else { "" };
        let (align, zero) = match (flags.contains('-'), flags.contains('0')) {
            (true, _) => ("<", ""),
            (false, true) => ("", "0"),
            (false, false) => ("", ""),
        };
        let width = &conversion.width;
        let spec = |precision: &str, kind: char| {
            format!("{align}{sign}{alternate}{zero}{width}{precision}{kind}")
        };
        match (value, conversion.kind) {
            (Value::Int(_) | Value::Bool(_), 'd' | 'i' | 'u') if precision.is_empty() => {
                self.format(value, &spec("", 'd'))
            }
            (Value::Int(_), kind @ ('x' | 'X' | 'o')) if precision.is_empty() => {
                self.format(value, &spec("", kind))
            }
            (Value::Float(number), 'd' | 'i' | 'u')
                if precision.is_empty() && number.abs() < 9e15 =>
            {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "truncation is what Python does, and the bound holds"
                )]
                let whole = number.trunc() as i64;
                self.format(&Value::Int(whole), &spec("", 'd'))
            }
            (Value::Int(_) | Value::Float(_), kind @ ('f' | 'F' | 'e' | 'E' | 'g' | 'G')) => {
                self.format(value, &spec(precision, kind))
            }
            _ => None,
        }
    }
}

/// The conversion after a `%`, and what follows it.
fn parse(text: &str) -> Option<(Conversion, &str)> {
    let (key, text) = match text.strip_prefix('(') {
        Some(rest) => {
            let (key, rest) = rest.split_once(')')?;
            (Some(key.to_owned()), rest)
        }
        None => (None, text),
    };
    let (flags, text) = split_while(text, |c| "#0- +".contains(c));
    let (width, text) = split_while(text, |c| c.is_ascii_digit());
    let (precision, text) = match text.strip_prefix('.') {
        Some(rest) => {
            let (digits, rest) = split_while(rest, |c| c.is_ascii_digit());
            (
                Some(if digits.is_empty() { "0" } else { digits }.to_owned()),
                rest,
            )
        }
        None => (None, text),
    };
    let text = text.trim_start_matches(['h', 'l', 'L']);
    let kind = text.chars().next()?;
    let rest = &text[kind.len_utf8()..];
    Some((
        Conversion {
            key,
            flags: flags.to_owned(),
            width: width.to_owned(),
            precision,
            kind,
        },
        rest,
    ))
}

fn split_while(text: &str, test: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !test(c)).unwrap_or(text.len()))
}
