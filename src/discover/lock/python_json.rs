//! TOML values as the JSON text that `json.dumps(..., sort_keys=True)` of Python
//! makes of them, byte for byte: hashes are made from it.

use toml::de::DeValue;

use super::super::toml_node::{Table, Value};

/// What stands between items, and between a key and its value.
#[derive(Clone, Copy)]
pub(super) struct Separators {
    pub(super) item: &'static str,
    pub(super) key: &'static str,
}

/// Those that `json.dumps` uses when nothing is said.
pub(super) const USUAL: Separators = Separators {
    item: ", ",
    key: ": ",
};

/// A value; none where it is of a kind whose text is not certain.
pub(super) fn value(value: Value<'_>, separators: Separators) -> Option<String> {
    if let Some(table) = value.table() {
        let entries = table.entries().into_iter();
        let entries: Option<Vec<(String, String)>> = entries
            .map(|(name, item)| Some((name.value, self::value(item, separators)?)))
            .collect();
        return Some(object(entries?, separators));
    }
    if value.is_array() {
        let items: Option<Vec<String>> = value
            .items()
            .into_iter()
            .map(|item| self::value(item, separators))
            .collect();
        return Some(format!("[{}]", items?.join(separators.item)));
    }
    match value.raw() {
        DeValue::String(text) => Some(string(text)),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => {
            let digits = number.as_str().replace('_', "");
            Some(digits.trim_start_matches('+').to_owned())
        }
        _ => None,
    }
}

/// An object of values that are JSON already, its keys sorted.
pub(super) fn object(mut entries: Vec<(String, String)>, separators: Separators) -> String {
    entries.sort();
    let entries = entries
        .iter()
        .map(|(key, value)| format!("{}{}{value}", string(key), separators.key));
    let entries: Vec<String> = entries.collect();
    format!("{{{}}}", entries.join(separators.item))
}

/// The value of a key, or a text where there is none.
pub(super) fn member(
    table: Option<Table<'_>>,
    key: &str,
    otherwise: &str,
    separators: Separators,
) -> Option<String> {
    match table.and_then(|table| table.get(key)) {
        Some(found) => value(found, separators),
        None => Some(otherwise.to_owned()),
    }
}

/// A string with everything outside of ASCII escaped.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            ' '..='~' => quoted.push(letter),
            _ => {
                let mut units = [0; 2];
                for unit in letter.encode_utf16(&mut units) {
                    quoted.extend(["\\u".to_owned(), format!("{unit:04x}")]);
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As `json.dumps` of Python 3.11 has them.
    #[test]
    fn strings_are_escaped_as_python_does() {
        for (text, quoted) in [
            ("a\nb\rc\td", r#""a\nb\rc\td""#),
            ("\u{8}\u{c}\u{0}\u{7f}", r#""\b\f\u0000\u007f""#),
            ("\"\\/ ~", r#""\"\\/ ~""#),
            ("é😀", r#""\u00e9\ud83d\ude00""#),
        ] {
            assert_eq!(string(text), quoted);
        }
    }
}
