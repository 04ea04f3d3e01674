//! The questions that a `str` answers: `isdigit`, `isidentifier` ...
//!
//! Beyond ASCII only those are answered on which Rust and Python agree by definition.

use super::string::is_space;
use crate::python::value::Value;

/// The answer; none where the method is another or the answer is not certain.
pub(super) fn test<'a>(text: &str, name: &str) -> Option<Value<'a>> {
    let all = |test: fn(char) -> bool| !text.is_empty() && text.chars().all(test);
    let answer = match name {
        "isascii" => text.is_ascii(),
        "isspace" => all(is_space),
        "isalpha" if text.is_ascii() => all(|c| c.is_ascii_alphabetic()),
        "isalpha" => all(char::is_alphabetic),
        "isalnum" if text.is_ascii() => all(|c| c.is_ascii_alphanumeric()),
        "isdigit" | "isdecimal" | "isnumeric" if text.is_ascii() => all(|c| c.is_ascii_digit()),
        "islower" if text.is_ascii() => has_letters_without(text, |c| c.is_ascii_uppercase()),
        "isupper" if text.is_ascii() => has_letters_without(text, |c| c.is_ascii_lowercase()),
        "isidentifier" if text.is_ascii() => {
            !text.starts_with(|c: char| c.is_ascii_digit())
                && all(|c| c == '_' || c.is_ascii_alphanumeric())
        }
        "isprintable" if text.is_ascii() => text.chars().all(|c| matches!(c, ' '..='~')),
        "istitle" if text.is_ascii() => is_title(text),
        _ => return None,
    };
    Some(Value::Bool(answer))
}

fn has_letters_without(text: &str, unwanted: fn(char) -> bool) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic()) && !text.chars().any(unwanted)
}

fn is_title(text: &str) -> bool {
    let mut after_letter = false;
    let mut any = false;
    for character in text.chars() {
        let fits = match (
            character.is_ascii_uppercase(),
            character.is_ascii_lowercase(),
        ) {
            (true, _) => !after_letter,
            (_, true) => after_letter,
            _ => true,
        };
        if !fits {
            return false;
        }
        after_letter = character.is_ascii_alphabetic();
        any |= after_letter;
    }
    any
}
