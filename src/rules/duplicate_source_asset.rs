//! DAG416: several source assets of one key, of which the last one wins.

use super::asset_clash::{Outcome, asset_clashes};
use super::check::Check;
use super::clash;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for clash in asset_clashes(location) {
        if clash.outcome != Outcome::LastWins {
            continue;
        }
        let message = format!(
            "source asset `{}` is defined {} times in code location `{}`",
            clash.key,
            clash.assets.len(),
            location.name
        );
        found.extend(
            clash::diagnostic(rule, clash.key.to_string(), message, &clash.assets).map(|finding| {
                finding.help(
                    "Dagster keeps the last one and drops the others without a word; keep one",
                )
            }),
        );
    }
}
