//! DAG204: one defs file with `@definitions` functions and a `Definitions` object.

use super::check::Check;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(
    rule: &'static Rule,
    model: &Model<'_>,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
) {
    for fault in &location.faults {
        let LoadFault::MixedDefinitions { bindings } = fault else {
            continue;
        };
        let [first, second, rest @ ..] = bindings.as_slice() else {
            continue;
        };
        let names = words::listed(bindings.iter().map(|binding| binding.name.as_str()));
        let finding = Diagnostic::new(
            rule,
            second.place,
            format!(
                "`{}` has both `@definitions` functions and a `Definitions` object: {names}",
                words::shown(model, second.place.file)
            ),
        )
        .label(format!("`{}`", second.name))
        .equal(first.place, format!("`{}`", first.name))
        .help(
            "Dagster refuses to load the file; keep one of the two ways, or move one to a \
             file of its own",
        );
        found.push(rest.iter().fold(finding, |it, binding| {
            it.equal(binding.place, format!("`{}`", binding.name))
        }));
    }
}
