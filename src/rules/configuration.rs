//! What the rules about configuration files share.

use super::repair;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{ConfigEffect, ConfigSubject, Model};
use crate::rule::Rule;

/// Adds the faults of one kind of file. What Dagster only passes over is no error.
pub(super) fn report(
    rule: &'static Rule,
    model: &Model<'_>,
    found: &mut Vec<Diagnostic>,
    subject: ConfigSubject,
    help: &'static str,
) {
    let faults = model.config_faults.iter();
    for fault in faults.filter(|fault| fault.subject == subject) {
        let mut finding = Diagnostic::new(rule, fault.place, fault.message.clone());
        if let Some(fix) = repair::key(model, fault) {
            finding = finding.fix(fix);
        }
        found.push(match fault.effect {
            ConfigEffect::Refused => finding.help(help),
            ConfigEffect::Ignored => finding.at_most(Severity::Warning),
            ConfigEffect::Deprecated => finding.at_most(Severity::Info),
        });
    }
}
