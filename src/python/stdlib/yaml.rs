//! YAML as `PyYAML`'s `safe_load` reads it: YAML 1.1, so that `yes` is true and `010` is 8.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::data::Converter;
use super::yaml_scalar::{float, integer, is_timestamp};
use crate::python::value::Value;
use crate::python::value::container::{Dict, key_of};
use crate::source::yaml;

/// What the collections of a document became: an alias is the same object.
type Made<'a> = HashMap<*const yaml::Node, Value<'a>>;

/// Lines that are indented further before a text counts as no YAML.
const MOST_REPAIRS: usize = 200;

/// The documents of a text. `PyYAML` does not mind how the lines of a list or mapping in
/// brackets are indented, where the parser does: those are indented further.
fn documents(text: &str) -> Option<Vec<Arc<yaml::Node>>> {
    let mut text = std::borrow::Cow::from(text);
    for _ in 0..MOST_REPAIRS {
        let fault = match yaml::parse(&text) {
            Ok(documents) => return Some(documents),
            Err(fault) => fault,
        };
        if !fault.message.starts_with("invalid indentation") {
            return None;
        }
        let at = usize::from(fault.range.start()).min(text.len());
        let before = text.get(..at)?;
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        if text.get(start..at)?.len() > DEEPEST {
            return None;
        }
        text.to_mut().insert_str(start, &" ".repeat(DEEPEST));
    }
    None
}

/// Further than any line of a real file is indented.
const DEEPEST: usize = 400;

impl Converter {
    /// The document of a text, or an iterator over all of them; none where it is too large.
    pub(crate) fn yaml<'a>(&mut self, text: &str, all: bool) -> Option<Value<'a>> {
        let Some(documents) = documents(text) else {
            return Some(Value::unknown("the text is not valid YAML", self.place()));
        };
        let mut made = Made::default();
        if all {
            let values = documents
                .iter()
                .map(|document| self.node(document, &mut made))
                .collect::<Option<_>>()?;
            return Some(Value::iterator(values));
        }
        match documents.as_slice() {
            [] => Some(Value::None),
            [document] => self.node(document, &mut made),
            _ => Some(Value::unknown(
                "the text holds several YAML documents",
                self.place(),
            )),
        }
    }

