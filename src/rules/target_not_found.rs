//! DAG503: the module or file that a code location names does not exist.

use super::check::Check;
use super::declaration;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::MissingTarget {
            place,
            target,
            near,
        } = fault
        else {
            continue;
        };
        if declaration::is_told_by_settings(model, location) {
            continue;
        }
        let remedy = match near {
            Some(near) => question(near),
            None => "correct the name, or create the module or file".to_owned(),
        };
        let finding = Diagnostic::new(rule, *place, format!("`{target}` does not exist"))
            .label(format!(
                "code location `{}` is to be loaded from it",
                location.name
            ))
            .help(format!("Dagster cannot load the code location; {remedy}"));
        let commands = model.commands.iter();
        let said = commands.filter(|command| command.module.value == *target);
        let finding = said.fold(finding, |finding, command| {
            finding.edit(command.module.place, "a code server is started with it")
        });
        found.push(if declaration::is_in_an_image(model, location) {
            finding.at_most(Severity::Warning)
        } else {
            finding
        });
    }
}
