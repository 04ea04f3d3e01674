//! Paths as discovery needs them: nothing here follows links.

use std::path::{Path, PathBuf};

pub(super) use crate::path::{join, upward};

/// The last component as text.
pub(super) fn base_name(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Appends a path unless it is there; the lists are short.
pub(super) fn push_new(paths: &mut Vec<PathBuf>, path: PathBuf) {
    if !paths.contains(&path) {
        paths.push(path);
    }
}

/// Whether a file belongs to tests or to code of others that is kept in the tree:
/// nothing there is a code location of its own.
pub(super) fn is_test(path: &Path, root: &Path) -> bool {
    let inner = path.strip_prefix(root).unwrap_or(path);
    let folder = inner.parent().is_some_and(|parent| {
        parent.components().any(|part| {
            let part = part.as_os_str().to_string_lossy();
            part.ends_with("_tests")
                || matches!(
                    &*part,
                    "tests" | "test" | "vendor" | "_vendor" | "vendored" | "third_party"
                )
        })
    });
    let name = base_name(inner);
    folder || name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py"
}
