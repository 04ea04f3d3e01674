//! Which rules are on, how severe each is, and what says so.

use rustc_hash::FxHashMap;

use super::layer::Layer;
use super::selector::Selector;
use super::{Level, Options, Preset};
use crate::diagnostic::Severity;
use crate::rule::{RULES, Rule};
use crate::source::Place;

/// What decided on a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The page of the rule.
    Default,
    /// `preset`.
    Preset,
    /// `library`.
    Library,
    /// A setting.
    Setting(Place),
}

/// A rule as it is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleState {
    /// Whether it is on.
    pub on: bool,
    /// How severe its findings are.
    pub severity: Severity,
    /// What decided whether it is on.
    pub why: Why,
    /// What decided on the severity.
    pub why_severity: Why,
}

/// All rules as they are in force, by code.
#[derive(Debug, Clone)]
pub(super) struct RuleStates(FxHashMap<&'static str, RuleState>);

impl RuleStates {
    /// Layer after layer, the last one wins; within a layer the more specific word, and
    /// `ignore` over `select`.
    pub(super) fn new(layers: &[Layer], options: &Options) -> Self {
        let start = RULES.iter().map(|rule| (rule.code, start(rule, options)));
        let mut states = Self(start.collect());
        for layer in layers {
            states.select(layer);
            states.grade(layer);
        }
        states
    }

    pub(super) fn of(&self, rule: &Rule) -> RuleState {
        self.0
            .get(rule.code)
            .copied()
            .unwrap_or_else(|| start(rule, &Options::default()))
    }

    fn select(&mut self, layer: &Layer) {
        if let Some(selected) = layer.settings.iter().find(|it| it.key.name == "select") {
            self.each(Selector::All, |state| {
                state.on = false;
                state.why = Why::Setting(selected.place);
            });
        }
        let mut words: Vec<(u8, bool, Selector, Place)> = Vec::new();
        for setting in &layer.settings {
            let on = match setting.key.name.as_str() {
                "select" | "extend-select" => true,
                "ignore" | "extend-ignore" => false,
                _ => continue,
            };
            let listed = setting.value.as_array().into_iter().flatten();
            let selectors = listed.filter_map(|word| Selector::parse(word.as_str()?));
            words.extend(selectors.map(|word| (word.specificity(), !on, word, setting.place)));
        }
        words.sort_by_key(|&(specificity, off, ..)| (specificity, off));
        for (_, off, word, place) in words {
            self.each(word, |state| {
                state.on = !off;
                state.why = Why::Setting(place);
            });
        }
    }

    fn grade(&mut self, layer: &Layer) {
        let entries = layer.entries("severity").filter_map(|(word, setting)| {
            let level: Level = setting.value.clone().try_into().ok()?;
            Some((Selector::parse(word)?, level, setting.place))
        });
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|(word, ..)| word.specificity());
        for (word, level, place) in entries {
            self.each(word, |state| {
                if let Some(severity) = level.severity() {
                    state.severity = severity;
                    state.why_severity = Why::Setting(place);
                } else {
                    state.on = false;
                    state.why = Why::Setting(place);
                }
            });
        }
    }

    fn each(&mut self, word: Selector, change: impl Fn(&mut RuleState)) {
        for rule in RULES.iter().filter(|rule| word.names(rule)) {
            if let Some(state) = self.0.get_mut(rule.code) {
                change(state);
            }
        }
    }
}

/// A rule before any selection.
fn start(rule: &Rule, options: &Options) -> RuleState {
    let mut state = RuleState {
        on: rule.on,
        severity: rule.severity,
        why: Why::Default,
        why_severity: Why::Default,
    };
    if let Some(severity) = rule.strict.filter(|_| options.preset == Preset::Strict) {
        state.on = true;
        state.why = Why::Preset;
        state.severity = severity;
        state.why_severity = Why::Preset;
    }
    if options.library && !rule.in_libraries {
        state.on = false;
        state.why = Why::Library;
    }
    state
}
