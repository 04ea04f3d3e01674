//! The methods of `str`.

use std::rc::Rc;

use super::conversion::is_utf8;
use super::sequence::integer;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn call_str_method(
        &mut self,
        text: &Rc<str>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        match name {
            "join" => return self.join_text(text, arguments),
            "format" => return self.fill_template(text, arguments, None),
            "format_map" => {
                let mapping = arguments.at(0).cloned().unwrap_or(Value::None);
                return self.fill_template(text, arguments, Some(&mapping));
            }
            "split" | "rsplit" | "splitlines" | "partition" | "rpartition" => {
                return self.split_text(text, name, arguments);
            }
            "index" | "rindex" => {
                return match self.find_text(text, name, arguments) {
                    Some(Value::Int(-1)) => {
                        self.raise("ValueError", "substring not found", arguments.place)
                    }
                    found => Ok(found.unwrap_or_else(|| {
                        self.unknown_method(&Value::Str(Rc::clone(text)), name, arguments)
                    })),
                };
            }
            "translate" => return Ok(self.translate(text, arguments)),
            _ => {}
        }
        let result = super::string_test::test(text, name)
            .or_else(|| change_case(text, name).map(Value::str))
            .or_else(|| self.text_with_arguments(text, name, arguments));
        Ok(result
            .unwrap_or_else(|| self.unknown_method(&Value::Str(Rc::clone(text)), name, arguments)))
    }

    fn text_with_arguments(
        &mut self,
        text: &Rc<str>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        let limit = self.budget.size;
        Some(match name {
            "startswith" | "endswith" => Value::Bool(affix(text, name == "startswith", arguments)?),
            "find" | "rfind" => self.find_text(text, name, arguments)?,
            "count" if arguments.positional.len() == 1 => {
                let part = arguments.at(0)?.as_str()?;
                let count = if part.is_empty() {
                    text.chars().count() + 1
                } else {
                    text.matches(part).count()
                };
                Value::Int(i64::try_from(count).ok()?)
            }
            "__contains__" => Value::Bool(text.contains(arguments.at(0)?.as_str()?)),
            "replace" => Value::str(replace(text, arguments, limit)?),
            "strip" | "lstrip" | "rstrip" => Value::str(strip(text, name, arguments.at(0))?),
            "removeprefix" => {
                let prefix = arguments.at(0)?.as_str()?;
                Value::str(text.strip_prefix(prefix).unwrap_or(text))
            }
            "removesuffix" => {
                let suffix = arguments.at(0)?.as_str()?;
                Value::str(text.strip_suffix(suffix).unwrap_or(text))
            }
            "ljust" | "rjust" | "center" | "zfill" => {
                Value::str(widen(text, name, arguments, limit)?)
            }
            "expandtabs" => Value::str(expand_tabs(text, arguments)?),
            "encode" if is_utf8(arguments.get(0, "encoding")) => {
                Value::Bytes(Rc::from(text.as_bytes()))
            }
            "__format__" => {
                let spec = arguments.at(0)?.as_str()?.to_owned();
                Value::str(self.format(&Value::Str(Rc::clone(text)), &spec)?)
            }
            _ => return None,
        })
    }

    fn join_text(&mut self, separator: &Rc<str>, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(value) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call("str.join", arguments));
        };
        let items = match self.certain_elements(&value, "str.join", arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let place = arguments.place;
        let separator = Rc::clone(separator);
        self.each_combination(items, &mut |cx, items| {
            let mut text = String::new();
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push_str(&separator);
                }
                match item {
                    Value::Str(piece) => text.push_str(piece),
                    Value::None | Value::Int(_) | Value::Float(_) | Value::Bool(_) => {
                        let message = format!(
                            "sequence item {at}: expected str instance, {} found",
                            item.type_name()
                        );
                        return cx.raise("TypeError", message, place);
                    }
                    item => return Ok(cx.derived(item, "str.join", place)),
                }
                if text.len() > cx.budget.size {
                    return Ok(Value::Unknown(cx.too_large(place)));
                }
            }
            Ok(Value::str(text))
        })
    }

    /// `find`, `rfind` and what `index` is made of: positions count characters.
    fn find_text(
        &mut self,
        text: &str,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        let part = arguments.at(0)?.as_str()?;
        let start = match arguments.at(1) {
            None => 0,
            Some(start) => usize::try_from(integer(start)?).ok()?,
        };
        if arguments.at(2).is_some() {
            return None;
        }
        let offset = match text.char_indices().nth(start) {
            Some((offset, _)) => offset,
            None if start <= text.chars().count() => text.len(),
            None => return Some(Value::Int(-1)),
        };
        let found = if name.starts_with('r') {
            text[offset..].rfind(part)
        } else {
            text[offset..].find(part)
        };
        let position = found.map(|at| text[..offset + at].chars().count());
        Some(Value::Int(
            position.map_or(Some(-1), |at| i64::try_from(at).ok())?,
        ))
    }

    /// `str.maketrans`: a dict from code points to what comes in their place.
    pub(super) fn make_translation(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        Ok(translation(arguments).unwrap_or_else(|| self.unknown_call("str.maketrans", arguments)))
    }

    fn translate(&mut self, text: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let unknown = |cx: &Self| cx.unknown_call("str.translate", arguments);
        let Some(Value::Dict(table)) = arguments.at(0) else {
            return unknown(self);
        };
        if table.is_open() {
            return unknown(self);
        }
        let mut translated = String::new();
        for character in text.chars() {
            let replaced = key_of(&Value::Int(i64::from(u32::from(character))))
                .and_then(|key| table.get(&key));
            match replaced {
                None => translated.push(character),
                Some(Value::None) => {}
                Some(Value::Str(piece)) => translated.push_str(&piece),
                Some(Value::Int(code)) => match u32::try_from(code).ok().and_then(char::from_u32) {
                    Some(character) => translated.push(character),
                    None => return unknown(self),
                },
                Some(_) => return unknown(self),
            }
        }
        Value::str(translated)
    }
}

