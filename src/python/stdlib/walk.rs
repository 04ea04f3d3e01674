//! Folders of the repository, walked as collectors of modules do.

use std::path::Path;

use crate::python::interpreter::Interpreter;
use crate::python::value::Unknown;
use crate::source::Place;

impl Interpreter<'_> {
    /// Walks into a directory, unless a link leads back into one that is being walked:
    /// that is said, and nothing of it is known.
    pub(crate) fn within<T>(
        &mut self,
        directory: &Path,
        place: Place,
        walk: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let real = directory
            .canonicalize()
            .unwrap_or_else(|_| directory.to_path_buf());
        if self.walking.contains(&real) {
            let reason = "a link leads back into a folder that is being walked";
            self.unknowns.push(Unknown::new(reason, place));
            return None;
        }
        self.walking.push(real);
        let result = walk(self);
        self.walking.pop();
        Some(result)
    }
}

/// The entries of a directory by name; none where it cannot be read.
pub(crate) fn sorted_entries(directory: &Path) -> Vec<(String, std::path::PathBuf)> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut entries: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        .filter(|(name, _)| name != "__pycache__")
        .collect();
    entries.sort();
    entries
}
