//! One finding: which rule, how severe, what to say, and where.

mod fix;

use std::borrow::Cow;
use std::iter;

pub use crate::rule::{Applicability, Severity};
pub use fix::{Edit, Fix};

use crate::rule::Rule;
use crate::source::{Place, Sources};

/// What another place has to do with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It could as well be the primary place: another definition of the same key.
    Equal,
    /// The finding could be put right here as well: the list that lacks an entry, say. It
    /// is a reason to report the finding, and no place to silence it.
    Edit,
    /// It explains: the loader that brought the definition in, say.
    Evidence,
}

/// A further place of a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there, in a few words.
    pub message: String,
    /// Its part in the finding.
    pub role: Role,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// Usually that of the rule, or what settings make of it.
    pub severity: Severity,
    /// One sentence that names the concrete thing; no full stop.
    pub message: String,
    /// Where to look first.
    pub place: Place,
    /// A few words on what is at `place`.
    pub label: Option<String>,
    /// Further places.
    pub related: Vec<Related>,
    /// What Dagster does about it, and what to do now.
    pub help: Option<String>,
    /// The code location that it concerns.
    pub code_location: Option<String>,
    /// The others that it concerns, where several share what is wrong.
    pub also_in: Vec<String>,
    /// What it is about by name, where the text at `place` does not say it; see
    /// [`Self::symbol_in`].
    pub symbol: Option<String>,
    /// How it could be put right.
    pub fix: Option<Fix>,
}

/// The longest text of a place that stands for a symbol, in characters.
const LONGEST_SYMBOL: usize = 120;

impl Diagnostic {
    /// A finding of `rule` at its usual severity.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            message: message.into(),
            place,
            label: None,
            related: Vec::new(),
            help: None,
            code_location: None,
            also_in: Vec::new(),
            symbol: None,
            fix: None,
        }
    }

    /// What the finding is about: an asset key, the name of a definition, a key of a
    /// configuration file. With the rule and the path it tells findings apart in
    /// fingerprints and in a baseline: unlike a line number it stays when the code
    /// moves. A rule names it where the key is computed; else it is the text at the place,
    /// which is the name of a decorated function.
    pub fn symbol_in<'a>(&'a self, sources: &'a Sources) -> Cow<'a, str> {
        if let Some(symbol) = &self.symbol {
            return Cow::Borrowed(symbol);
        }
        let text = sources.get(self.place.file).shown();
        let range = self.place.range;
        let text = text.get(range.start().to_usize()..range.end().to_usize());
        let line = text.and_then(|text| text.lines().next()).unwrap_or("");
        let line = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        match line.char_indices().nth(LONGEST_SYMBOL) {
            Some((end, _)) => Cow::Borrowed(&line[..end]),
            None => Cow::Borrowed(line),
        }
    }

    /// Every place of which the finding is: the primary one, its equals, and those where it
    /// could be put right. Who works on one of them is told.
    pub fn own_places(&self) -> impl Iterator<Item = Place> {
        let related = self.related.iter();
        let own = related.filter(|it| matches!(it.role, Role::Equal | Role::Edit));
        iter::once(self.place).chain(own.map(|it| it.place))
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Lowers (never raises) the severity.
    #[must_use]
    pub fn at_most(mut self, severity: Severity) -> Self {
        debug_assert!(
            self.rule.severities().any(|it| it == severity),
            "the page of {} does not tell of a finding that is only {severity}",
            self.rule.name
        );
        self.severity = self.severity.min(severity);
        self
    }

    /// Adds a place that could as well be the primary one.
    #[must_use]
    pub fn equal(self, place: Place, message: impl Into<String>) -> Self {
        self.related(place, message, Role::Equal)
    }

    /// Adds a place where it could be put right as well.
    #[must_use]
    pub fn edit(self, place: Place, message: impl Into<String>) -> Self {
        self.related(place, message, Role::Edit)
    }

    /// Adds a place that explains.
    #[must_use]
    pub fn evidence(self, place: Place, message: impl Into<String>) -> Self {
        self.related(place, message, Role::Evidence)
    }

    fn related(mut self, place: Place, message: impl Into<String>, role: Role) -> Self {
        self.related.push(Related {
            place,
            message: message.into(),
            role,
        });
        self
    }

    /// Says what Dagster does and what to do now.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which code location it concerns.
    #[must_use]
    pub fn code_location(mut self, name: impl Into<String>) -> Self {
        self.code_location = Some(name.into());
        self
    }

    /// Says which other code location it concerns.
    #[must_use]
    pub fn also_in(mut self, name: &str) -> Self {
        self.share(name);
        self
    }

    fn share(&mut self, name: &str) {
        if self.code_locations().all(|known| known != name) {
            self.also_in.push(name.to_owned());
        }
    }

    /// Takes in the same fault as another code location has it.
    pub fn take_in(&mut self, other: &Self) {
        for name in other.code_locations() {
            self.share(name);
        }
    }

    /// Every code location that it concerns.
    pub fn code_locations(&self) -> impl Iterator<Item = &str> {
        let all = self.code_location.iter().chain(&self.also_in);
        all.map(String::as_str)
    }

    /// Names what it is about: an asset key, say.
    #[must_use]
    pub fn symbol(mut self, symbol: impl Into<String>) -> Self {
        self.symbol = Some(symbol.into());
        self
    }

    /// Says how it could be put right.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        debug_assert!(
            self.rule.fix.is_some_and(|best| fix.applicability <= best),
            "the page of {} does not tell of its fix",
            self.rule.name
        );
        self.fix = Some(fix);
        self
    }
}

/// Sorts findings by place.
pub(crate) fn sort(sources: &Sources, found: &mut [Diagnostic]) {
    found.sort_by_cached_key(|diagnostic| {
        let file = sources.get(diagnostic.place.file);
        (
            file.path().to_path_buf(),
            diagnostic.place.range.start(),
            diagnostic.rule.code,
            diagnostic.message.clone(),
        )
    });
}
