//! DAG221: a relative import in a file that Dagster runs as a top-level module.

use super::check::Check;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::RelativeImportInFile { place } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!(
                    "relative import in `{}`, which code location `{}` loads as a file",
                    words::shown(model, place.file),
                    location.name
                ),
            )
            .label("a file that is run on its own has no parent package")
            .help(
                "Dagster cannot load the code location; load it by module (`-m`, \
                 `python_module`), or import by the full name",
            ),
        );
    }
}
