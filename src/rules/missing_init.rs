//! DAG111: a folder without `__init__.py`, which a package walker skips.

use super::check::Check;
use super::words;
use crate::diagnostic::{Applicability, Diagnostic, Fix};
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
        let LoadFault::SkippedFolder {
            place,
            folder,
            walker,
            files,
        } = fault
        else {
            continue;
        };
        let finding = Diagnostic::new(
            rule,
            *place,
            format!(
                "folder `{folder}` has no `__init__.py`, so {} in it {} not loaded",
                words::counted(*files, "Python file"),
                if *files == 1 { "is" } else { "are" }
            ),
        )
        .label("Dagster does not load this")
        .evidence(*walker, "walks packages only")
        .help(format!(
            "Dagster says nothing about it; create `{folder}/__init__.py`"
        ))
        .symbol(folder.as_str());
        // `place` is in a file of the folder.
        let directory = model.sources.get(place.file).path().parent();
        found.push(match directory {
            Some(directory) => {
                let fix = Fix::new(
                    Applicability::Unsafe,
                    format!("create `{folder}/__init__.py`"),
                );
                finding.fix(fix.create(directory.join("__init__.py"), ""))
            }
            None => finding,
        });
    }
}
