//! Folders of the repository, walked as collectors of modules do.

use std::path::Path;

use crate::python::interpreter::Interpreter;
use crate::python::value::Unknown;
use crate::source::Place;
use crate::source::disk::Disk;

impl Interpreter<'_> {
    /// Walks into a directory, unless a link leads back into one that is being walked:
    /// that is said, and nothing of it is known.
    pub(crate) fn within<T>(
        &mut self,
        directory: &Path,
        place: Place,
        walk: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let real = self.disk().real(directory);
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
pub(crate) fn sorted_entries(disk: &Disk, directory: &Path) -> Vec<(String, std::path::PathBuf)> {
    let mut entries: Vec<_> = disk
        .list(directory)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|path| Some((path.file_name()?.to_string_lossy().into_owned(), path)))
        .filter(|(name, _)| name != "__pycache__")
        .collect();
    entries.sort();
    entries
}
