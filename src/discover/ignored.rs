//! What git ignores: looked for only when somebody asks what was left out, or what is
//! missing.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::Discovery;
use super::walk::{LeftOut, is_taken};
use crate::path::git_root;
use crate::source::MAX_FILE_SIZE;
use crate::source::disk::{Disk, Ignoring};

/// The Python and configuration files below some roots that only git leaves out, with
/// the pattern of each.
pub fn ignored_by_git(
    disk: &Disk,
    found: &Discovery,
    roots: &[PathBuf],
) -> Vec<(PathBuf, LeftOut)> {
    let ignored = Mutex::new(Vec::new());
    for root in roots {
        disk.walk([root.as_path()], Ignoring::Nothing, &|step| {
            let Ok(entry) = step else {
                return true;
            };
            if found.left_out.contains_key(&entry.path) {
                return false;
            }
            if is_taken(&entry)
                && found.files.binary_search(&entry.path).is_err()
                && let Some(why) = pattern(disk, &entry.path, root)
            {
                let mut ignored = ignored.lock().unwrap_or_else(PoisonError::into_inner);
                ignored.push((entry.path, why));
            }
            true
        });
    }
    let mut ignored = ignored.into_inner().unwrap_or_else(PoisonError::into_inner);
    ignored.sort_by(|a, b| a.0.cmp(&b.0));
    ignored
}

/// Whether git leaves out a path, which may not exist.
pub(super) fn is_ignored(disk: &Disk, path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    pattern(disk, path, folder).is_some()
}

/// The pattern that ignores a path: of the nearest file that has one.
fn pattern(disk: &Disk, path: &Path, root: &Path) -> Option<LeftOut> {
    let above = git_root(disk, root).unwrap_or(root);
    let folders = path
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(above));
    for folder in folders {
        for name in [".gitignore", ".ignore", ".git/info/exclude"] {
            let file = folder.join(name);
            let ignores = gitignore(disk, folder, &file);
            let found = ignores.matched_path_or_any_parents(path, false);
            if let Some(glob) = found.inner().filter(|_| found.is_ignore()) {
                return Some(LeftOut::Git(glob.original().to_owned(), file));
            }
        }
    }
    None
}

/// What a file says that git ignores in a folder; nothing where there is no such file.
pub(super) fn gitignore(disk: &Disk, folder: &Path, file: &Path) -> Gitignore {
    let Ok(bytes) = disk.read(file, MAX_FILE_SIZE) else {
        return Gitignore::empty();
    };
    let text = String::from_utf8_lossy(&bytes);
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.trim_start_matches('\u{feff}').lines() {
        // A line that git itself cannot read ignores nothing.
        let _faulty = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
