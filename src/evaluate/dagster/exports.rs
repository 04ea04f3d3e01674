//! What `dagster` itself holds: the names of the package and its sub-modules.

use std::collections::HashSet;
use std::sync::LazyLock;

/// `dir(dagster)` and the sub-modules of Dagster 1.13, a name a line.
static NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("exports.txt").lines().collect());

/// Whether `dagster.name` exists.
pub(in crate::evaluate) fn is_exported(name: &str) -> bool {
    name.starts_with("__") || NAMES.contains(name)
}
