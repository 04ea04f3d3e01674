//! DAG216: an object that Dagster ignores because of another one in the module.

use super::check::Check;
use super::teller::{Met, Teller};
use super::words;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::fault::IgnoredLoadable;
use crate::source::Place;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::IgnoredLoadable(tell)]);

fn tell(met: Met<'_>, fault: &IgnoredLoadable) -> Option<Diagnostic> {
    if is_held(met.model, fault.ignored.place) {
        return None;
    }
    let message = format!(
        "`{}` is ignored: the module also has {}, `{}`",
        fault.ignored.name,
        words::one_loadable(fault.loaded_kind),
        fault.loaded.name
    );
    let finding = met
        .finding(fault.ignored.place, message)
        .label(format!(
            "{} that Dagster does not load",
            words::one_loadable(fault.kind)
        ))
        .equal(fault.loaded.place, "Dagster loads this and nothing else")
        .help(
            "Dagster takes the first kind that it finds and says nothing of the others; list \
             everything in one `Definitions` object",
        );
    Some(finding)
}

/// Whether a code location holds what is made at a place.
fn is_held(model: &Model<'_>, place: Place) -> bool {
    model.code_locations.iter().any(|location| {
        let assets = location.assets.iter().map(|asset| asset.place);
        let jobs = location.jobs.iter().map(|job| job.place);
        assets.chain(jobs).any(|held| held == place)
    })
}
