//! DAG212: a module with definitions that no code location imports.

use super::check::Check;
use super::words::{commented_out, counted, shown};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Bound, Model, OrphanModule};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let modules = model.orphan_modules.iter();
    found.extend(modules.filter_map(|module| diagnostic(rule, model, module)));
}

fn diagnostic(rule: &'static Rule, model: &Model<'_>, module: &OrphanModule) -> Option<Diagnostic> {
    let diagnostic = told(rule, model, module)?.edit(
        module.sibling,
        format!(
            "a module beside it is loaded by code location `{}`",
            module.code_location
        ),
    );
    let Some(place) = module.commented_out else {
        return Some(diagnostic.help(
            "Dagster says nothing about it; import the module where its siblings are loaded, or delete it",
        ));
    };
    let diagnostic = diagnostic.edit(place, "commented out here");
    Some(diagnostic.at_most(Severity::Info).help(format!(
        "{}, so this may be meant; delete the module if it is not needed any more",
        commented_out(model, place)
    )))
}

/// What is said of the module, at each of its definitions.
fn told(rule: &'static Rule, model: &Model<'_>, module: &OrphanModule) -> Option<Diagnostic> {
    let (first, others) = module.definitions.split_first()?;
    let named = |definition: &Bound| format!("{} `{}`", definition.kind.noun(), definition.name);
    let what = match others.len() {
        0 => named(first),
        more => format!("{} and {}", named(first), counted(more, "other definition")),
    };
    let mut diagnostic = Diagnostic::new(
        rule,
        first.place,
        format!(
            "no code location imports `{}`, so {what} {} not loaded",
            shown(model, module.file),
            if others.is_empty() { "is" } else { "are" }
        ),
    )
    .label("Dagster never sees this")
    .code_location(&module.code_location);
    for other in others {
        diagnostic = diagnostic.equal(other.place, "nor this");
    }
    Some(diagnostic)
}
