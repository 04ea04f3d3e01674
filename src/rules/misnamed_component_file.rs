//! DAG813: a component file under a name that Dagster does not look for.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::MisnamedComponentFile { place, name } = fault else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{name}` reads like a component file and is not loaded"),
            )
            .label("Dagster does not read this")
            .help(
                "Dagster says nothing about it; of YAML files in the defs folder it reads those \
                 called `defs.yaml`: rename it",
            ),
        );
    }
}
