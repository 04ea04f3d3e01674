//! DAG417: two repositories of one name, of which the first is lost.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::fault::ReplacedRepository;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::ReplacedRepository(tell)]);

fn tell(met: Met<'_>, fault: &ReplacedRepository) -> Diagnostic {
    let message = format!(
        "repository `{}` is lost: `{}` has the same name",
        fault.name, fault.kept.name
    );
    met.finding(fault.lost.place, message)
        .label("Dagster loads nothing of this one")
        .symbol(&fault.name)
        .equal(fault.kept.place, "replaced here")
        .help(
            "Dagster keeps the last repository of a name, in the order of the attributes, and says \
             nothing; give each a name of its own",
        )
}
