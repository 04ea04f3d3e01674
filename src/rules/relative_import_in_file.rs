//! DAG221: a relative import in a file that Dagster runs as a top-level module.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::TargetKind;
use crate::model::fault::RelativeImportInFile;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::RelativeImportInFile(tell)]);

fn tell(met: Met<'_>, fault: &RelativeImportInFile) -> Diagnostic {
    let file = words::shown(met.model, fault.place.file);
    let location = met.location;
    let is_entry = location.entry.as_ref().and_then(|it| it.file) == Some(fault.place.file);
    let is_file = matches!(location.target.kind, TargetKind::File(_));
    let (message, label) = if is_entry && is_file {
        let location = &location.name;
        let message = format!(
            "relative import in `{file}`, which code location `{location}` loads as a file"
        );
        (
            message,
            "a file that is run on its own has no parent package",
        )
    } else {
        let message = format!("relative import in `{file}`, which is a module of no package");
        (
            message,
            "it is imported by its bare name, and has no parent package",
        )
    };
    met.finding(fault.place, message).label(label).help(
        "Dagster cannot load the code location; load it as a module of its package (`-m`, \
         `python_module`), or import by the full name",
    )
}
