//! DAG402: two asset checks of one asset and name.

use std::collections::BTreeMap;

use super::check::Check;
use super::clash;
use crate::diagnostic::Diagnostic;
use crate::model::{AssetCheck, AssetKey, CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

/// The checks that share asset and name. Identity does not help here: Dagster
/// removes repeated objects from each argument of `Definitions` on its own, so that
/// one check in both `assets` and `asset_checks` is a duplicate of itself.
pub(super) fn clashes(location: &CodeLocation) -> Vec<Vec<&AssetCheck>> {
    let mut groups: BTreeMap<(&AssetKey, &str), Vec<&AssetCheck>> = BTreeMap::new();
    for check in &location.asset_checks {
        if check.guard.is_certain() && clash::has_one_namespace(location) {
            let group = groups.entry((&check.asset, &check.name)).or_default();
            group.push(check);
        }
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect()
}

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for group in clashes(location) {
        let Some(first) = group.first() else { continue };
        let symbol = format!("{}:{}", first.asset, first.name);
        let message = format!(
            "asset check `{}` of asset `{}` is defined {} times in code location `{}`",
            first.name,
            first.asset,
            group.len(),
            location.name
        );
        found.extend(
            clash::diagnostic(rule, symbol, message, &group).map(|finding| {
                finding.help(
                    "Dagster refuses to load the code location; give one of them another \
                 `name`, or drop it",
                )
            }),
        );
    }
}
