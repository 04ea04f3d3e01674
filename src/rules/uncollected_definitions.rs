//! DAG219: a `Definitions` object in a module that is only searched for loose definitions.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::fault::UncollectedDefinitions;
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::UncollectedDefinitions(tell)]);

fn tell(met: Met<'_>, fault: &UncollectedDefinitions) -> Option<Diagnostic> {
    if is_entry(met.model, fault.definitions.place.file) {
        return None;
    }
    let message = format!(
        "`{}` is ignored: its module is only searched for loose definitions",
        fault.definitions.name
    );
    Some(
        met.finding(fault.definitions.place, message)
            .label("Dagster does not load this")
            .edit(fault.collector, "the module is searched here")
            .help(
                "Dagster says nothing about it; import the object and join it with \
                 `Definitions.merge`",
            ),
    )
}

/// Whether a code location of its own loads the object from the file.
fn is_entry(model: &Model<'_>, file: FileId) -> bool {
    model
        .code_locations
        .iter()
        .any(|location| location.entry.as_ref().and_then(|entry| entry.file) == Some(file))
}
