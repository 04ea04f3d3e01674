//! All changed files to disk, or none of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::Change;
use crate::failure::Failure;
use crate::path::shown_path;
use crate::source::{encode, io_message, text_of};

/// A file that is written and only has to take its place.
struct Ready {
    /// The real path: a link stays a link.
    path: PathBuf,
    new: NamedTempFile,
    /// What is there now.
    old: Option<Vec<u8>>,
}

/// Writes all of the changes; failures show paths relative to `directory`. Mode, byte order mark and encoding of a file stay.
///
/// # Errors
/// When a file has changed since it was read, or cannot be written. Then nothing is.
pub fn write(changes: &BTreeMap<PathBuf, Change>, directory: &Path) -> Result<(), Failure> {
    let failed = |path: &Path, why: String| {
        let path = shown_path(path, directory);
        Failure::new(format!("cannot fix `{path}`: {why}")).help("no file was changed")
    };
    let mut ready = Vec::with_capacity(changes.len());
    for (path, change) in changes {
        ready.push(prepare(path, change).map_err(|why| failed(path, why))?);
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for Ready { path, new, old } in ready {
        // What another program made meanwhile is not replaced.
        let persisted = match old {
            Some(_) => new.persist(&path),
            None => new.persist_noclobber(&path),
        };
        if let Err(error) = persisted {
            let failure = failed(&path, io_message(&error.error));
            let stuck = undo(&done, directory);
            return Err(if stuck.is_empty() {
                failure
            } else {
                failure.help(format!("fixed all the same: {}", stuck.join(", ")))
            });
        }
        done.push((path, old));
    }
    Ok(())
}

/// Puts back what has been replaced, and says what could not be.
fn undo(done: &[(PathBuf, Option<Vec<u8>>)], directory: &Path) -> Vec<String> {
    let put_back = |path: &PathBuf, old: &Option<Vec<u8>>| match old {
        Some(bytes) => fs::write(path, bytes),
        None => fs::remove_file(path),
    };
    let stuck = (done.iter()).filter(|(path, old)| put_back(path, old).is_err());
    stuck.map(|(path, _)| shown_path(path, directory)).collect()
}

fn prepare(path: &Path, change: &Change) -> Result<Ready, String> {
    let io = |error: io::Error| io_message(&error);
    let Some(before) = &change.before else {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(io)?;
        let new = tempfile::Builder::new()
            .make_in(folder, |path| fs::File::create_new(path))
            .map_err(io)?;
        return filled(new, change.after.as_bytes(), path.to_path_buf(), None).map_err(io);
    };
    let real = path.canonicalize().map_err(io)?;
    let old = fs::read(&real).map_err(io)?;
    if text_of(&old).as_ref() != Some(before) {
        return Err("it has changed since it was read".to_owned());
    }
    let bytes = encode(&change.after, &old).ok_or("its encoding cannot hold the new text")?;
    let folder = real.parent().unwrap_or(Path::new("."));
    let new = NamedTempFile::new_in(folder).map_err(io)?;
    let mode = fs::metadata(&real).map_err(io)?.permissions();
    // A file that may not be written is not replaced either.
    if mode.readonly() {
        return Err("it is read-only".to_owned());
    }
    new.as_file().set_permissions(mode).map_err(io)?;
    filled(new, &bytes, real, Some(old)).map_err(io)
}

fn filled(
    mut new: NamedTempFile,
    bytes: &[u8],
    path: PathBuf,
    old: Option<Vec<u8>>,
) -> io::Result<Ready> {
    new.write_all(bytes)?;
    new.as_file().sync_all()?;
    Ok(Ready { path, new, old })
}
