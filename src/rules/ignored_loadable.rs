//! DAG216: an object that Dagster ignores because of another one in the module.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::fault::IgnoredLoadable;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::IgnoredLoadable(tell)]);

fn tell(met: Met<'_>, fault: &IgnoredLoadable) -> Diagnostic {
    let message = format!(
        "`{}` is ignored: the module also has {}, `{}`",
        fault.ignored.name,
        words::one_loadable(fault.loaded_kind),
        fault.loaded.name
    );
    met.finding(fault.ignored.place, message)
        .label(format!(
            "{} that Dagster does not load",
            words::one_loadable(fault.kind)
        ))
        .equal(fault.loaded.place, "Dagster loads this and nothing else")
        .help(
            "Dagster takes the first kind that it finds and says nothing of the others; list \
             everything in one `Definitions` object",
        )
}
