//! What `dagster` itself holds: the names of the package and its sub-modules.

use std::collections::HashSet;
use std::sync::LazyLock;

/// `dir(dagster)` and the sub-modules of Dagster 1.13, a name a line.
static NAMES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("exports.txt").lines().collect());

/// Names that `dagster` had in 1.5 to 1.11, and that are gone.
const FORMER: [&str; 16] = [
    "AssetCondition",
    "AutoMaterializeSensorDefinition",
    "ExperimentalWarning",
    "FreshnessPolicySensorContext",
    "FreshnessPolicySensorDefinition",
    "MEMOIZED_RUN_TAG",
    "MemoizableIOManager",
    "OpVersionContext",
    "ResourceVersionContext",
    "SourceHashVersionStrategy",
    "VersionStrategy",
    "build_freshness_policy_sensor_context",
    "defs_from_component_yaml_path",
    "external_asset_from_spec",
    "external_assets_from_specs",
    "freshness_policy_sensor",
];

/// Whether an earlier version of Dagster had `dagster.name`.
pub(super) fn was_exported(name: &str) -> bool {
    FORMER.contains(&name)
}

/// The public name of `dagster` that is nearest to one that it lacks.
pub(super) fn nearest(name: &str) -> Option<&'static str> {
    let names = NAMES.iter().copied();
    crate::suggest::closest(name, names.filter(|name| !name.starts_with('_')))
}

/// Whether `dagster.name` exists.
pub(super) fn is_exported(name: &str) -> bool {
    name.starts_with("__") || NAMES.contains(name)
}
