//! The names of dbt's generic tests (`dbt.parser.generic_test_builders`).

use serde_json::{Map, Value as Json};

/// Arguments that configure a test and are no part of its name.
const CONFIG: &[&str] = &[
    "severity",
    "tags",
    "enabled",
    "where",
    "limit",
    "warn_if",
    "error_if",
    "fail_calc",
    "store_failures",
    "store_failures_as",
    "meta",
    "database",
    "schema",
    "alias",
];

/// A generic test, as a YAML file asks for it.
#[derive(Debug)]
pub(super) struct GenericTest {
    pub(super) name: String,
    /// `unique`, `dbt_utils.expression_is_true`
    pub(super) kind: String,
    pub(super) config: Map<String, Json>,
    /// What the test itself is given, `column_name` among it.
    pub(super) arguments: Map<String, Json>,
}

impl GenericTest {
    /// Reads one entry of `tests:` or `data_tests:`; none where dbt would refuse it. The
    /// names of tests of sources begin with a `prefix`.
    pub(super) fn parse(
        entry: &Json,
        target: &str,
        column: Option<&str>,
        prefix: &str,
    ) -> Option<Self> {
        let (kind, mut arguments) = kind_and_arguments(entry)?;
        if let Some(column) = column {
            arguments.insert("column_name".into(), Json::from(column));
        }
        // Whether `arguments:` is taken apart depends on a flag and the version of dbt.
        if let Some(Json::Object(inner)) = arguments.remove("arguments") {
            arguments.extend(inner);
        }
        let mut config = Map::new();
        for key in CONFIG {
            if let Some(value) = arguments.remove(*key) {
                config.insert((*key).to_owned(), value);
            }
        }
        if let Some(Json::Object(inner)) = arguments.remove("config") {
            config.extend(inner);
        }
        arguments.remove("description");
        #[expect(clippy::single_match_else, reason = "both arms weigh the same")]
        let name = match arguments.remove("name") {
            Some(name) => name.as_str()?.to_owned(),
            None => {
                let (namespace, kind) = kind.rsplit_once('.').unwrap_or(("", &kind));
                let namespace = if namespace.is_empty() {
                    String::new()
                } else {
                    format!("{namespace}_")
                };
                synthesized(&format!("{namespace}{prefix}{kind}"), target, &arguments)?
            }
        };
        Some(Self {
            name,
            kind,
            config,
            arguments,
        })
    }
}

/// `synthesize_generic_test_names`, the whole name.
fn synthesized(kind: &str, target: &str, arguments: &Map<String, Json>) -> Option<String> {
    let mut names: Vec<&String> = arguments.keys().filter(|name| *name != "model").collect();
    names.sort();
    let mut parts = Vec::new();
    for name in names {
        match &arguments[name] {
            Json::Array(items) => {
                for item in items {
                    parts.push(cleaned(&python_str(item)?));
                }
            }
            Json::Object(items) => {
                for item in items.values() {
                    parts.push(cleaned(&python_str(item)?));
                }
            }
            value => parts.push(cleaned(&python_str(value)?)),
        }
    }
    Some(format!("{kind}_{target}_{}", parts.join("__")))
}

/// Runs of what is no letter, digit or underscore become one underscore.
fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut gap = false;
    for character in text.chars() {
        if character.is_ascii_alphanumeric() || character == '_' {
            clean.push(character);
            gap = false;
        } else if !std::mem::replace(&mut gap, true) {
            clean.push('_');
        }
    }
    clean
}

/// Python's `str(value)`, up to what [`cleaned`] makes one of.
fn python_str(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        value => python_repr(value),
    }
}

fn python_repr(value: &Json) -> Option<String> {
    let list = |items: Vec<Option<String>>| {
        Some(items.into_iter().collect::<Option<Vec<_>>>()?.join(", "))
    };
    Some(match value {
        Json::Null => "None".into(),
        Json::Bool(true) => "True".into(),
        Json::Bool(false) => "False".into(),
        // How Python writes a float is not followed; integers are the same.
        Json::Number(number) if number.is_f64() => {
            let number = number.as_f64()?;
            let plain = number.is_finite() && number.abs() >= 1e-4 && number.abs() < 1e16;
            return plain.then(|| format!("{number:?}"));
        }
        Json::Number(number) => number.to_string(),
        Json::String(text) if text.contains(['\\', '\n', '\t', '\r']) => {
            let text = text.replace('\\', "\\\\").replace('\n', "\\n");
            format!("'{}'", text.replace('\t', "\\t").replace('\r', "\\r"))
        }
        Json::String(text) => format!("'{text}'"),
        Json::Array(items) => {
            format!("[{}]", list(items.iter().map(python_repr).collect())?)
        }
        Json::Object(items) => {
            let items = items.iter();
            let items = items.map(|(key, value)| Some(format!("'{key}': {}", python_repr(value)?)));
            format!("{{{}}}", list(items.collect())?)
        }
    })
}

/// The test that an entry names, and what it is given.
fn kind_and_arguments(entry: &Json) -> Option<(String, Map<String, Json>)> {
    let map = match entry {
        Json::String(kind) => return Some((kind.clone(), Map::new())),
        Json::Object(map) => map,
        _ => return None,
    };
    if let Some(kind) = map.get("test_name").and_then(Json::as_str) {
        let mut arguments = map.clone();
        arguments.remove("test_name");
        return Some((kind.to_owned(), arguments));
    }
    match (map.iter().next(), map.len()) {
        (Some((kind, Json::Object(arguments))), 1) => Some((kind.clone(), arguments.clone())),
        // `- unique:` with nothing below it.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    #[expect(
        clippy::too_many_lines,
        reason = "one list: entries and the names that dbt makes of them"
    )]
    fn names_are_those_that_dbt_makes() {
        let name = |entry: Json, column: Option<&str>| {
            GenericTest::parse(&entry, "orders", column, "").map(|test| test.name)
        };
        let cases = [
            (json!("unique"), Some("id"), "unique_orders_id"),
            (
                json!({"not_null": {"where": "a > 1"}}),
                Some("Weird Col."),
                "not_null_orders_Weird_Col_",
            ),
            (
                json!({"accepted_values": {"values": [1, 2.5, "a b", null, true], "quote": false}}),
                Some("x"),
                "accepted_values_orders_x__False__1__2_5__a_b__None__True",
            ),
            (
                json!({"relationships": {"to": "ref('people')", "field": "id", "severity": "warn"}}),
                Some("person"),
                "relationships_orders_person__id__ref_people_",
            ),
            (
                json!({"dbt_utils.unique_combination_of_columns":
                    {"arguments": {"combination_of_columns": ["a", "b"]}, "config": {"tags": "t"}}}),
                None,
                "dbt_utils_unique_combination_of_columns_orders_a__b",
            ),
            (json!({"unique": {"name": "own"}}), Some("id"), "own"),
            (
                json!({"test_name": "unique", "name": "own_2"}),
                Some("id"),
                "own_2",
            ),
            (
                json!({"t": {"a": [["x", 1], {"k": "v"}]}}),
                None,
                "t_orders__x_1____k_v_",
            ),
        ];
        for (entry, column, expected) in cases {
            assert_eq!(
                name(entry.clone(), column).as_deref(),
                Some(expected),
                "{entry}"
            );
        }
    }
}
