//! The part of Dagster's configuration system that its files use: types as tables, and
//! a value held against them as `dagster._config.validate` of Dagster 1.13 does it.

use std::collections::HashSet;
use std::sync::Arc;

use crate::source::yaml::{Node, Value};

use super::{Faults, is_null, kind_of, unknown_key};

/// A type of configuration.
#[derive(Debug, Clone, Copy)]
pub(super) enum Type {
    String,
    Int,
    Bool,
    /// Any mapping.
    Permissive,
    /// A list of one type.
    List(&'static Type),
    /// A mapping with these keys.
    Shape(&'static [Field]),
    /// A mapping with exactly one of these keys.
    Selector(&'static [Field]),
    /// A scalar of the first type, or a list or mapping of the second.
    ScalarOr(&'static Type, &'static Type),
    /// Nothing, too.
    Noneable(&'static Type),
}

/// A key of a mapping.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    name: &'static str,
    is_required: bool,
    of: Type,
}

impl Field {
    /// The name of the key.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }
}

/// A key that must be there.
pub(super) const fn required(name: &'static str, of: Type) -> Field {
    Field {
        name,
        is_required: true,
        of,
    }
}

/// A key that may be left out.
pub(super) const fn optional(name: &'static str, of: Type) -> Field {
    Field {
        name,
        is_required: false,
        of,
    }
}

/// `{env: NAME}`
const ENVIRONMENT: Type = Type::Selector(&[required("env", Type::String)]);
/// A string, or the environment variable that holds it.
pub(super) const STRING_SOURCE: Type = Type::ScalarOr(&Type::String, &ENVIRONMENT);
/// A whole number, or the environment variable that holds it.
pub(super) const INT_SOURCE: Type = Type::ScalarOr(&Type::Int, &ENVIRONMENT);
/// A boolean, or the environment variable that holds it.
pub(super) const BOOL_SOURCE: Type = Type::ScalarOr(&Type::Bool, &ENVIRONMENT);

/// Holds a document against the keys at its top.
pub(super) fn check(faults: &mut Faults<'_>, root: &Arc<Node>, of: &str, fields: &'static [Field]) {
    let mut checker = Checker {
        faults,
        seen: HashSet::new(),
    };
    checker.shape(root, of, fields, true);
}

struct Checker<'f, 'a> {
    faults: &'f mut Faults<'a>,
    /// Each node is looked at once, however many aliases lead to it.
    seen: HashSet<*const Node>,
}

impl Checker<'_, '_> {
    fn value(&mut self, node: &Arc<Node>, of: &str, expected: &Type) {
        let is_collection = !matches!(node.value, Value::Scalar { .. });
        match expected {
            Type::Noneable(_) if is_null(node) => {}
            Type::Noneable(inner) => self.value(node, of, inner),
            Type::ScalarOr(_, inner) if is_collection => self.value(node, of, inner),
            Type::ScalarOr(scalar, _) => self.value(node, of, scalar),
            _ if !fits(node, expected) => {
                let message = format!(
                    "`{of}` is {}, and should be {}",
                    kind_of(node),
                    words(expected)
                );
                self.faults.refuse(self.faults.at(node), message);
            }
            _ if is_collection && !self.seen.insert(Arc::as_ptr(node)) => {}
            Type::List(inner) => {
                for (number, item) in node.items().iter().enumerate() {
                    self.value(item, &format!("{of}[{number}]"), inner);
                }
            }
            Type::Shape(fields) => self.shape(node, of, fields, false),
            Type::Selector(fields) => self.selector(node, of, fields),
            Type::String | Type::Int | Type::Bool | Type::Permissive => {}
        }
    }

    fn shape(&mut self, node: &Arc<Node>, of: &str, fields: &'static [Field], is_top: bool) {
        for (key, value) in node.merged_entries() {
            let name = key.scalar().unwrap_or_default();
            match fields.iter().find(|field| field.name == name) {
                Some(field) if is_top => self.value(value, name, &field.of),
                Some(field) => self.value(value, &format!("{of}.{name}"), &field.of),
                None => self.unknown(key, of, fields),
            }
        }
        for field in fields.iter().filter(|field| field.is_required) {
            if node.get(field.name).is_none() {
                let message = format!("`{}` is missing in `{of}`", field.name);
                self.faults.refuse(self.faults.at(node), message);
            }
        }
    }

    /// A mapping with one key, whose value may be left out where it is a mapping.
    fn selector(&mut self, node: &Arc<Node>, of: &str, fields: &'static [Field]) {
        let given = node.merged_entries();
        let &[(key, value)] = given.as_slice() else {
            let names: Vec<String> = fields.iter().map(|f| format!("`{}`", f.name)).collect();
            let (place, beside) = match given.as_slice() {
                [(first, _), (second, _), ..] => {
                    let name = |key: &Node| key.scalar().unwrap_or_default().to_owned();
                    let beside = format!("; `{}` stands beside `{}`", name(second), name(first));
                    (*second, beside)
                }
                _ => (node, String::new()),
            };
            let message = format!("`{of}` takes exactly one of {}{beside}", names.join(", "));
            self.faults.refuse(self.faults.at(place), message);
            return;
        };
        let name = key.scalar().unwrap_or_default();
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            self.unknown(key, of, fields);
            return;
        };
        let path = format!("{of}.{name}");
        match field.of {
            Type::Shape(fields) if is_null(value) => self.shape(value, &path, fields, false),
            of => self.value(value, &path, &of),
        }
    }

    fn unknown(&mut self, key: &Arc<Node>, of: &str, fields: &[Field]) {
        let known: Vec<&str> = fields.iter().map(|field| field.name).collect();
        let name = key.scalar().unwrap_or_default();
        let message = unknown_key(name, &known, &format!("`{of}`"));
        self.faults.refuse(self.faults.at(key), message);
    }
}

/// Whether a value is of the right kind, whatever it holds.
fn fits(node: &Node, expected: &Type) -> bool {
    match expected {
        Type::String => node.as_str().is_some(),
        Type::Int => {
            let digits = node.scalar().filter(|_| node.as_str().is_none());
            digits.is_some_and(|digits| digits.replace('_', "").parse::<i128>().is_ok())
        }
        Type::Bool => kind_of(node) == "a boolean",
        Type::List(_) => matches!(node.value, Value::Sequence(_)),
        Type::Permissive | Type::Shape(_) | Type::Selector(_) => {
            matches!(node.value, Value::Mapping(_))
        }
        Type::ScalarOr(..) | Type::Noneable(_) => true,
    }
}

fn words(expected: &Type) -> &'static str {
    match expected {
        Type::String => "a string",
        Type::Int => "a whole number",
        Type::Bool => "a boolean",
        Type::List(_) => "a list",
        Type::Permissive | Type::Shape(_) | Type::Selector(_) => "a mapping",
        Type::ScalarOr(scalar, _) => words(scalar),
        Type::Noneable(inner) => words(inner),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use crate::source::Sources;

    /// What is said of a `dagster.yaml`.
    fn said(text: &str) -> Vec<String> {
        let path = PathBuf::from("/nowhere/dagster.yaml");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let faults = super::super::instance(sources.read(&path));
        faults.into_iter().map(|fault| fault.message).collect()
    }

    #[test]
    fn values_are_held_against_their_types() {
        for (text, expected) in [
            (
                "run_retries:\n",
                "`run_retries` is nothing, and should be a mapping",
            ),
            (
                "run_retries: {max_retries: \"3\"}\n",
                "`run_retries.max_retries` is a string, and should be a whole number",
            ),
            (
                "run_queue: {max_concurrent_runs: {env: 3}}\n",
                "`run_queue.max_concurrent_runs.env` is a number, and should be a string",
            ),
            (
                "compute_logs: {module: a}\n",
                "`class` is missing in `compute_logs`",
            ),
            (
                "storage: {sqlite: }\n",
                "`base_dir` is missing in `storage.sqlite`",
            ),
            (
                "storage: {sqlite: 3}\n",
                "`storage.sqlite` is a number, and should be a mapping",
            ),
            (
                "storage: {sqlite: {base_dir: a}, postgres: {}}\n",
                "`storage` takes exactly one of `postgres`, `mysql`, `sqlite`, `custom`; \
                 `postgres` stands beside `sqlite`",
            ),
            (
                "retention: {sensor: {purge_after_days: {skiped: 1}}}\n",
                "`skiped` is not a key of `retention.sensor.purge_after_days`; did you mean `skipped`?",
            ),
        ] {
            assert_eq!(said(text), [expected], "{text}");
        }
    }

    #[test]
    fn what_dagster_takes_is_not_told() {
        for text in [
            "storage: {postgres: }\n",
            "run_queue: {max_concurrent_runs: {env: RUNS}, tag_concurrency_limits: }\n",
            "retention: {sensor: {purge_after_days: 7}}\n",
            "run_launcher: {module: a, class: B, config: {anything: [1]}}\n",
        ] {
            assert!(said(text).is_empty(), "{text}");
        }
    }
}
