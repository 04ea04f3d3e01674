//! DAG219: a `Definitions` object in a module that is only searched for loose definitions.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::UncollectedDefinitions {
            definitions,
            collector,
        } = fault
        else {
            continue;
        };
        if is_entry(model, definitions.place.file) {
            continue;
        }
        found.push(
            Diagnostic::new(
                rule,
                definitions.place,
                format!(
                    "`{}` is ignored: its module is only searched for loose definitions",
                    definitions.name
                ),
            )
            .label("Dagster does not load this")
            .edit(*collector, "searches the module")
            .help(
                "Dagster says nothing about it; import the object and join it with \
                 `Definitions.merge`",
            ),
        );
    }
}

/// Whether a code location of its own loads the object from the file.
fn is_entry(model: &Model<'_>, file: FileId) -> bool {
    model
        .code_locations
        .iter()
        .any(|location| location.entry.as_ref().and_then(|entry| entry.file) == Some(file))
}
