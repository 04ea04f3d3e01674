//! DAG202: several loadable objects in a module where one is allowed.

use super::check::Check;
use super::teller::{Met, Teller};
use super::{repair, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::fault::TooManyLoadables;
use crate::model::{Binding, LoadableKind, Several};
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::TooManyLoadables(tell)]);

fn tell(met: Met<'_>, fault: &TooManyLoadables) -> Diagnostic {
    let Several {
        first,
        second,
        others,
    } = &fault.bindings;
    let module = words::module(met.model, met.location, second.place);
    let names = words::listed(fault.bindings.all().map(|binding| binding.name.as_str()));
    let message = format!(
        "`{module}` has {} {}: {names}",
        fault.bindings.all().count(),
        words::many_loadables(fault.kind)
    );
    let mut finding = met
        .finding(second.place, message)
        .label(format!("`{}`", second.name))
        .equal(first.place, format!("`{}`", first.name))
        .help(help(fault.kind));
    // A module that nothing declares may be loaded by one of the names (`-a`).
    if met.location.target.found {
        finding = finding.at_most(Severity::Warning);
    }
    for binding in others {
        finding = finding.equal(binding.place, format!("`{}`", binding.name));
    }
    let fix = binding_module(met, &fault.bindings)
        .filter(|_| fault.kind == LoadableKind::Definitions)
        .and_then(|module| repair::merged(met.model, module, &fault.bindings));
    match fix {
        Some(fix) => finding.fix(fix),
        None => finding,
    }
}

/// The module that has the names: the entry, or a defs file. An element of a list has none.
fn binding_module(met: Met<'_>, bindings: &Several) -> Option<FileId> {
    let all = |test: &dyn Fn(&Binding) -> bool| bindings.all().all(test);
    let file = bindings.second.place.file;
    let entry = met.location.entry.as_ref().and_then(|entry| entry.file);
    if bindings.all().any(|it| it.name.contains('[')) {
        None
    } else if all(&|binding| binding.place.file == file) {
        Some(file)
    } else {
        entry.filter(|entry| !all(&|binding| binding.place.file != *entry))
    }
}

fn help(kind: LoadableKind) -> &'static str {
    match kind {
        LoadableKind::Job | LoadableKind::Graph => {
            "Dagster loads a module without `Definitions` only if it has exactly one; list them in \
             one `Definitions` object"
        }
        _ => {
            "Dagster refuses to load the module: imported names and second names of one object \
             count; keep one, or join them with `Definitions.merge`"
        }
    }
}
