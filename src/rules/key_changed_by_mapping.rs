//! DAG608: a mapping function that changes the key of an asset.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::KeyChangedByMapping;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::KeyChangedByMapping(tell)]);

fn tell(met: Met<'_>, fault: &KeyChangedByMapping) -> Diagnostic {
    let message = format!(
        "the mapping changes asset key `{}` to `{}`",
        fault.from, fault.to
    );
    met.finding(fault.place, message).help(
        "Dagster refuses it: only the keys of bare specs may be changed this way; set the key \
         where the asset is defined",
    )
}
