//! Lock files that no tool can read: they are empty, hold both sides of a merge, or are no
//! text.

use crate::model::{Declared, LockKind};
use crate::source::{Place, ReadFault, SourceFile};

use super::super::broken;
use super::super::path::base_name;

/// Why a lock file cannot be read, if that is so. What is too large for daglint is told
/// of files of all kinds.
pub(super) fn of(file: &SourceFile, kind: LockKind) -> Option<Declared<String>> {
    let at = |place: Place, value: String| Some(Declared { value, place });
    let start = Place::start_of(file.id());
    match file.fault() {
        Some(ReadFault::TooLarge { .. }) => return None,
        Some(fault) => return at(start, fault.to_string()),
        None if file.text().trim().is_empty() => return at(start, "it is empty".to_owned()),
        None => {}
    }
    if let Some(conflict) = broken::merge_conflict(file) {
        return Some(conflict);
    }
    let is_toml = matches!(kind, LockKind::Uv | LockKind::Poetry | LockKind::Pdm)
        || base_name(file.path()) == "pylock.toml";
    if is_toml {
        return broken::toml(file);
    }
    if kind == LockKind::Pipenv {
        let error = serde_json::from_str::<serde::de::IgnoredAny>(file.text()).err()?;
        let place = file.line(error.line().saturating_sub(1));
        return at(place, "this is not valid JSON".to_owned());
    }
    None
}
