//! DAG814: a second component file in one folder.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::fault::UnreadComponentFile;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::UnreadComponentFile(tell)]);

fn tell(met: Met<'_>, fault: &UnreadComponentFile) -> Diagnostic {
    let unread = words::shown(met.model, fault.place.file);
    let file = met.model.sources.get(fault.read.file).path();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let message = format!("`{unread}` is not read: the folder has a `{name}`");
    met.finding(fault.place, message)
        .label("Dagster does not read this")
        .equal(fault.read, "Dagster reads this alone")
        .help(
            "Dagster says nothing about it; put both into one file with `---` between them, or \
             delete one",
        )
}
