//! DAG605: a name that Dagster refuses.

use super::check::Check;
use super::teller::{Met, Teller};
use crate::diagnostic::Diagnostic;
use crate::model::NameFault;
use crate::model::fault::InvalidName;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::InvalidName(tell)]);

fn tell(met: Met<'_>, fault: &InvalidName) -> Diagnostic {
    let message = format!("`{}` is not a valid name of {}", fault.name, fault.what);
    let finding = met.finding(fault.place, message);
    finding.symbol(&fault.name).help(help(fault.why))
}

fn help(why: NameFault) -> &'static str {
    match why {
        NameFault::Characters => "Dagster takes only English letters, digits and `_`; rename it",
        NameFault::KeyCharacters => {
            "Dagster takes only English letters, digits and `_`; give the prefix of a key as \
             `key_prefix`, or the key as a list of parts"
        }
        NameFault::Space => "Dagster takes any name without spaces; rename it",
        NameFault::Reserved => "Dagster or Python reserves the word; choose another",
        NameFault::Segments => {
            "Dagster takes only English letters, digits and `_`, with single `/` between segments; \
             drop the group to use the default one"
        }
        NameFault::Identifier => {
            "Dagster hands resources over as parameters, so the key must be a valid name of a \
             parameter"
        }
    }
}