fn translation<'a>(arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let table = Dict::default();
    let code = |character: char| Value::Int(i64::from(u32::from(character)));
    match (arguments.at(0)?, arguments.at(1)) {
        (Value::Dict(given), None) if !given.is_open() => {
            for entry in given.entries() {
                let key = match &entry.key {
                    Value::Str(text) if text.chars().count() == 1 => code(text.chars().next()?),
                    Value::Int(number) => Value::Int(*number),
                    _ => return None,
                };
                table.insert(key_of(&key)?, key, entry.value);
            }
        }
        (Value::Str(from), Some(Value::Str(to))) => {
            if from.chars().count() != to.chars().count() {
                return None;
            }
            for (from, to) in from.chars().zip(to.chars()) {
                table.insert(key_of(&code(from))?, code(from), code(to));
            }
        }
        _ => return None,
    }
    if let Some(removed) = arguments.at(2) {
        for character in removed.as_str()?.chars() {
            table.insert(key_of(&code(character))?, code(character), Value::None);
        }
    }
    Some(Value::Dict(Rc::new(table)))
}

fn change_case(text: &str, name: &str) -> Option<String> {
    match name {
        "lower" => return Some(text.to_lowercase()),
        "upper" => return Some(text.to_uppercase()),
        "__str__" => return Some(text.to_owned()),
        _ => {}
    }
    // Beyond, the two differ for a few characters, or a letter has a third case.
    if !text.chars().all(is_simple_letter) {
        return None;
    }
    let mut after_letter = false;
    let mut change = |character: char| {
        let raises = match name {
            "swapcase" => character.is_lowercase(),
            _ => !after_letter,
        };
        after_letter = name == "capitalize" || character.is_alphabetic();
        if raises {
            upper(character)
        } else {
            lower(character)
        }
    };
    match name {
        "casefold" => Some(text.to_lowercase()),
        "capitalize" | "title" | "swapcase" => Some(text.chars().map(&mut change).collect()),
        _ => None,
    }
}

/// Whether a character has one upper and one lower form, or no case at all.
fn is_simple_letter(character: char) -> bool {
    character < '\u{180}' && !matches!(character, 'ª' | 'µ' | 'º' | 'ß' | 'İ' | 'ı' | 'ŉ' | 'ſ')
}

