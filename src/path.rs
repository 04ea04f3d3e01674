//! Paths as text: nothing here follows links.

use std::path::{Component, Path, PathBuf};

use crate::source::disk::Disk;

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
pub(crate) fn git_root<'p>(disk: &Disk, path: &'p Path) -> Option<&'p Path> {
    upward(path).find(|directory| disk.exists(directory.join(".git")))
}

/// Whether a directory has a module that is compiled: an extension (`x.so`,
/// `x.cpython-313-darwin.so`, `x.pyd`), what Cython makes one of, or bytecode.
pub(crate) fn is_compiled(disk: &Disk, directory: &Path, module: &str) -> bool {
    let Ok(inside) = disk.list(directory) else {
        return false;
    };
    let names = inside.iter().filter_map(|path| path.file_name()?.to_str());
    let mut rests = names.filter_map(|name| name.strip_prefix(module));
    rests.any(|rest| {
        let suffix = rest.rsplit('.').next().unwrap_or_default();
        rest.starts_with('.') && matches!(suffix, "so" | "pyd" | "pyx" | "pyc")
    })
}

/// A path relative to a directory, with `/` on every system. Bytes that are not
/// UTF-8 are shown as `\xNN`.
pub fn shown_path(path: &Path, directory: &Path) -> String {
    let mut ours = path.components().peekable();
    let mut theirs = directory.components().peekable();
    while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
        if a != b {
            break;
        }
        ours.next();
        theirs.next();
    }
    let nothing_shared = matches!(
        theirs.peek(),
        Some(Component::Prefix(_) | Component::RootDir)
    );
    if nothing_shared || (path.is_absolute() && directory.as_os_str().is_empty()) {
        return joined(path.components());
    }
    let up = theirs.map(|_| Component::ParentDir);
    let shown = joined(up.chain(ours));
    if shown.is_empty() {
        ".".to_owned()
    } else {
        shown
    }
}

fn joined<'a>(components: impl Iterator<Item = Component<'a>>) -> String {
    let mut shown = String::new();
    for component in components {
        if !shown.is_empty() && !shown.ends_with('/') {
            shown.push('/');
        }
        match component {
            Component::RootDir => shown.push('/'),
            other => push_escaped(other.as_os_str().as_encoded_bytes(), &mut shown),
        }
    }
    shown
}

fn push_escaped(bytes: &[u8], shown: &mut String) {
    for chunk in bytes.utf8_chunks() {
        shown.push_str(chunk.valid());
        for byte in chunk.invalid() {
            shown.push_str("\\x");
            for digit in [byte >> 4, byte & 0xf] {
                shown.extend(char::from_digit(u32::from(digit), 16));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(path: &str, directory: &str) -> String {
        shown_path(Path::new(path), Path::new(directory))
    }

    #[test]
    fn paths_are_relative_to_the_directory() {
        assert_eq!(shown("/a/b/c.py", "/a"), "b/c.py");
        assert_eq!(shown("/a/x/c.py", "/a/b/d"), "../../x/c.py");
        assert_eq!(shown("/a/b", "/a/b"), ".");
        assert_eq!(shown("b/c.py", ""), "b/c.py");
        assert_eq!(shown("/a/c.py", ""), "/a/c.py");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_escaped() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;
        let path = Path::new(OsStr::from_bytes(b"/a/b\xff.py"));
        assert_eq!(shown_path(path, Path::new("/a")), "b\\xff.py");
    }
}
