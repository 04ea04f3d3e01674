//! DAG415: a source asset after an asset of its key, which makes the asset external.

use super::asset_clash::{Outcome, asset_clashes};
use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{AssetKind, CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for clash in asset_clashes(location) {
        let (Outcome::Hidden, [hidden, source, ..]) = (clash.outcome, clash.assets.as_slice())
        else {
            continue;
        };
        let what = match source.kind {
            AssetKind::Observable => "observable source asset",
            _ => "source asset",
        };
        found.push(
            Diagnostic::new(
                rule,
                source.place,
                format!("{what} `{}` hides the asset of the same key", clash.key),
            )
            .label("this is what Dagster keeps")
            .equal(hidden.place, "the asset that can no longer be materialized")
            .help(
                "Dagster loads the key as external, without a word; drop the source asset where \
                 the code location computes the asset itself",
            ),
        );
    }
}
