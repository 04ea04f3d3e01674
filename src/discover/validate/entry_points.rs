//! Entry points through which a package registers components with dg.

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject};
use crate::source::SourceFile;

use super::super::toml_node::Table;
use super::Faults;

/// The group that dg reads.
pub(in crate::discover) const REGISTRY_GROUP: &str = "dagster_dg_cli.registry_modules";

/// Its former names. dg still reads the first three, with a warning.
const OLD_GROUPS: [(&str, &str); 4] = [
    ("dagster_dg.library", "is deprecated"),
    ("dagster_dg.plugin", "is deprecated"),
    ("dagster_dg_cli.plugin", "is deprecated"),
    ("dagster.components", "is no longer read"),
];

/// The groups of `[project.entry-points]` that are out of date.
pub(in crate::discover) fn entry_points(file: &SourceFile, groups: Table<'_>) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::Dg, file);
    for (group, _) in groups.entries() {
        let old = OLD_GROUPS.iter().find(|(name, _)| *name == group.value);
        if let Some((name, state)) = old {
            let message =
                format!("entry point group `{name}` {state}; rename it to `{REGISTRY_GROUP}`");
            faults.add(ConfigEffect::Deprecated, group.place, message);
        }
    }
    faults.found
}
