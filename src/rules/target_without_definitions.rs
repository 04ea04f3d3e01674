//! DAG203: a code location whose module has nothing that Dagster could load.

use super::check::Check;
use super::teller::{Met, Teller};
use super::{declaration, repair, words};
use crate::diagnostic::{Applicability, Diagnostic, Fix, Severity};
use crate::model::fault::NothingLoadable;
use crate::model::{CodeLocation, Model};

pub(crate) const CHECK: Check = Check::Fault(&[Teller::NothingLoadable(tell)]);

fn tell(met: Met<'_>, fault: &NothingLoadable) -> Diagnostic {
    let module = words::target(met.model, met.location);
    let message = format!("`{module}` has nothing that Dagster could load");
    let finding = met
        .finding(fault.place, message)
        .label("no `Definitions` object, repository, job, graph or asset at module level")
        .help(
            "Dagster cannot load the code location; bind a `Definitions` object to a name of the \
             module, or name the module that has one",
        );
    let finding = match other_module(met.model, met.location) {
        Some(fix) => finding.fix(fix),
        None => finding,
    };
    if declaration::is_in_an_image(met.model, met.location) {
        finding.at_most(Severity::Info)
    } else {
        finding
    }
}

/// Names the module `definitions` of a package that is named itself, if there is one.
fn other_module(model: &Model<'_>, location: &CodeLocation) -> Option<Fix> {
    let entry = location.entry.as_ref()?;
    let package = model.sources.get(entry.file?).path();
    let beside = package.with_file_name("definitions.py");
    let text = model.sources.read(&beside).text();
    if !package.ends_with("__init__.py") || !text.contains("efinitions") {
        return None;
    }
    let place = location.target.declared_at?;
    let other = format!("{}.definitions", entry.module);
    let mut fix = repair::scalar(model, place, &entry.module, &other)?;
    if declaration::is_in_an_image(model, location) {
        fix.applicability = Applicability::Unsafe;
    }
    Some(fix)
}
