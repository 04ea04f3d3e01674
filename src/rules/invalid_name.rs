//! DAG605: a name that Dagster refuses.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model, NameFault};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::InvalidName {
            place,
            what,
            name,
            why,
        } = fault
        else {
            continue;
        };
        let finding = Diagnostic::new(
            rule,
            *place,
            format!("`{name}` is not a valid name of {what}"),
        );
        found.push(finding.symbol(name).help(help(*why)));
    }
}

fn help(why: NameFault) -> &'static str {
    match why {
        NameFault::Characters => {
            "Dagster takes only English letters, digits and `_`; give the prefix of a key as \
             `key_prefix`, or the key as a list of parts"
        }
        NameFault::Reserved => "Dagster or Python reserves the word; choose another",
        NameFault::Segments => {
            "Dagster takes only English letters, digits and `_`, with single `/` between segments; \
             drop the group to use the default one"
        }
        NameFault::Identifier => {
            "Dagster hands resources over as parameters, so the key must be a valid name \
             of a parameter"
        }
    }
}
