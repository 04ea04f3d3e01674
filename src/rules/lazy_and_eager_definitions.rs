//! DAG204: one defs file with `@definitions` functions and a `Definitions` object.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::Several;
use crate::model::fault::MixedDefinitions;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::MixedDefinitions(tell)]);

fn tell(met: Met<'_>, fault: &MixedDefinitions) -> Diagnostic {
    let Several {
        first,
        second,
        others,
    } = &fault.bindings;
    let names = words::listed(fault.bindings.all().map(|binding| binding.name.as_str()));
    let message = format!(
        "`{}` has both `@definitions` functions and a `Definitions` object: {names}",
        words::shown(met.model, second.place.file)
    );
    let finding = met
        .finding(second.place, message)
        .label(format!("`{}`", second.name))
        .equal(first.place, format!("`{}`", first.name))
        .help(
            "Dagster refuses to load the file; keep one of the two ways, or move one to a file of \
             its own",
        );
    others.iter().fold(finding, |it, binding| {
        it.equal(binding.place, format!("`{}`", binding.name))
    })
}
