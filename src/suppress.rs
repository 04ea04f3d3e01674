//! What is reported of what was found: rules that are off, severities, exceptions.

mod symbol;

use crate::diagnostic::{Diagnostic, Role, Severity};
use crate::model::Model;
use crate::settings::{Ignores, Settings};
use crate::source::Place;
pub use symbol::Symbols;

/// A finding that is known and not reported.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// The finding.
    pub diagnostic: Diagnostic,
    /// What keeps it from being reported.
    pub by: Suppression,
}

/// What keeps a finding from being reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Suppression {
    /// A setting, and the reason that it gives.
    Setting(Option<String>),
}

/// What is reported, and what is not.
#[derive(Debug, Clone, Default)]
pub struct Settled {
    /// What is reported.
    pub reported: Vec<Diagnostic>,
    /// What is not.
    pub suppressed: Vec<Suppressed>,
}

/// Settles what is reported of what was found.
pub(crate) fn settle(model: &Model<'_>, found: Vec<Diagnostic>) -> Settled {
    let symbols = Symbols::of(model);
    let mut settled = Settled::default();
    for mut diagnostic in found {
        let path = model.sources.get(diagnostic.place.file).path();
        let settings = model.settings.of(path);
        let state = settings.rule(diagnostic.rule);
        if !state.on {
            continue;
        }
        diagnostic.severity = graded(&diagnostic, state.severity);
        if let Some(ignores) = exception(model, &symbols, settings, &diagnostic) {
            let reason = ignores.reason().map(str::to_owned);
            settled.suppressed.push(Suppressed {
                diagnostic,
                by: Suppression::Setting(reason),
            });
        } else {
            settled.reported.push(diagnostic);
        }
    }
    let least = model.settings.run().options.min_severity;
    settled
        .reported
        .retain(|diagnostic| diagnostic.severity >= least);
    settled
}

/// The severity in force. What a rule lowered, because it is less certain, is not raised.
fn graded(diagnostic: &Diagnostic, severity: Severity) -> Severity {
    if diagnostic.severity < diagnostic.rule.severity {
        diagnostic.severity.min(severity)
    } else {
        severity
    }
}

/// The exception of the settings that holds for a finding.
fn exception<'s>(
    model: &Model<'_>,
    symbols: &Symbols<'_>,
    settings: &'s Settings,
    diagnostic: &Diagnostic,
) -> Option<&'s Ignores> {
    let rule = diagnostic.rule;
    let in_file = || {
        let path = model.sources.get(diagnostic.place.file).path();
        settings.ignored_in_file(rule, path)
    };
    let in_location = || {
        let location = diagnostic.code_location.as_deref()?;
        settings.ignored_in_location(rule, location)
    };
    let for_asset = || {
        let mut keys = places(diagnostic).flat_map(|place| symbols.asset_keys(diagnostic, place));
        keys.find_map(|key| settings.ignored_for_asset(rule, key))
    };
    in_file().or_else(in_location).or_else(for_asset)
}

/// The primary place of a finding and those that are its equals.
fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Place> {
    let equal = diagnostic
        .related
        .iter()
        .filter(|it| it.role == Role::Equal);
    std::iter::once(diagnostic.place).chain(equal.map(|it| it.place))
}
