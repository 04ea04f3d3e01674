//! DAG516: a code server is started with a module that does not exist.

use std::collections::HashSet;

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let told = missing_targets(model);
    let missing = model.commands.iter().filter(|command| command.missing);
    for command in missing.filter(|command| !told.contains(command.module.value.as_str())) {
        let message = format!("`{}` does not exist", command.module.value);
        found.push(
            Diagnostic::new(rule, command.module.place, message)
                .label("a code server is to load it")
                .help("the server does not start; correct the name, or create the module"),
        );
    }
}

/// The modules that a code location is to be loaded from, too: told there
/// ([`super::target_not_found`]), with the command beside it.
fn missing_targets<'a>(model: &'a Model<'_>) -> HashSet<&'a str> {
    let faults = model.code_locations.iter().flat_map(|it| &it.faults);
    faults
        .filter_map(|fault| match fault {
            LoadFault::MissingTarget(fault) => Some(fault.target.as_str()),
            _ => None,
        })
        .collect()
}
