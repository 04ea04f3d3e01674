//! DAG222: an import of a module or name that the project itself does not have.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::{MissingModule, MissingName};
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[
    Teller::MissingModule(no_module),
    Teller::MissingName(no_name),
]);

fn no_module(met: Met<'_>, fault: &MissingModule) -> Diagnostic {
    let message = format!("module `{}` does not exist", fault.module);
    met.finding(fault.place, message)
        .help(help(fault.near.as_deref()))
}

fn no_name(met: Met<'_>, fault: &MissingName) -> Diagnostic {
    let message = format!("`{}` is not in module `{}`", fault.name, fault.module);
    met.finding(fault.place, message)
        .help(help(fault.near.as_deref()))
}

fn help(near: Option<&str>) -> String {
    let remedy = match near {
        Some(near) => question(near),
        None => "correct the name, or add what is missing".to_owned(),
    };
    format!(
        "the import fails while the code location loads, so Dagster loads nothing of it; {remedy}"
    )
}
