//! DAG605: a name that Dagster refuses.

use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model, NameFault};
use crate::rule::{Check, Rule};

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
            "Dagster takes letters of English, digits and `_` only; the prefix of a key is given \
             apart (`key_prefix`, or a list of parts)"
        }
        NameFault::Reserved => "Dagster keeps the word for itself or for Python; choose another",
        NameFault::Segments => {
            "Dagster takes letters of English, digits and `_`, with single `/` between segments; \
             leave the group away for the default one"
        }
        NameFault::Identifier => {
            "Dagster hands resources over as parameters, so the key must be a name that a \
             parameter may have"
        }
    }
}
