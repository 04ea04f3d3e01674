//! DAG417: two repositories of one name, of which the first is lost.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::ReplacedRepository { name, lost, kept } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                lost.place,
                format!(
                    "repository `{name}` is lost: `{}` has the same name",
                    kept.name
                ),
            )
            .label("Dagster loads nothing of this one")
            .symbol(name)
            .equal(kept.place, "replaces it")
            .help(
                "Dagster keeps the last repository of a name, in the order of the attributes, and \
                 says nothing; give each a name of its own",
            ),
        );
    }
}
