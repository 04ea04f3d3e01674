//! DAG202: several loadable objects in a module where one is allowed.

use super::check::Check;
use super::{repair, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{CodeLocation, LoadFault, LoadableKind, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::TooManyLoadables { kind, bindings } = fault else {
            continue;
        };
        let [first, second, rest @ ..] = bindings.as_slice() else {
            continue;
        };
        let module = words::module(model, location, second.place);
        let names = words::listed(bindings.iter().map(|binding| binding.name.as_str()));
        let mut finding = Diagnostic::new(
            rule,
            second.place,
            format!(
                "`{module}` has {} {}: {names}",
                bindings.len(),
                words::many_loadables(*kind)
            ),
        )
        .label(format!("`{}`", second.name))
        .equal(first.place, format!("`{}`", first.name))
        .help(help(*kind));
        // A module that nothing declares may be loaded by one of the names (`-a`).
        if location.target.found {
            finding = finding.at_most(Severity::Warning);
        }
        for binding in rest {
            finding = finding.equal(binding.place, format!("`{}`", binding.name));
        }
        let module = location.entry.as_ref().and_then(|entry| entry.file);
        let fix = module
            .filter(|_| *kind == LoadableKind::Definitions)
            .and_then(|module| repair::merged(model, module, bindings));
        found.push(match fix {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
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
