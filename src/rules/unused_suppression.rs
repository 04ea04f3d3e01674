//! DAG010: a comment that keeps nothing from being reported.

use std::collections::HashMap;

use super::check::Check;
use super::repair;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::rule::Rule;
use crate::source::FileId;
use crate::suppress::{Comments, Directive, Reach, is_python};

pub(crate) const CHECK: Check = Check::Comments(check);

fn check(rule: &'static Rule, model: &Model<'_>, comments: &Comments, found: &mut Vec<Diagnostic>) {
    if !model.panics.is_empty() {
        return;
    }
    let known = known_files(model);
    for directive in comments.iter().filter(|directive| !directive.is_used()) {
        let Some(named) = directive.rule.filter(|named| ran(model, directive, named)) else {
            continue;
        };
        // Of what is not known wholly, and of what is not loaded, nothing is certain.
        let file = model.sources.get(directive.place.file);
        if is_python(file) && known.get(&file.id()) != Some(&true) {
            continue;
        }
        let where_ = match directive.reach {
            Reach::Line => "here",
            Reach::File => "in this file",
        };
        let alone = comments
            .iter()
            .filter(|other| other.comment == directive.comment)
            .count()
            == 1;
        let finding = Diagnostic::new(
            rule,
            directive.place,
            format!(
                "this comment has no effect: `{}` finds nothing {where_}",
                named.name
            ),
        )
        .symbol(named.code)
        .help("delete it, so that it does not hide what goes wrong later");
        found.push(match repair::without(model, directive, alone) {
            Some(fix) => finding.fix(fix),
            None => finding,
        });
    }
}

/// Whether a rule looked where a comment stands. Of the rules about comments themselves
/// nothing is said.
fn ran(model: &Model<'_>, directive: &Directive, named: &Rule) -> bool {
    let path = model.sources.get(directive.place.file).path();
    !matches!(
        Check::of(named),
        Some(Check::Comments(_) | Check::Baseline(_))
    ) && model.settings.of(path).rule(named).on
}

/// The files that are imported, and whether every code location that does is known wholly.
pub(super) fn known_files(model: &Model<'_>) -> HashMap<FileId, bool> {
    let mut known = HashMap::new();
    for location in &model.code_locations {
        for &file in &location.imported {
            *known.entry(file).or_insert(true) &= location.is_complete();
        }
    }
    known
}