fn upper(character: char) -> char {
    character.to_uppercase().next().unwrap_or(character)
}

fn lower(character: char) -> char {
    character.to_lowercase().next().unwrap_or(character)
}

fn affix(text: &str, at_start: bool, arguments: &Arguments<'_>) -> Option<bool> {
    let start = match arguments.at(1) {
        None | Some(Value::None) => 0,
        Some(start) => usize::try_from(integer(start)?).ok()?,
    };
    if arguments.at(2).is_some() || (start > 0 && !at_start) {
        return None;
    }
    let text: String = text.chars().skip(start).collect();
    let holds = |part: &str| {
        if at_start {
            text.starts_with(part)
        } else {
            text.ends_with(part)
        }
    };
    match arguments.at(0)? {
        Value::Str(part) => Some(holds(part)),
        Value::Tuple(parts) => {
            let mut any = false;
            for part in parts.iter() {
                any |= holds(part.as_str()?);
            }
            Some(any)
        }
        _ => None,
    }
}

fn replace(text: &str, arguments: &Arguments<'_>, limit: usize) -> Option<String> {
    let (old, new) = (arguments.at(0)?.as_str()?, arguments.at(1)?.as_str()?);
    let most = match arguments.get(2, "count") {
        None => None,
        Some(count) => usize::try_from(integer(count)?).ok(),
    };
    let times = text.len() / old.len().max(1) + 1;
    if times.saturating_mul(new.len()).saturating_add(text.len()) > limit.saturating_mul(2) {
        return None;
    }
    Some(match most {
        Some(most) => text.replacen(old, new, most),
        None => text.replace(old, new),
    })
}

/// Python's white space: what Unicode says, and four separators of ASCII.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\x1c'..='\x1f')
}

fn strip(text: &str, name: &str, set: Option<&Value<'_>>) -> Option<String> {
    let set = match set {
        None | Some(Value::None) => None,
        Some(set) => Some(set.as_str()?),
    };
    let is_stripped = |character: char| match set {
        Some(set) => set.contains(character),
        None => is_space(character),
    };
    Some(
        match name {
            "lstrip" => text.trim_start_matches(is_stripped),
            "rstrip" => text.trim_end_matches(is_stripped),
            _ => text.trim_matches(is_stripped),
        }
        .to_owned(),
    )
}

fn widen(text: &str, name: &str, arguments: &Arguments<'_>, limit: usize) -> Option<String> {
    let width = usize::try_from(integer(arguments.at(0)?)?).unwrap_or(0);
    if width > limit {
        return None;
    }
    let fill = match arguments.at(1) {
        None => " ",
        Some(fill) => fill.as_str().filter(|fill| fill.chars().count() == 1)?,
    };
    let length = text.chars().count();
    let missing = width.saturating_sub(length);
    Some(match name {
        "ljust" => format!("{text}{}", fill.repeat(missing)),
        "rjust" => format!("{}{text}", fill.repeat(missing)),
        "center" => {
            // CPython puts the odd one to the left where the width is odd.
            let left = missing / 2 + (missing & width & 1);
            format!("{}{text}{}", fill.repeat(left), fill.repeat(missing - left))
        }
        _ => {
            let (sign, digits) = text.split_at(usize::from(text.starts_with(['+', '-'])));
            format!("{sign}{}{digits}", "0".repeat(missing))
        }
    })
}

fn expand_tabs(text: &str, arguments: &Arguments<'_>) -> Option<String> {
    let size = match arguments.get(0, "tabsize") {
        None => 8,
        Some(size) => usize::try_from(integer(size)?)
            .ok()
            .filter(|size| *size <= 64)?,
    };
    let mut expanded = String::new();
    let mut column = 0;
    for character in text.chars() {
        match character {
            '\t' => {
                let count = if size == 0 { 0 } else { size - column % size };
                expanded.push_str(&" ".repeat(count));
                column += count;
            }
            '\n' | '\r' => {
                expanded.push(character);
                column = 0;
            }
            character => {
                expanded.push(character);
                column += 1;
            }
        }
    }
    Some(expanded)
}
