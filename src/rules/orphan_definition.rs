//! DAG211: a definition that no code location picks up.

use super::check::Check;
use super::repair;
use super::words::{commented_out, counted};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Kind, Model, Orphan};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    found.extend(
        model
            .orphans
            .iter()
            .map(|orphan| diagnostic(rule, model, orphan)),
    );
}

fn diagnostic(rule: &'static Rule, model: &Model<'_>, orphan: &Orphan) -> Diagnostic {
    let mut diagnostic = with_siblings(told(rule, orphan), orphan);
    // Where the command line names the target, other code locations are not known.
    if model.python_files.is_none() {
        diagnostic = diagnostic.at_most(Severity::Info);
    } else if !orphan.unreached.starts_itself {
        diagnostic = diagnostic.at_most(Severity::Warning);
    }
    let definition = &orphan.unreached.definition;
    let name = &definition.name;
    if let Some(place) = orphan.commented_out {
        return diagnostic
            .edit(place, "commented out here")
            .at_most(Severity::Info)
            .help(format!(
                "{}, so this may be meant; delete `{name}` if it is not needed any more",
                commented_out(model, place)
            ));
    }
    let list = match definition.kind {
        Kind::AssetChecks => "asset_checks".to_owned(),
        kind => format!("{}s", kind.noun()),
    };
    if let Some((place, _)) = orphan.unreached.siblings
        && let Some(fix) = repair::listed(model, place, &list, definition)
    {
        diagnostic = diagnostic.fix(fix);
    }
    diagnostic.help(format!(
        "Dagster says nothing about it; add `{name}` to the `{list}` of a `Definitions`, or \
         delete it"
    ))
}

/// What is said of an orphan, at each definition of its module that is one.
fn told(rule: &'static Rule, orphan: &Orphan) -> Diagnostic {
    let definition = &orphan.unreached.definition;
    let (noun, name) = (definition.kind.noun(), &definition.name);
    let message = match orphan.others.len() {
        0 => format!("{noun} `{name}` is defined, but no code location picks it up"),
        more => format!(
            "{noun} `{name}` and {} of its module are defined, but no code location picks \
             them up",
            counted(more, "other definition")
        ),
    };
    let mut diagnostic = Diagnostic::new(rule, definition.place, message)
        .symbol(name)
        .label("Dagster never sees this")
        .code_location(&orphan.code_location);
    for other in &orphan.others {
        diagnostic = diagnostic.equal(other.place, "nor this");
    }
    diagnostic
}

/// With the place where others of its module are picked up.
fn with_siblings(diagnostic: Diagnostic, orphan: &Orphan) -> Diagnostic {
    let Some((place, count)) = orphan.unreached.siblings else {
        return diagnostic;
    };
    let others = match count {
        1 => "another definition of its module is".to_owned(),
        more => format!("{more} other definitions of its module are"),
    };
    diagnostic.edit(place, format!("{others} picked up here"))
}
