//! What the rules about component files share.

use super::teller::Met;
use crate::diagnostic::Diagnostic;
use crate::model::ComponentFault;

/// What is wrong, in the words of the fault. `effect` is what Dagster does about it.
pub(super) fn tell(met: Met<'_>, fault: &ComponentFault, effect: &'static str) -> Diagnostic {
    let finding = met.finding(fault.place, fault.message.clone());
    let finding = match &fault.help {
        Some(help) => finding.help(format!("{effect}; {help}")),
        None => finding.help(effect),
    };
    let finding = match &fault.symbol {
        Some(symbol) => finding.symbol(symbol),
        None => finding,
    };
    match fault.evidence {
        Some(place) => finding.evidence(place, "the component file that leads to it"),
        None => finding,
    }
}