    fn node<'a>(&mut self, node: &Arc<yaml::Node>, made: &mut Made<'a>) -> Option<Value<'a>> {
        self.pay()?;
        if let Some(value) = made.get(&Arc::as_ptr(node)) {
            return Some(value.clone());
        }
        if let Some(tag) = &node.tag {
            return Some(Value::unknown(
                format!("the YAML tag `{tag}` is not followed"),
                self.place(),
            ));
        }
        let value = match &node.value {
            yaml::Value::Scalar { text, plain: false } => return Some(Value::str(text)),
            yaml::Value::Scalar { text, plain: true } => return Some(self.plain_scalar(text)),
            yaml::Value::Sequence(items) => Value::list(
                items
                    .iter()
                    .map(|item| self.node(item, made))
                    .collect::<Option<_>>()?,
            ),
            yaml::Value::Mapping(entries) => {
                let dict = Dict::default();
                self.fill(&dict, entries, made)?;
                Value::Dict(Rc::new(dict))
            }
        };
        made.insert(Arc::as_ptr(node), value.clone());
        Some(value)
    }

    /// The entries of a mapping; those of a merge key (`<<`) come first, so that its own win.
    fn fill<'a>(
        &mut self,
        dict: &Dict<'a>,
        entries: &[(Arc<yaml::Node>, Arc<yaml::Node>)],
        made: &mut Made<'a>,
    ) -> Option<()> {
        for (_, value) in entries.iter().filter(|(key, _)| key.is_merge()) {
            let sources = match &value.value {
                // Of several, the first wins.
                yaml::Value::Sequence(items) => items.iter().rev().cloned().collect(),
                _ => vec![Arc::clone(value)],
            };
            for source in &sources {
                self.pay()?;
                let merged = self.node(source, made)?;
                let Value::Dict(merged) = merged else {
                    continue;
                };
                for entry in merged.entries() {
                    self.pay()?;
                    dict.insert(key_of(&entry.key)?, entry.key, entry.value);
                }
            }
        }
        for (key, value) in entries.iter().filter(|(key, _)| !key.is_merge()) {
            let key = self.node(key, made)?;
            let value = self.node(value, made)?;
            match key_of(&key) {
                Some(known) => dict.insert(known, key, value),
                None => {
                    if let Value::Unknown(unknown) =
                        Value::unknown("a YAML key is not known", self.place())
                    {
                        dict.open(&unknown);
                    }
                }
            }
        }
        Some(())
    }

    /// A scalar without quotes and tag, by the resolvers of `PyYAML` (`yaml/resolver.py`).
    pub(super) fn plain_scalar<'a>(&self, text: &str) -> Value<'a> {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Value::None,
            "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
                return Value::Bool(true);
            }
            "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
                return Value::Bool(false);
            }
            _ => {}
        }
        if let Some(number) = integer(text) {
            return number.map_or_else(
                || {
                    Value::unknown(
                        "the number is larger than daglint computes with",
                        self.place(),
                    )
                },
                Value::Int,
            );
        }
        if let Some(number) = float(text) {
            return Value::Float(number);
        }
        // A value key is refused; a float to the base of sixty is rare.
        let is_sexagesimal = text.contains(':')
            && text.contains('.')
            && text
                .bytes()
                .all(|byte| byte.is_ascii_digit() || b"+-_:.".contains(&byte));
        if text == "=" || is_sexagesimal {
            return Value::unknown(
                format!("the YAML scalar `{text}` is not followed"),
                self.place(),
            );
        }
        if is_timestamp(text) {
            self.date(text)
        } else {
            Value::str(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::python::snippet::{run, shown};

    /// Scalars and what `PyYAML` 6 reads; dates are not followed.
    const SCALARS: &[(&str, &str)] = &[
        ("yes", "True"),
        ("Yes", "True"),
        ("NO", "False"),
        ("off", "False"),
        ("On", "True"),
        ("true", "True"),
        ("TRUE", "True"),
        ("tRue", "'tRue'"),
        ("y", "'y'"),
        ("n", "'n'"),
        ("null", "None"),
        ("~", "None"),
        ("Null", "None"),
        ("nULL", "'nULL'"),
        ("1", "1"),
        ("-1", "-1"),
        ("+1", "1"),
        ("010", "8"),
        ("08", "'08'"),
        ("0o10", "'0o10'"),
        ("0x1F", "31"),
        ("0b101", "5"),
        ("1_000", "1000"),
        ("1:30", "90"),
        ("1:99", "'1:99'"),
        ("12:30:45", "45045"),
        ("-1:30", "-90"),
        ("1.5", "1.5"),
        ("1.", "1.0"),
        ("1e3", "'1e3'"),
        ("1.0e3", "'1.0e3'"),
        ("1.0e+3", "1000.0"),
        (".5", "0.5"),
        ("-.5", "'-.5'"),
        ("+1.5", "1.5"),
        (".inf", "inf"),
        ("-.inf", "-inf"),
        (".NaN", "nan"),
        ("+.nan", "'+.nan'"),
        ("1_0.5", "10.5"),
        ("1.5.2", "'1.5.2'"),
        ("2024-01-31", "? daglint does not follow dates"),
        ("2024-1-3", "'2024-1-3'"),
        ("2024-01-31 10:00:00", "? daglint does not follow dates"),
        ("2024-01-31T10:00:00Z", "? daglint does not follow dates"),
        ("2024-01", "'2024-01'"),
        ("01-02", "'01-02'"),
        ("0", "0"),
        ("-0", "0"),
        ("00", "0"),
        ("1a", "'1a'"),
        ("a b", "'a b'"),
        ("0x", "'0x'"),
        ("_1", "'_1'"),
        ("1_", "1"),
        ("'1'", "'1'"),
        ("\"yes\"", "'yes'"),
        ("!!str 1", "'1'"),
        ("1e-3", "'1e-3'"),
        ("1.e+2", "100.0"),
        ("12e03", "'12e03'"),
        ("-2E+05", "'-2E+05'"),
        ("0.1", "0.1"),
        ("1,000", "'1,000'"),
        ("+", "'+'"),
        ("-", "[None]"),
        (".", "'.'"),
        (" spaced ", "'spaced'"),
        ("é", "'é'"),
        ("a: b", "{'a': 'b'}"),
        ("{}", "{}"),
        ("[]", "[]"),
        ("[1, a]", "[1, 'a']"),
        ("{a: 1}", "{'a': 1}"),
        ("0b2", "'0b2'"),
        ("0xg", "'0xg'"),
        ("=", "? the YAML scalar `=` is not followed"),
        (
            "190:20:30.15",
            "? the YAML scalar `190:20:30.15` is not followed",
        ),
        (
            "99999999999999999999",
            "? the number is larger than daglint computes with",
        ),
    ];

    #[test]
    fn scalars_are_read_as_pyyaml_reads_them() {
        for (text, expected) in SCALARS {
            let literal = format!("{:?}", format!("- {text}"));
            let code = format!("import yaml\nresult = yaml.safe_load({literal})[0]\n");
            let found = run(Path::new("/snippets"), &code, shown);
            let found = found.unwrap_or_else(|raised| raised);
            let is_date = expected.starts_with("? daglint does not follow dates");
            let agrees = if is_date {
                found.starts_with(expected)
            } else {
                found == *expected
            };
            assert!(agrees, "{text}: {found} instead of {expected}");
        }
    }

    #[test]
    fn documents_merge_keys_and_aliases() {
        let read = |call: &str, text: &str| {
            let code = format!("import yaml\nresult = {call}({text:?})\n");
            run(Path::new("/snippets"), &code, shown)
        };
        assert_eq!(read("yaml.safe_load", "").as_deref(), Ok("None"));
        assert_eq!(
            read(
                "yaml.safe_load",
                "a: &x {k: 1, m: 2}\nb:\n  <<: *x\n  k: 3\n"
            )
            .as_deref(),
            Ok("{'a': {'k': 1, 'm': 2}, 'b': {'k': 3, 'm': 2}}")
        );
        assert_eq!(
            read(
                "yaml.safe_load",
                "a: &x {k: 1}\nb: &y {k: 2}\nc:\n  <<: [*x, *y]\n"
            )
            .as_deref(),
            Ok("{'a': {'k': 1}, 'b': {'k': 2}, 'c': {'k': 1}}")
        );
        let both = "list(yaml.safe_load_all('a: 1\\n---\\nb: 2\\n'))";
        let code = format!("import yaml\nresult = {both}\n");
        let found = run(Path::new("/snippets"), &code, shown);
        assert_eq!(found.as_deref(), Ok("[{'a': 1}, {'b': 2}]"));
        assert_eq!(
            read("yaml.safe_load", "a: [").as_deref(),
            Ok("? the text is not valid YAML")
        );
    }
}
