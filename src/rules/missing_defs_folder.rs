//! DAG106: the defs folder of the project does not exist.

use super::check::Check;
use super::declaration;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::MissingDefsFolder;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::MissingDefsFolder(tell)]);

fn tell(met: Met<'_>, fault: &MissingDefsFolder) -> Option<Diagnostic> {
    if declaration::is_told_by_settings(met.model, met.location) {
        return None;
    }
    let message = format!("the defs folder `{}` does not exist", fault.module);
    let finding = met
        .finding(fault.place, message)
        .label("loads the defs folder")
        .help(format!(
            "Dagster cannot load the code location; create the folder of `{}`, or name another \
             one as `defs_module` in `[tool.dg.project]`",
            fault.module
        ));
    Some(match fault.file {
        Some(file) => finding.edit(file, "this module is imported in its place"),
        None => finding,
    })
}
