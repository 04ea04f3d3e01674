//! DAG213: definitions that vanish where their import fails.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::OptionalImport { place, name } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("the definitions of `{name}` vanish where this import fails"),
            )
            .symbol(name)
            .label("any `ImportError` of the module and of what it imports")
            .help(
                "Dagster then loads the code location without them and says nothing; import \
                 without `try`, or raise in the handler",
            ),
        );
    }
}
