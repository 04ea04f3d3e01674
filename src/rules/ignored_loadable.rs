//! DAG216: an object that Dagster ignores because of another one in the module.

use super::check::Check;
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::IgnoredLoadable {
            ignored,
            kind,
            loaded,
            loaded_kind,
        } = fault
        else {
            continue;
        };
        found.push(
            Diagnostic::new(
                rule,
                ignored.place,
                format!(
                    "`{}` is ignored: the module also has {}, `{}`",
                    ignored.name,
                    words::one_loadable(*loaded_kind),
                    loaded.name
                ),
            )
            .label(format!(
                "{} that Dagster does not load",
                words::one_loadable(*kind)
            ))
            .equal(loaded.place, "Dagster loads this and nothing else")
            .help(
                "Dagster takes the first kind that it finds and says nothing of the others; \
                 list everything in one `Definitions` object",
            ),
        );
    }
}
