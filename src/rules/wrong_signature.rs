//! DAG622: a call of the API with arguments that its callable does not take.

use super::argument::keyword_of;
use super::check::Check;
use super::teller::{Met, Teller};
use super::words::counted;
use crate::diagnostic::Diagnostic;
use crate::model::SignatureFault;
use crate::model::fault::WrongSignature;
use crate::suggest::question;

pub(crate) const CHECK: Check = Check::Fault(&[Teller::WrongSignature(tell)]);

fn tell(met: Met<'_>, fault: &WrongSignature) -> Option<Diagnostic> {
    if !met.may_be_known() {
        return None;
    }
    let callable = fault.callable;
    let (place, message, remedy) = match &fault.fault {
        SignatureFault::Unknown { name, near } => (
            keyword_of(met.model, fault.place, name),
            format!("`{callable}` has no parameter `{name}`"),
            match near {
                Some(near) => question(near),
                None => "drop it".to_owned(),
            },
        ),
        // A value, and told as one.
        SignatureFault::Kind { .. } => return None,
        SignatureFault::Missing { name } => (
            fault.place,
            format!("`{callable}` is called without `{name}`"),
            format!("give `{name}`"),
        ),
        SignatureFault::Twice { name } => (
            fault.place,
            format!("`{callable}` is given `{name}` by position and by name"),
            "drop one of them".to_owned(),
        ),
        SignatureFault::TooMany { most: 0, .. } => (
            fault.place,
            format!("`{callable}` takes no argument by position"),
            "give it by its name".to_owned(),
        ),
        SignatureFault::TooMany { most, given } => (
            fault.place,
            format!(
                "`{callable}` takes {} by position, and is given {given}",
                counted(*most, "argument")
            ),
            "give the others by their names".to_owned(),
        ),
    };
    let help = format!("the call raises while the code location loads; {remedy}");
    Some(met.finding(place, message).help(help))
}
