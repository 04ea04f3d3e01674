//! A run over nothing is a mistake, never a success: a path that is mistyped would be green
//! for ever.

use std::path::Path;

use super::scope::is_excluded;
use crate::failure::Failure;
use crate::model::{CodeLocation, Model, Root};
use crate::report::shown_path;
use crate::source::FileId;

/// Refuses paths that lead to nothing, each by itself: no code location, no finding, and no
/// file that declares a project, a workspace or a library. `found` are the files of findings.
pub(super) fn require_something(
    model: &Model<'_>,
    found: impl Iterator<Item = FileId>,
) -> Result<(), Failure> {
    let found: Vec<&Path> = found.map(|file| model.sources.get(file).path()).collect();
    let is_something = |root: &&Root| {
        let is_below = |path: &Path| path.starts_with(&root.directory);
        !root.declared.is_empty()
            || root.has_settings && !root.has_python
            || found.iter().any(|path| is_below(path))
            || model.unreadable.iter().any(|it| is_below(&it.path))
            || (model.code_locations.iter()).any(|it| files(model, it).any(is_below))
            || is_excluded(&root.path, model)
    };
    // Where daglint itself failed, that is what is said.
    if !model.panics.is_empty() {
        return Ok(());
    }
    let (bare, empty): (Vec<&Root>, Vec<&Root>) = model
        .roots
        .iter()
        .filter(|root| !is_something(root))
        .partition(|root| root.has_python);
    if !empty.is_empty() {
        let message = format!("no Python files found under {}", shown(model, &empty));
        return Err(Failure::new(message).help(
            "hidden folders, virtual environments and what git ignores are left out; name \
             another directory",
        ));
    }
    if bare.is_empty() {
        return Ok(());
    }
    let message = format!(
        "no Dagster code location found under {}",
        shown(model, &bare)
    );
    Err(Failure::new(message).help(
        "there is Python, but no file that declares a project, a workspace or a library; name another \
         directory, or run `daglint check --allow-empty` if that is expected",
    ))
}

/// The files that make a code location one: what declares it, and where it is entered.
fn files<'m>(model: &'m Model<'_>, location: &CodeLocation) -> impl Iterator<Item = &'m Path> {
    let entry = location.entry.as_ref().and_then(|entry| entry.file);
    let declared = location.target.declared_at.map(|place| place.file);
    let files = entry.into_iter().chain(declared);
    files.map(|file| model.sources.get(file).path())
}

fn shown(model: &Model<'_>, roots: &[&Root]) -> String {
    let shown = |root: &&Root| format!("`{}`", shown_path(&root.path, &model.directory));
    let all: Vec<String> = roots.iter().map(shown).collect();
    all.join(", ")
}
