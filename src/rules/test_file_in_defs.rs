//! DAG121: a test in the defs folder, which is imported with the definitions.

use std::path::Path;

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for &file in &location.defs_files {
        if is_test(model.sources.get(file).path()) {
            found.push(
                Diagnostic::new(
                    rule,
                    Place::start_of(file),
                    "this test is loaded with the definitions",
                )
                .help(
                    "Dagster imports every file of the defs folder: without `pytest`, say, \
                         the code location is not loaded; move it to `tests`",
                ),
            );
        }
    }
}

fn is_test(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem.starts_with("test_") || stem.ends_with("_test") || stem == "conftest"
}
