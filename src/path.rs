//! Paths as text: nothing here follows links.

use std::path::{Component, Path, PathBuf};

/// Joins and removes `.` and `..`.
pub(crate) fn join(base: &Path, path: impl AsRef<Path>) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in base.join(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}

/// The directories from the path itself up to the filesystem root.
pub(crate) fn upward(path: &Path) -> impl Iterator<Item = &Path> {
    path.ancestors()
        .filter(|ancestor| !ancestor.as_os_str().is_empty())
}

/// The directory with the git repository around a path.
pub(crate) fn git_root(path: &Path) -> Option<&Path> {
    upward(path).find(|directory| directory.join(".git").exists())
}
