//! DAG821: an environment variable that a component file uses and does not list.

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, LoadFault, Model};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::CodeLocation(check);

fn check(rule: &'static Rule, _: &Model<'_>, location: &CodeLocation, found: &mut Vec<Diagnostic>) {
    for fault in &location.faults {
        let LoadFault::UndeclaredEnvironment {
            place,
            variable,
            component,
        } = fault
        else {
            continue;
        };
        let message = format!(
            "environment variable `{variable}` is used and not listed in `requirements.env`"
        );
        found.push(
            Diagnostic::new(rule, *place, message)
                .edit(*component, "the component that needs it")
                .help(format!(
                    "where it is not set, the template gives nothing, and the component may be \
                     refused; list it, so that `dg check yaml --validate-requirements` can tell, \
                     or give a default: `env('{variable}', '...')`"
                )),
        );
    }
}
