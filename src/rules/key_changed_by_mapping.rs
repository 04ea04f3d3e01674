//! DAG608: a mapping function that changes the key of an asset.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::KeyChangedByMapping { place, from, to } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("the mapping changes asset key `{from}` to `{to}`"),
            )
            .help(
                "Dagster refuses it: only the keys of bare specs may be changed this \
                 way; set the key where the asset is defined",
            ),
        );
    }
}
