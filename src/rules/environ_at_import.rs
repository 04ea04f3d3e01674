//! DAG231: an environment variable that is read while a module is imported.

use super::check::Check;
use super::words::listed;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    let mut needed: Vec<(Place, &str)> = Vec::new();
    let mut read: Vec<(Place, &str)> = Vec::new();
    for fault in &location.faults {
        match fault {
            LoadFault::EnvironmentAtImport(it) => needed.push((it.place, &it.variable)),
            LoadFault::EnvVarAtImport(it) => read.push((it.place, &it.variable)),
            _ => {}
        }
    }
    for module in by_file(&needed) {
        let names = names(&module);
        let message = format!("{names} must be set for the module to be imported");
        let help = "Dagster cannot load the code location without that; give a default, or use \
                    `EnvVar` in a resource, which is read when a run needs it";
        found.push(diagnostic(rule, &module, message).help(help));
    }
    for module in by_file(&read) {
        let names = names(&module);
        let verb = if module.len() == 1 { "is" } else { "are" };
        let message = format!("{names} {verb} read while the module is imported");
        let help = "`get_value()` gives what is set when the code location loads, and `None` where \
                    nothing is set; hand the `EnvVar` itself to a resource";
        found.push(
            diagnostic(rule, &module, message)
                .at_most(Severity::Info)
                .help(help),
        );
    }
}

/// The reads of each file, in its order.
fn by_file<'f>(reads: &[(Place, &'f str)]) -> Vec<Vec<(Place, &'f str)>> {
    let mut sorted = reads.to_vec();
    sorted.sort_by_key(|(place, _)| (place.file, place.range.start()));
    // One `raise` may stand for several variables.
    sorted.dedup();
    sorted
        .chunk_by(|(one, _), (next, _)| one.file == next.file)
        .map(<[_]>::to_vec)
        .collect()
}

fn names(module: &[(Place, &str)]) -> String {
    let mut names: Vec<&str> = module.iter().map(|(_, variable)| *variable).collect();
    names.sort_unstable();
    names.dedup();
    let noun = if names.len() == 1 {
        "environment variable"
    } else {
        "environment variables"
    };
    format!("{noun} {}", listed(names))
}

fn diagnostic(rule: &'static Rule, module: &[(Place, &str)], message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(rule, module[0].0, message).label("read at import");
    let mut places: Vec<Place> = module.iter().map(|(place, _)| *place).collect();
    places.dedup();
    for place in &places[1..] {
        diagnostic = diagnostic.equal(*place, "and here");
    }
    diagnostic
}
