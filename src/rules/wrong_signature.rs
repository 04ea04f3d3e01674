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
    let place = match &fault.fault {
        // A value, and told as one.
        SignatureFault::Kind { .. } => return None,
        SignatureFault::Unknown { name, .. } => keyword_of(met.model, fault.place, name),
        _ => fault.place,
    };
    if !met.may_be_known() {
        return None;
    }
    let remedy = remedy(&fault.fault);
    let help = format!("the call is refused while the code location loads; {remedy}");
    Some(met.finding(place, message(fault)).help(help))
}

fn message(fault: &WrongSignature) -> String {
    let callable = fault.callable;
    match &fault.fault {
        SignatureFault::Unknown { name, .. } => format!("`{callable}` has no parameter `{name}`"),
        SignatureFault::Missing { name } => format!("`{callable}` is called without `{name}`"),
        SignatureFault::Twice { name } => {
            format!("`{callable}` is given `{name}` by position and by name")
        }
        SignatureFault::TooMany { most: 0, .. } => {
            format!("`{callable}` takes no argument by position")
        }
        SignatureFault::TooMany { most, given } => format!(
            "`{callable}` takes {} by position, and is given {given}",
            counted(*most, "argument")
        ),
        SignatureFault::Kind { name, found, .. } => {
            format!("`{name}` of `{callable}` cannot be {found}")
        }
        SignatureFault::Body { message, .. } => message.clone(),
    }
}

fn remedy(fault: &SignatureFault) -> String {
    match fault {
        SignatureFault::Unknown {
            near: Some(near), ..
        } => question(near),
        SignatureFault::Unknown { near: None, .. } => "drop it".to_owned(),
        SignatureFault::Missing { name } => format!("give `{name}`"),
        SignatureFault::Twice { .. } => "drop one of them".to_owned(),
        SignatureFault::TooMany { most: 0, .. } => "give it by its name".to_owned(),
        SignatureFault::TooMany { .. } => "give the others by their names".to_owned(),
        SignatureFault::Kind { annotation, .. } => format!("it takes `{annotation}`"),
        SignatureFault::Body { remedy, .. } => (*remedy).to_owned(),
    }
}
