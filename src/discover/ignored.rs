//! What git ignores: looked for only when somebody asks what was left out, or what is
//! missing.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Discovery;
use super::walk::{LeftOut, is_taken};

/// The Python and configuration files below some roots that only git leaves out, with
/// the pattern of each.
pub fn ignored_by_git(found: &Discovery, roots: &[PathBuf]) -> Vec<(PathBuf, LeftOut)> {
    let mut ignored = Vec::new();
    for root in roots {
        let left_out: Vec<PathBuf> = found.left_out.keys().cloned().collect();
        let walk = WalkBuilder::new(root)
            .standard_filters(false)
            .filter_entry(move |entry| {
                left_out
                    .binary_search_by(|path| path.as_path().cmp(entry.path()))
                    .is_err()
            })
            .build();
        for entry in walk.flatten().filter(is_taken) {
            let path = entry.into_path();
            if found.files.binary_search(&path).is_err()
                && let Some(why) = pattern(&path, root)
            {
                ignored.push((path, why));
            }
        }
    }
    ignored.sort_by(|a, b| a.0.cmp(&b.0));
    ignored
}

/// Whether git leaves out a path, which may not exist.
pub(super) fn is_ignored(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    pattern(path, folder).is_some()
}

/// The pattern that ignores a path: of the nearest file that has one.
fn pattern(path: &Path, root: &Path) -> Option<LeftOut> {
    let above = crate::path::git_root(root).unwrap_or(root);
    let folders = path
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(above));
    for folder in folders {
        for name in [".gitignore", ".ignore", ".git/info/exclude"] {
            let file = folder.join(name);
            if !file.is_file() {
                continue;
            }
            let matcher = matcher(folder, &file);
            let found = matcher.matched_path_or_any_parents(path, false);
            if let Some(glob) = found.inner().filter(|_| found.is_ignore()) {
                return Some(LeftOut::Git(glob.original().to_owned(), file));
            }
        }
    }
    None
}

fn matcher(folder: &Path, file: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    // Lines that git itself cannot read ignore nothing.
    let _faulty_lines = builder.add(file);
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
