//! DAG401: two definitions of one asset key, which Dagster refuses.

use super::asset_clash::{Outcome, asset_clashes};
use super::check::Check;
use super::clash;
use crate::diagnostic::Diagnostic;
use crate::model::{AssetKind, CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for clash in asset_clashes(location) {
        if clash.outcome != Outcome::Refused {
            continue;
        }
        let message = format!(
            "asset key `{}` is defined {} times in code location `{}`",
            clash.key,
            clash.assets.len(),
            location.name
        );
        let specs = clash
            .assets
            .iter()
            .all(|asset| asset.kind == AssetKind::Spec);
        let help = if specs {
            "Dagster refuses to load specs of one key that differ; keep one of them, or \
             give them different keys"
        } else {
            "Dagster refuses to load the code location; rename one of them, give it a \
             `key_prefix`, or drop it"
        };
        found.extend(
            clash::diagnostic(rule, clash.key.to_string(), message, &clash.assets)
                .map(|finding| finding.help(help)),
        );
    }
}
