//! What the rules about component files share.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, ComponentFault, LoadFault};
use crate::rule::Rule;

/// Adds the faults of one kind. `effect` is what Dagster does about them.
pub(super) fn report(
    rule: &'static Rule,
    location: &CodeLocation,
    found: &mut Vec<Diagnostic>,
    wanted: ComponentFault,
    effect: &'static str,
) {
    for fault in &location.faults {
        let LoadFault::Component {
            kind,
            place,
            message,
            help,
            symbol,
            evidence,
        } = fault
        else {
            continue;
        };
        if *kind != wanted {
            continue;
        }
        let finding = Diagnostic::new(rule, *place, message.clone());
        let finding = match help {
            Some(help) => finding.help(format!("{effect}; {help}")),
            None => finding.help(effect),
        };
        let finding = match symbol {
            Some(symbol) => finding.symbol(symbol),
            None => finding,
        };
        found.push(match evidence {
            Some(place) => finding.evidence(*place, "the component file that leads to it"),
            None => finding,
        });
    }
}
