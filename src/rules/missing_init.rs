//! DAG111: a folder without `__init__.py`, which a package walker skips.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::fault::SkippedFolder;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::SkippedFolder(tell)]);

fn tell(met: Met<'_>, fault: &SkippedFolder) -> Diagnostic {
    let message = format!(
        "folder `{}` has no `__init__.py`, so {} in it {} not loaded",
        fault.folder,
        words::counted(fault.files, "Python file"),
        if fault.files == 1 { "is" } else { "are" }
    );
    let finding = met
        .finding(fault.place, message)
        .label("Dagster does not load this")
        .evidence(fault.walker, "walks packages only")
        .help(format!(
            "Dagster says nothing about it; create `{}/__init__.py`",
            fault.folder
        ))
        .symbol(&fault.folder);
    // The place is in a file of the folder.
    let directory = met.model.sources.get(fault.place.file).path().parent();
    match directory {
        Some(directory) => {
            let fix = Fix::new(
                Applicability::Unsafe,
                format!("create `{}/__init__.py`", fault.folder),
            );
            finding.fix(fix.create(directory.join("__init__.py"), ""))
        }
        None => finding,
    }
}
