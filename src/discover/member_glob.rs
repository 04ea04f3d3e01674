//! The globs of workspaces: which directories are members.

use super::path::{base_name, join};
use crate::source::disk::Disk;
use std::path::{Path, PathBuf};

/// The directories that a glob of path components names.
pub(super) fn expand(disk: &Disk, base: &Path, glob: &str) -> Vec<PathBuf> {
    let mut found = vec![base.to_path_buf()];
    for part in glob
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
    {
        found = found
            .iter()
            .flat_map(|directory| {
                if part.contains(['*', '?']) {
                    matching(disk, directory, part)
                } else {
                    vec![join(directory, part)]
                }
            })
            .collect();
    }
    found
}

fn matching(disk: &Disk, directory: &Path, glob: &str) -> Vec<PathBuf> {
    let entries = disk.list(directory).unwrap_or_default();
    entries
        .into_iter()
        .filter(|path| component_matches(glob.as_bytes(), base_name(path).as_bytes()))
        .filter(|path| disk.is_folder(path))
        .collect()
}

/// Whether a glob of path components with `*`, `?` and `**` matches a path.
pub(super) fn matches_glob(glob: &str, path: &Path) -> bool {
    let parts: Vec<String> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let globs: Vec<&str> = glob.split('/').filter(|part| *part != ".").collect();
    components_match(&globs, &parts)
}

fn components_match(globs: &[&str], parts: &[String]) -> bool {
    match (globs.split_first(), parts.split_first()) {
        (None, None) => true,
        (Some((&"**", rest)), _) => {
            components_match(rest, parts)
                || parts
                    .split_first()
                    .is_some_and(|(_, parts)| components_match(globs, parts))
        }
        (Some((glob, globs)), Some((part, parts))) => {
            component_matches(glob.as_bytes(), part.as_bytes()) && components_match(globs, parts)
        }
        _ => false,
    }
}

/// One component against `*` and `?`; goes back to the last `*` only, so it is not
/// exponential.
pub(super) fn component_matches(glob: &[u8], part: &[u8]) -> bool {
    let (mut g, mut p) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while p < part.len() {
        match glob.get(g) {
            Some(b'*') => {
                star = Some((g, p));
                g += 1;
            }
            Some(&byte) if byte == b'?' || byte == part[p] => {
                g += 1;
                p += 1;
            }
            _ => {
                let Some((at, taken)) = star else {
                    return false;
                };
                star = Some((at, taken + 1));
                (g, p) = (at + 1, taken + 1);
            }
        }
    }
    glob[g..].iter().all(|&byte| byte == b'*')
}
