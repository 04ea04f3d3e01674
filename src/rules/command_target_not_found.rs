//! DAG516: a code server is started with a module that does not exist.

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::{Check, Rule};

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    for command in model.commands.iter().filter(|command| command.missing) {
        let message = format!("`{}` does not exist", command.module.value);
        found.push(
            Diagnostic::new(rule, command.module.place, message)
                .label("a code server is to load it")
                .help("the server does not start; correct the name, or create the module"),
        );
    }
}
