//! DAG111: a folder without `__init__.py`, which a package walker skips.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
use crate::model::fault::SkippedFolder;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::SkippedFolder(tell)]);

fn tell(met: Met<'_>, fault: &SkippedFolder) -> Option<Diagnostic> {
    let imported = &met.location.imported;
    // What is imported all the same has rules of its own, if it is not loaded.
    let mut lost = fault.definitions.iter();
    let place = *lost.find(|place| !imported.contains(&place.file))?;
    let files = fault.files.iter().filter(|file| !imported.contains(file));
    let count = files.count();
    let message = format!(
        "folder `{}` has no `__init__.py`, so {} in it {} not loaded",
        fault.folder,
        words::counted(count, "Python file"),
        if count == 1 { "is" } else { "are" }
    );
    let create = format!("create `{}/__init__.py`", fault.folder);
    let fix = Fix::new(Applicability::Unsafe, create.clone());
    let fix = (fault.folders.iter()).fold(fix, |fix, it| fix.create(it.join("__init__.py"), ""));
    let finding = met
        .finding(place, message)
        .label("Dagster does not load this")
        .evidence(fault.walker, "walks packages only")
        .help(format!("Dagster says nothing about it; {create}"))
        .symbol(&fault.folder);
    Some(finding.fix(fix))
}
