//! DAG414: one asset key with several specs, which Dagster merges.

use super::asset_clash::{Outcome, asset_clashes};
use super::check::Check;
use super::clash;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for clash in asset_clashes(location) {
        let help = match clash.outcome {
            Outcome::Merged => {
                "Dagster keeps one of them without a word, and refuses both as soon as \
                 one changes; keep one"
            }
            Outcome::MergedOrRefused => {
                "Dagster keeps one of them without a word if they are equal, and \
                 refuses both if not; keep one"
            }
            _ => continue,
        };
        let message = format!(
            "asset key `{}` has {} specs in code location `{}`",
            clash.key,
            clash.assets.len(),
            location.name
        );
        found.extend(
            clash::diagnostic(rule, clash.key.to_string(), message, &clash.assets)
                .map(|finding| finding.help(help)),
        );
    }
}
