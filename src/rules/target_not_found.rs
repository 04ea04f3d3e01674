//! DAG503: the module or file that a code location names does not exist.

use super::check::Check;
use super::declaration;
use super::teller::{Met, Teller};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fault::MissingTarget;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::MissingTarget(tell)]);

fn tell(met: Met<'_>, fault: &MissingTarget) -> Option<Diagnostic> {
    if declaration::is_told_by_settings(met.model, met.location) {
        return None;
    }
    let remedy = match &fault.near {
        Some(near) => question(near),
        None => "correct the name, or create the module or file".to_owned(),
    };
    let message = format!("`{}` does not exist", fault.target);
    let finding = met
        .finding(fault.place, message)
        .label(format!(
            "code location `{}` is to be loaded from it",
            met.location.name
        ))
        .help(format!("Dagster cannot load the code location; {remedy}"));
    let commands = met.model.commands.iter();
    let said = commands.filter(|command| command.module.value == fault.target);
    let finding = said.fold(finding, |finding, command| {
        finding.edit(command.module.place, "a code server is started with it")
    });
    Some(if declaration::is_in_an_image(met.model, met.location) {
        finding.at_most(Severity::Warning)
    } else {
        finding
    })
}
