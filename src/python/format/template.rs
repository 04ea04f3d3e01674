//! `str.format` and `str.format_map` (library reference, "Format String Syntax").

use crate::python::builtin::Lookup;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::Arguments;

/// Nested replacement fields stand in format specifications only.
const DEEPEST: u32 = 2;

/// Where the fields of a template come from.
struct Fields<'s, 'a> {
    arguments: &'s Arguments<'a>,
    mapping: Option<&'s Value<'a>>,
    /// The number of the next `{}`.
    next: usize,
}

/// What a template gives: a text, or why there is none.
type Filled<'a> = Result<String, Value<'a>>;

impl<'a> Interpreter<'a> {
    /// `template.format(*arguments)`; `mapping` is that of `format_map`.
    pub(in crate::python) fn fill_template(
        &mut self,
        template: &str,
        arguments: &Arguments<'a>,
        mapping: Option<&Value<'a>>,
    ) -> Eval<'a> {
        let mut fields = Fields {
            arguments,
            mapping,
            next: 0,
        };
        Ok(match self.fill(template, &mut fields, 0)? {
            Ok(text) => Value::str(text),
            Err(unknown) => unknown,
        })
    }

    fn fill(
        &mut self,
        template: &str,
        fields: &mut Fields<'_, 'a>,
        depth: u32,
    ) -> Eval<'a, Filled<'a>> {
        let place = fields.arguments.place;
        let mut text = String::new();
        let mut rest = template;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let (brace, after) = rest[at..].split_at(1);
            if let Some(escaped) = after.strip_prefix(brace) {
                text.push_str(brace);
                rest = escaped;
                continue;
            }
            let end = closing(after).filter(|_| brace == "{" && depth < DEEPEST);
            let Some(end) = end else {
                return self.raise("ValueError", "unmatched brace in a format string", place);
            };
            match self.fill_field(&after[..end], fields, depth)? {
                Ok(piece) => text.push_str(&piece),
                Err(unknown) => return Ok(Err(unknown)),
            }
            rest = &after[end + 1..];
        }
        text.push_str(rest);
        Ok(Ok(text))
    }

    fn fill_field(
        &mut self,
        field: &str,
        fields: &mut Fields<'_, 'a>,
        depth: u32,
    ) -> Eval<'a, Filled<'a>> {
        let colon = outside_of_brackets(field, ':');
        let (name, spec) = colon.map_or((field, ""), |at| (&field[..at], &field[at + 1..]));
        let (name, conversion) = name.split_once('!').unwrap_or((name, ""));
        let value = self.field_value(name, fields)?;
        let value = self.settle(value);
        let spec = match self.fill(spec, fields, depth + 1)? {
            Ok(spec) => spec,
            Err(unknown) => return Ok(Err(unknown)),
        };
        let text = match conversion {
            "" => self.format(&value, &spec),
            "s" => self
                .to_text(&value)
                .and_then(|text| self.format(&Value::str(text), &spec)),
            "r" => self
                .to_repr(&value)
                .and_then(|text| self.format(&Value::str(text), &spec)),
            _ => None,
        };
        Ok(text.ok_or_else(|| self.derived(&value, "str.format", fields.arguments.place)))
    }

    fn field_value(&mut self, name: &str, fields: &mut Fields<'_, 'a>) -> Eval<'a> {
        let place = fields.arguments.place;
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, mut rest) = name.split_at(end);
        let mut value = self.first_field(first, fields)?;
        while !rest.is_empty() {
            value = self.settle(value);
            if let Some(attribute) = rest.strip_prefix('.') {
                let end = attribute.find(['.', '[']).unwrap_or(attribute.len());
                value = self.attribute(&value, &attribute[..end], place)?;
                rest = &attribute[end..];
                continue;
            }
            let Some((index, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'))
            else {
                return self.raise("ValueError", "expected '}' before end of string", place);
            };
            let index = index.parse().map_or_else(|_| Value::str(index), Value::Int);
            value = self.subscript(&value, &index, place)?;
            rest = after;
        }
        Ok(value)
    }

    fn first_field(&mut self, name: &str, fields: &mut Fields<'_, 'a>) -> Eval<'a> {
        let place = fields.arguments.place;
        if let Some(mapping) = fields.mapping {
            let Value::Dict(dict) = mapping else {
                return Ok(self.derived(mapping, "str.format_map", place));
            };
            return match self.look_up(dict, &Value::str(name), place) {
                Lookup::Found(value) => Ok(value),
                Lookup::Missing if dict.default.borrow().is_none() => {
                    self.raise_missing("KeyError", name, place)
                }
                Lookup::Missing => Ok(self.derived(mapping, "str.format_map", place)),
                Lookup::Unknown(unknown) => Ok(unknown),
            };
        }
        let index = if name.is_empty() {
            fields.next += 1;
            Some(fields.next - 1)
        } else {
            name.parse().ok()
        };
        match index {
            Some(index) => match fields.arguments.at(index) {
                Some(value) => Ok(value.clone()),
                None => self.raise_missing(
                    "IndexError",
                    "Replacement index out of range for positional args tuple",
                    place,
                ),
            },
            None => match fields.arguments.keyword(name) {
                Some(value) => Ok(value.clone()),
                None => self.raise("KeyError", name, place),
            },
        }
    }
}

/// Where the field that begins here ends.
fn closing(text: &str) -> Option<usize> {
    let mut open = 0_u32;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

/// The first place of a character that is in no `[...]`.
fn outside_of_brackets(text: &str, wanted: char) -> Option<usize> {
    let mut inside = false;
    for (at, character) in text.char_indices() {
        match character {
            '[' => inside = true,
            ']' => inside = false,
            character if character == wanted && !inside => return Some(at),
            _ => {}
        }
    }
    None
}
