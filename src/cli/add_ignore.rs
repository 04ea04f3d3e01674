//! `daglint check --add-ignore`: a comment for everything that is found.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Io;
use super::changed::Git;
use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::path::git_root;
use crate::report::{counted, shown_path};
use crate::source::disk::Disk;
use crate::source::{FileId, SourceFile, Sources, text_of};
use crate::suppress::head_of;
use crate::write::replace;

/// A comment to be added: the line that it comes before, and whether it is about the file.
type Spot = (usize, bool);

/// Writes the comments, and says how many.
///
/// # Errors
/// When there are uncommitted changes, or a file cannot be written.
pub(super) fn run(
    sources: &Sources,
    diagnostics: &[&Diagnostic],
    reason: &str,
    allow_dirty: bool,
    io: &mut Io<'_>,
) -> Result<Exit, Failure> {
    if reason.contains(char::is_control) {
        return Err(Failure::new("a reason is one line of plain text")
            .help("write it as --add-ignore=\"known since the migration\""));
    }
    let mut by_file: BTreeMap<FileId, BTreeMap<Spot, BTreeSet<&str>>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let file = sources.get(diagnostic.place.file);
        let here = by_file.entry(file.id()).or_default();
        here.entry(spot(file, diagnostic))
            .or_default()
            .insert(diagnostic.rule.code);
    }
    if !allow_dirty {
        let files = by_file.keys().map(|&id| sources.get(id).path());
        let repositories: BTreeSet<&Path> = files
            .filter_map(|path| git_root(sources.disk(), path))
            .collect();
        let mut repositories = repositories.into_iter();
        repositories.try_for_each(|it| refuse_dirty(sources.disk(), it))?;
    }
    let (mut comments, mut files) = (0, 0);
    for (id, spots) in by_file {
        let file = sources.get(id);
        let shown = shown_path(file.path(), &io.directory);
        match with_comments(sources.disk(), file, &spots, reason) {
            Ok(bytes) => {
                replace(file.path(), &bytes)
                    .map_err(|why| Failure::new(format!("cannot write `{shown}`: {why}")))?;
                comments += spots.len();
                files += 1;
            }
            Err(why) => io.say(format_args!(
                "warning: nothing is added to `{shown}`: {why}"
            )),
        }
    }
    let (comments, files) = (counted(comments, "comment"), counted(files, "file"));
    io.say(format_args!("added {comments} to {files}"));
    Ok(Exit::Clean)
}

/// Refuses a repository with changes; outside of any there is nothing to compare with.
fn refuse_dirty(disk: &Disk, repository: &Path) -> Result<(), Failure> {
    let git = Git {
        disk,
        directory: repository,
    };
    let status = git.run(&["status", "--porcelain", "--untracked-files=no"]);
    let changes = status.map_err(|failure| {
        Failure::new("cannot tell whether all changes are committed").help(format!(
            "{}; --allow-dirty skips this check",
            failure.message
        ))
    })?;
    if changes.is_empty() {
        return Ok(());
    }
    Err(Failure::new("there are uncommitted changes")
        .help("commit or stash them, or pass --allow-dirty"))
}

/// Where the comment for a finding goes: above the head of its statement; for a finding
/// without a place of its own to the top of the file, below what must stay there.
fn spot(file: &SourceFile, diagnostic: &Diagnostic) -> Spot {
    let range = diagnostic.place.range;
    if range.is_empty() && range.start().to_usize() == 0 {
        let is_first = |line: &&str| line.starts_with("#!") || line.contains("coding");
        let first = file.text().lines().take(2).take_while(is_first).count();
        return (first, true);
    }
    (*head_of(file, range.start()).start(), false)
}

/// The bytes of a file with comments. The encoding, a byte order mark and the ends of
/// lines stay as they are.
fn with_comments(
    disk: &Disk,
    file: &SourceFile,
    spots: &BTreeMap<Spot, BTreeSet<&str>>,
    reason: &str,
) -> Result<Vec<u8>, String> {
    if let Some(fault) = file.fault() {
        return Err(fault.to_string());
    }
    let read = disk.read(file.path(), u32::MAX);
    let bytes = read.map_err(|fault| fault.to_string())?;
    // The lines are those of the text that was looked at.
    if text_of(&bytes).as_deref() != Some(file.text()) {
        return Err("it has changed since it was checked".to_owned());
    }
    if !reason.is_ascii() && std::str::from_utf8(&bytes).is_err() {
        return Err("its encoding may lack letters of the reason".to_owned());
    }
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") {
        3
    } else {
        0
    };
    let starts = line_starts(&bytes, mark);
    let mut written = Vec::with_capacity(bytes.len() + 80 * spots.len());
    let mut done = 0;
    for (&(line, whole_file), codes) in spots {
        let at = starts.get(line).copied().unwrap_or(bytes.len());
        written.extend_from_slice(&bytes[done..at]);
        done = at;
        let rest = &bytes[at..];
        let indent = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        written.extend_from_slice(&rest[..indent]);
        let codes: Vec<&str> = codes.iter().copied().collect();
        let verb = if whole_file { "file-ignore" } else { "ignore" };
        written.extend_from_slice(format!("# daglint: {verb}[{}]", codes.join(", ")).as_bytes());
        if !reason.is_empty() {
            written.extend_from_slice(format!(" -- {reason}").as_bytes());
        }
        written.extend_from_slice(line_end(&bytes));
    }
    written.extend_from_slice(&bytes[done..]);
    require_comments(file, &written, spots.len())?;
    Ok(written)
}

/// Where lines start, as the line index of a text counts them.
fn line_starts(bytes: &[u8], first: usize) -> Vec<usize> {
    let mut starts = vec![first];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        if bytes[at] != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            starts.push(at + 1);
        }
    }
    starts
}

/// How lines end, as the first one does.
fn line_end(bytes: &[u8]) -> &'static [u8] {
    match memchr::memchr2(b'\n', b'\r', bytes) {
        Some(at) if bytes[at] == b'\n' => b"\n",
        Some(at) if bytes.get(at + 1) == Some(&b'\n') => b"\r\n",
        Some(_) => b"\r",
        None => b"\n",
    }
}

/// Inside of a text a comment would be part of it, and some files know none.
fn require_comments(file: &SourceFile, bytes: &[u8], added: usize) -> Result<(), String> {
    let path = file.path().to_string_lossy();
    let scratch = Sources::new();
    let after = scratch.add_text(&path, &String::from_utf8_lossy(bytes));
    let is_ours = |text: &str| text.starts_with("# daglint: ");
    let count = |file: &SourceFile| {
        let comments = file.comments().into_iter();
        comments
            .filter(|range| is_ours(&file.text()[*range]))
            .count()
    };
    if count(after) == count(file) + added {
        Ok(())
    } else {
        Err("no comment can stand there".to_owned())
    }
}
