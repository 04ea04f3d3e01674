//! `str.split` and its kin.

use super::sequence::integer;
use super::string::is_space;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn split_text(
        &mut self,
        text: &str,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        if arguments.get(0, "sep").and_then(Value::as_str) == Some("") {
            return self.raise("ValueError", "empty separator", arguments.place);
        }
        Ok(pieces(text, name, arguments)
            .unwrap_or_else(|| self.unknown_call(&format!("str.{name}"), arguments)))
    }
}

fn pieces<'a>(text: &str, name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let texts = |pieces: Vec<&str>| pieces.into_iter().map(Value::str).collect();
    match name {
        "partition" => {
            let separator = arguments.at(0)?.as_str()?;
            let (head, middle, tail) = match text.split_once(separator) {
                Some((head, tail)) => (head, separator, tail),
                None => (text, "", ""),
            };
            Some(Value::tuple(texts(vec![head, middle, tail])))
        }
        "rpartition" => {
            let separator = arguments.at(0)?.as_str()?;
            let (head, middle, tail) = match text.rsplit_once(separator) {
                Some((head, tail)) => (head, separator, tail),
                None => ("", "", text),
            };
            Some(Value::tuple(texts(vec![head, middle, tail])))
        }
        "splitlines" => {
            let keep = match arguments.get(0, "keepends") {
                None => false,
                Some(keep) => integer(keep)? != 0,
            };
            Some(Value::list(texts(lines(text, keep))))
        }
        name => {
            let most = match arguments.get(1, "maxsplit") {
                None => None,
                Some(most) => usize::try_from(integer(most)?).ok(),
            };
            let from_right = name == "rsplit";
            let pieces = match arguments.get(0, "sep") {
                None | Some(Value::None) => words(text, most, from_right),
                Some(separator) => split(text, separator.as_str()?, most, from_right),
            };
            Some(Value::list(texts(pieces)))
        }
    }
}

fn split<'t>(
    text: &'t str,
    separator: &str,
    most: Option<usize>,
    from_right: bool,
) -> Vec<&'t str> {
    match (most, from_right) {
        (None, _) => text.split(separator).collect(),
        (Some(most), false) => text.splitn(most.saturating_add(1), separator).collect(),
        (Some(most), true) => {
            let mut pieces: Vec<_> = text.rsplitn(most.saturating_add(1), separator).collect();
            pieces.reverse();
            pieces
        }
    }
}

/// What white space separates.
fn words(text: &str, most: Option<usize>, from_right: bool) -> Vec<&str> {
    let most = most.unwrap_or(usize::MAX);
    let mut pieces = Vec::new();
    if from_right {
        let mut rest = text.trim_end_matches(is_space);
        while !rest.is_empty() {
            let start = if pieces.len() < most {
                rest.rfind(is_space)
            } else {
                None
            };
            let Some(start) = start else {
                pieces.push(if pieces.len() < most {
                    rest
                } else {
                    rest.trim_end_matches(is_space)
                });
                break;
            };
            let width = rest[start..].chars().next().map_or(1, char::len_utf8);
            pieces.push(&rest[start + width..]);
            rest = rest[..start].trim_end_matches(is_space);
        }
        pieces.reverse();
        return pieces;
    }
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        let end = if pieces.len() < most {
            rest.find(is_space)
        } else {
            None
        };
        let Some(end) = end else {
            pieces.push(rest);
            break;
        };
        pieces.push(&rest[..end]);
        rest = rest[end..].trim_start_matches(is_space);
    }
    pieces
}

/// The lines of a text, at every boundary that `str.splitlines` knows.
pub(super) fn lines(text: &str, keep: bool) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let is_boundary = matches!(
            character,
            '\n' | '\r'
                | '\x0b'
                | '\x0c'
                | '\x1c'
                | '\x1d'
                | '\x1e'
                | '\u{85}'
                | '\u{2028}'
                | '\u{2029}'
        );
        if !is_boundary {
            continue;
        }
        let mut end = at + character.len_utf8();
        if character == '\r'
            && let Some((_, '\n')) = characters.peek()
        {
            characters.next();
            end += 1;
        }
        lines.push(if keep {
            &text[start..end]
        } else {
            &text[start..at]
        });
        start = end;
    }
    if start < text.len() {
        lines.push(&text[start..]);
    }
    lines
}
