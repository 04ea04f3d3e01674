//! DAG814: a second component file in one folder.

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
        let LoadFault::UnreadComponentFile { place, read } = fault else {
            continue;
        };
        let unread = words::shown(model, place.file);
        let file = model.sources.get(read.file).path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{unread}` is not read: the folder has a `{name}`"),
            )
            .label("Dagster does not read this")
            .equal(*read, "Dagster reads this alone")
            .help(
                "Dagster says nothing about it; put both into one file with `---` between them, \
                 or delete one",
            ),
        );
    }
}
