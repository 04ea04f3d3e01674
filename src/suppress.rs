//! What is reported of what was found: rules that are off, severities, exceptions,
//! comments.

mod assets;
mod baseline;
mod comments;
mod directive;
mod header;

pub use baseline::{Baseline, Entry, Known, rule_of, text as baseline_text};
pub use comments::{Comments, Directive, is_python};
pub use directive::Reach;
pub(crate) use header::lines as head_of;

use crate::diagnostic::{self, Diagnostic, Role, Severity};
use crate::failure::Failure;
use crate::model::Model;
use crate::settings::{Ignores, Settings};
use crate::source::Place;
use assets::Assets;

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
    /// A comment.
    Comment(Place),
    /// The baseline.
    Baseline,
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

/// What is reported, while findings still come in.
pub(crate) struct Settling<'m> {
    model: &'m Model<'m>,
    comments: Comments,
    assets: Assets<'m>,
    baseline: Baseline,
    settled: Settled,
}

impl<'m> Settling<'m> {
    /// Before any finding is settled; the comments are those of the files of `found`.
    ///
    /// # Errors
    /// When the baseline cannot be read.
    pub(crate) fn new(model: &'m Model<'m>, found: &[Diagnostic]) -> Result<Self, Failure> {
        let baseline = match model.settings.run().baseline() {
            Some(path) => Baseline::read(model.sources, path, &model.directory)?,
            None => Baseline::default(),
        };
        Ok(Self {
            model,
            comments: Comments::of(model, found),
            assets: Assets::of(model),
            baseline,
            settled: Settled::default(),
        })
    }

    /// The comments; which of them were needed is known once all findings were taken.
    pub(crate) fn comments(&self) -> &Comments {
        &self.comments
    }

    /// The baseline; as [`Self::comments`].
    pub(crate) fn baseline(&self) -> &Baseline {
        &self.baseline
    }

    /// What is reported of all that was taken, sorted by place.
    pub(crate) fn settled(self) -> Settled {
        let mut settled = self.settled;
        let least = self.model.settings.run().options.min_severity;
        settled
            .reported
            .retain(|diagnostic| diagnostic.severity >= least);
        diagnostic::sort(self.model.sources, &mut settled.reported);
        settled
    }

    /// Settles findings.
    pub(crate) fn take(&mut self, found: Vec<Diagnostic>) {
        for mut diagnostic in found {
            let path = self.model.sources.get(diagnostic.place.file).path();
            let settings = self.model.settings.of(path);
            let state = settings.rule(diagnostic.rule);
            if !state.on {
                continue;
            }
            diagnostic.severity = graded(&diagnostic, state.severity);
            match self.suppression(settings, &diagnostic) {
                Some(by) => self.settled.suppressed.push(Suppressed { diagnostic, by }),
                None => self.settled.reported.push(diagnostic),
            }
        }
    }

    fn suppression(&mut self, settings: &Settings, diagnostic: &Diagnostic) -> Option<Suppression> {
        let sources = self.model.sources;
        let mut places = places(diagnostic);
        let comment = places.find_map(|place| self.comments.at(sources, diagnostic.rule, place));
        if let Some(directive) = comment {
            return Some(Suppression::Comment(directive.comment));
        }
        if let Some(ignores) = self.exception(settings, diagnostic) {
            return Some(Suppression::Setting(ignores.reason().map(str::to_owned)));
        }
        let known = self.baseline.takes(sources, diagnostic);
        known.then_some(Suppression::Baseline)
    }

    /// The exception of the settings that holds for a finding.
    fn exception<'s>(
        &self,
        settings: &'s Settings,
        diagnostic: &Diagnostic,
    ) -> Option<&'s Ignores> {
        let rule = diagnostic.rule;
        let in_file = || {
            let path = self.model.sources.get(diagnostic.place.file).path();
            settings.ignored_in_file(rule, path)
        };
        let in_location = || {
            // What several share is told for those that do not ignore it.
            let mut ignores = diagnostic
                .code_locations()
                .map(|location| settings.ignored_in_location(rule, location));
            let first = ignores.next()??;
            ignores.all(|it| it.is_some()).then_some(first)
        };
        let for_asset = || {
            let mut keys = places(diagnostic).flat_map(|place| self.assets.keys(diagnostic, place));
            keys.find_map(|key| settings.ignored_for_asset(rule, &key))
        };
        in_file().or_else(in_location).or_else(for_asset)
    }
}

/// The severity in force. What a rule lowered, because it is less certain, is not raised.
fn graded(diagnostic: &Diagnostic, severity: Severity) -> Severity {
    if diagnostic.severity < diagnostic.rule.severity {
        diagnostic.severity.min(severity)
    } else {
        severity
    }
}

/// The primary place of a finding and those that are its equals.
fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Place> {
    let related = diagnostic.related.iter();
    let equal = related
        .filter(|it| it.role == Role::Equal)
        .map(|it| it.place);
    std::iter::once(diagnostic.place).chain(equal)
}
