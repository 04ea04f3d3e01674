//! The lines that differ from a revision of git.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::source::disk::{Disk, GitFault};
use crate::source::{Place, Sources};

/// Changed lines by canonical path, from 0; a file that git does not track is all new.
#[derive(Debug, Default)]
pub(super) struct Changed {
    lines: HashMap<PathBuf, Vec<RangeInclusive<usize>>>,
}

impl Changed {
    /// What differs between a revision and the files in the repository around a directory.
    ///
    /// # Errors
    /// When there is no git, no repository, or no such revision.
    pub(super) fn since(disk: &Disk, revision: &str, directory: &Path) -> Result<Self, Failure> {
        let git = Git { disk, directory };
        let top = git.bytes(&["rev-parse", "--show-toplevel"])?;
        let top = top.strip_suffix(b"\n").unwrap_or(&top);
        let top = disk.real(&path_of(top.strip_suffix(b"\r").unwrap_or(top)));
        let commit = format!("{revision}^{{commit}}");
        let verify = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
        let commit = git.run(&[&verify[..], &[&commit]].concat()).map_err(|_| {
            Failure::new(format!("git knows no revision `{revision}`"))
                .help("--since takes what `git diff` takes: a branch, a tag, a commit")
        })?;
        let git = Git {
            disk,
            directory: &top,
        };
        let diff = git.bytes(&[
            "diff",
            "--unified=0",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            commit.trim_end(),
            "--",
        ])?;
        let mut changed = Self::default();
        changed.read(disk, &diff, &top);
        let untracked = git.bytes(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        let names = untracked.split(|byte| *byte == 0);
        for name in names.filter(|name| !name.is_empty()) {
            changed.add(disk.real(&top.join(path_of(name))), 0..=usize::MAX);
        }
        Ok(changed)
    }

    /// Whether a place touches a changed line.
    pub(super) fn touches(&self, sources: &Sources, place: Place) -> bool {
        let file = sources.get(place.file);
        let Some(changed) = self.lines.get(&sources.disk().real(file.path())) else {
            return false;
        };
        let first = file.lines().line_of(place.range.start());
        let last = file.lines().line_of(place.range.end());
        // Git tells hunks in the order of the file.
        let after = changed.partition_point(|lines| *lines.end() < first);
        (changed.get(after)).is_some_and(|lines| *lines.start() <= last)
    }

    fn add(&mut self, path: PathBuf, lines: RangeInclusive<usize>) {
        self.lines.entry(path).or_default().push(lines);
    }

    /// Reads bytes: neither names nor lines need be text.
    fn read(&mut self, disk: &Disk, diff: &[u8], top: &Path) {
        let mut path = None;
        let mut left = 0;
        for line in diff.split(|byte| *byte == b'\n') {
            if let (1.., [first @ (b'+' | b'-' | b'\\'), ..]) = (left, line) {
                // A line of a hunk, whatever it looks like.
                left -= usize::from(*first != b'\\');
            } else if let Some(name) = line.strip_prefix(b"+++ ") {
                let name = unquoted(name);
                let name = name.strip_prefix(b"b/").map(path_of);
                path = name.map(|name| disk.real(&top.join(name)));
            } else if let Some((old, new)) = str::from_utf8(line).ok().and_then(hunk) {
                left = old.1 + new.1;
                if let Some(path) = &path {
                    self.add(path.clone(), lines_of(new));
                }
            }
        }
    }
}

/// The start and the length of both sides of `@@ -1,2 +3,4 @@`.
fn hunk(line: &str) -> Option<((usize, usize), (usize, usize))> {
    let mut parts = line.strip_prefix("@@ ")?.split(' ');
    let mut side = |mark: char| {
        let part = parts.next()?.strip_prefix(mark)?;
        let (start, length) = part.split_once(',').unwrap_or((part, "1"));
        Some((start.parse().ok()?, length.parse().ok()?))
    };
    Some((side('-')?, side('+')?))
}

/// The lines, from 0, that a hunk is about. Where lines were only taken out, those beside.
fn lines_of((start, length): (usize, usize)) -> RangeInclusive<usize> {
    if length == 0 {
        return start.saturating_sub(1)..=start;
    }
    let first = start.saturating_sub(1);
    first..=first + length - 1
}

/// A name as git writes it: in quotes, with escapes, where it holds anything unusual.
fn unquoted(name: &[u8]) -> Vec<u8> {
    // A tab ends a name with spaces.
    let name = name.strip_suffix(b"\t").unwrap_or(name);
    let Some(inner) = name
        .strip_prefix(b"\"")
        .and_then(|name| name.strip_suffix(b"\""))
    else {
        return name.to_vec();
    };
    let mut bytes = Vec::new();
    let mut rest = inner.iter().copied();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        match rest.next() {
            Some(b't') => bytes.push(b'\t'),
            Some(b'n') => bytes.push(b'\n'),
            Some(b'r') => bytes.push(b'\r'),
            Some(digit @ b'0'..=b'3') => {
                let two = [rest.next(), rest.next()].map(|digit| digit.unwrap_or(b'0') & 7);
                bytes.push(((digit & 7) << 6) | (two[0] << 3) | two[1]);
            }
            Some(other) => bytes.push(other),
            None => {}
        }
    }
    bytes
}

/// A path as git says it: on Unix any bytes, elsewhere text.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The git program in a directory.
pub(super) struct Git<'a> {
    pub(super) disk: &'a Disk,
    pub(super) directory: &'a Path,
}

impl Git<'_> {
    pub(super) fn run(&self, arguments: &[&str]) -> Result<String, Failure> {
        let bytes = self.bytes(arguments)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What git prints, which names files and need not be text.
    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        self.disk.git(self.directory, arguments).map_err(|fault| {
            let failure = Failure::new(fault.to_string());
            match fault {
                GitFault::Missing(_) => {
                    failure.help("install git, or name the files with --report-only")
                }
                GitFault::Refused(_) => failure,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_read() {
        let diff = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+++ b/no\n+c\n\
                    @@ -9,2 +9,0 @@ def f\n-x\n-y\n+++ \"b/\\303\\244 \\\"\"\n@@ -0,0 +1 @@\n+z\n";
        let mut changed = Changed::default();
        changed.read(&Disk::new(), diff.as_bytes(), Path::new("/top"));
        assert_eq!(changed.lines[Path::new("/top/x")], [0..=1, 8..=9]);
        assert_eq!(changed.lines[Path::new("/top/ä \"")], [0..=0]);
        assert_eq!(changed.lines.len(), 2);
    }
}
