//! DAG012: an entry of the baseline for which nothing is found any more.

use super::check::Check;
use super::unused_suppression::known_files;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::suppress::{Baseline, Entry, is_python, rule_of};

pub(crate) const CHECK: Check = Check::Baseline(check);

fn check(rule: &'static Rule, model: &Model<'_>, baseline: &Baseline, found: &mut Vec<Diagnostic>) {
    // Only a run over everything could have met every entry.
    if model.python_files.is_none() || !model.panics.is_empty() {
        return;
    }
    let known = known_files(model);
    let mut told = std::collections::BTreeSet::new();
    for entry in &baseline.entries {
        let (held, left) = (baseline.held(&entry.known), baseline.left(&entry.known));
        if left == 0 || !told.insert(&entry.known) || !ran(model, baseline, entry, &known) {
            continue;
        }
        let about = &entry.known;
        let message = if left == held {
            format!(
                "`{}` finds nothing about `{}` in `{}`",
                about.rule, about.symbol, about.path
            )
        } else {
            format!(
                "`{}` finds {} about `{}` in `{}`, not {held}",
                about.rule,
                held - left,
                about.symbol,
                about.path,
            )
        };
        found.push(
            Diagnostic::new(rule, entry.place, message)
                .symbol(format!("{} {} {}", about.rule, about.path, about.symbol))
                .help("`daglint baseline prune` drops what is no longer needed"),
        );
    }
}

/// Whether the rule of an entry was on and could have found it: its file was read, and what
/// loads it is known wholly; or it is gone.
fn ran(
    model: &Model<'_>,
    baseline: &Baseline,
    entry: &Entry,
    known: &std::collections::HashMap<crate::source::FileId, bool>,
) -> bool {
    let path = baseline.path(&entry.known);
    let settings = model.settings.of(&path);
    if !rule_of(&entry.known).is_none_or(|rule| settings.rule(rule).on) {
        return false;
    }
    match model.sources.find(&path) {
        None => !model.sources.disk().exists(&path),
        Some(file) if is_python(file) => known.get(&file.id()) != Some(&false),
        Some(_) => true,
    }
}
