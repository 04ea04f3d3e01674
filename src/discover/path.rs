//! Paths as discovery needs them: nothing here follows links.

use std::collections::BTreeSet;
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

/// The part of a path below the root that it lies in, or its last component: what the
/// folders around a checkout are called says nothing.
pub(crate) fn below_root<'p>(path: &'p Path, roots: &BTreeSet<PathBuf>) -> &'p Path {
    let mut inner = roots.iter().filter_map(|root| path.strip_prefix(root).ok());
    let last = || path.file_name().map_or(path, Path::new);
    inner.next().unwrap_or_else(last)
}

/// Whether a file or directory is none of deployed code: part of tests, examples,
/// templates, or a vendored tree.
pub(super) fn is_apart(path: &Path, roots: &BTreeSet<PathBuf>) -> bool {
    let inner = below_root(path, roots);
    is_test(inner, Path::new("")) || is_beside_the_code(inner)
}

/// Whether a folder of a relative path holds what is not deployed.
pub(super) fn is_beside_the_code(path: &Path) -> bool {
    path.components().any(|part| {
        let part = part.as_os_str().to_string_lossy();
        let is_named = matches!(
            &*part,
            "tests"
                | "test"
                | "examples"
                | "example"
                | "docs"
                | "sample"
                | "samples"
                | "snippets"
                | "template"
                | "_template"
                | "templates"
                | "node_modules"
                | "site-packages"
        );
        is_named || part.contains("cookiecutter")
    })
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
