//! DAG221: a relative import in a file that Dagster runs as a top-level module.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::fault::RelativeImportInFile;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::RelativeImportInFile(tell)]);

fn tell(met: Met<'_>, fault: &RelativeImportInFile) -> Diagnostic {
    let message = format!(
        "relative import in `{}`, which code location `{}` loads as a file",
        words::shown(met.model, fault.place.file),
        met.location.name
    );
    met.finding(fault.place, message)
        .label("a file that is run on its own has no parent package")
        .help(
            "Dagster cannot load the code location; load it by module (`-m`, `python_module`), or \
             import by the full name",
        )
}
