//! DAG217: the attribute that a code location names is not in its module.

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
        let LoadFault::MissingAttribute { place, attribute } = fault else {
            continue;
        };
        let module = words::target(model, location);
        found.push(
            Diagnostic::new(
                rule,
                *place,
                format!("`{module}` has no attribute `{attribute}`"),
            )
            .label(format!(
                "code location `{}` is to be loaded from it",
                location.name
            ))
            .help(
                "Dagster cannot load the code location; name a `Definitions` object, repository, \
                 job or graph of the module, or a function without parameters that returns one",
            ),
        );
    }
}
