//! Paths as text, as `pathlib.PurePosixPath` sees them.

use std::path::{Path, PathBuf};

/// The path of a text: repeated slashes and single dots are dropped; an empty text is `.`.
pub(in crate::python) fn normal(text: &str) -> PathBuf {
    let root = if text.starts_with('/') { "/" } else { "" };
    let parts: Vec<&str> = text
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let normal = format!("{root}{}", parts.join("/"));
    PathBuf::from(if normal.is_empty() { "." } else { &normal })
}

/// One path below another; an absolute one stands for itself.
pub(crate) fn join(base: &Path, part: &Path) -> PathBuf {
    match (base.to_str(), part.to_str()) {
        (Some("."), _) => part.to_path_buf(),
        (_, Some(".")) => base.to_path_buf(),
        _ => base.join(part),
    }
}

/// The path without its last part; a root and `.` are their own parents.
pub(in crate::python) fn parent(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    match text.rsplit_once('/') {
        Some(("", _)) => PathBuf::from("/"),
        Some((head, _)) => PathBuf::from(head),
        None => PathBuf::from("."),
    }
}

/// The last part.
pub(in crate::python) fn name(text: &str) -> &str {
    let last = text.rsplit('/').next().unwrap_or("");
    if last == "." { "" } else { last }
}

/// Where the suffix of a name begins.
fn suffix_start(name: &str) -> usize {
    match name.rfind('.') {
        Some(at)
            if at > 0 && at + 1 < name.len() && !name[..at].bytes().all(|byte| byte == b'.') =>
        {
            at
        }
        _ => name.len(),
    }
}

pub(in crate::python) fn stem(text: &str) -> &str {
    let name = name(text);
    &name[..suffix_start(name)]
}

pub(in crate::python) fn suffix(text: &str) -> &str {
    let name = name(text);
    &name[suffix_start(name)..]
}

pub(in crate::python) fn suffixes(text: &str) -> Vec<String> {
    let name = name(text);
    if name.ends_with('.') {
        return Vec::new();
    }
    name.trim_start_matches('.')
        .split('.')
        .skip(1)
        .map(|part| format!(".{part}"))
        .collect()
}

pub(in crate::python) fn parts(text: &str) -> Vec<&str> {
    let root = text.starts_with('/').then_some("/");
    root.into_iter()
        .chain(
            text.split('/')
                .filter(|part| !part.is_empty() && *part != "."),
        )
        .collect()
}

pub(in crate::python) fn with_name(path: &Path, name: &str) -> PathBuf {
    join(&parent(path), Path::new(name))
}

/// The path without `..`, as far as that can be told without looking at links.
pub(crate) fn lexical(path: &Path) -> PathBuf {
    let text = path.to_string_lossy();
    let root = text.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    for part in text
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        match (part, kept.last()) {
            ("..", Some(last)) if *last != ".." => {
                kept.pop();
            }
            ("..", None) if root => {}
            (part, _) => kept.push(part),
        }
    }
    normal(&format!(
        "{}{}",
        if root { "/" } else { "" },
        kept.join("/")
    ))
}
