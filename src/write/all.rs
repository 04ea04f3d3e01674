//! All changed files to disk, or none of them.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::source::{encode, io_message, text_of};

/// A file that is to have another text, or to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewText<'t> {
    pub(crate) path: &'t Path,
    /// Its text as it was read; none where it is made.
    pub(crate) before: Option<&'t str>,
    pub(crate) after: &'t str,
}

/// Why not all was written.
#[derive(Debug)]
pub(crate) struct Unwritten {
    /// The file that could not be written.
    pub(crate) path: PathBuf,
    pub(crate) why: String,
    /// What is changed all the same, as it could not be put back.
    pub(crate) stuck: Vec<PathBuf>,
}

/// A file that is written and only has to take its place.
struct Ready {
    /// The real path: a link stays a link.
    path: PathBuf,
    new: NamedTempFile,
    /// What is there now.
    old: Option<Vec<u8>>,
}

/// Writes all of the texts. Mode, byte order mark and encoding of a file stay.
///
/// # Errors
/// When a file has changed since it was read, or cannot be written. Then nothing is.
pub(crate) fn all<'t>(texts: impl Iterator<Item = NewText<'t>>) -> Result<(), Unwritten> {
    let mut ready = Vec::new();
    for text in texts {
        let prepared = prepare(&text).map_err(|why| Unwritten {
            path: text.path.to_path_buf(),
            why,
            stuck: Vec::new(),
        });
        ready.push(prepared?);
    }
    let mut done: Vec<(PathBuf, Option<Vec<u8>>)> = Vec::new();
    for Ready { path, new, old } in ready {
        // What another program made meanwhile is not replaced.
        let persisted = match old {
            Some(_) => new.persist(&path),
            None => new.persist_noclobber(&path),
        };
        if let Err(error) = persisted {
            return Err(Unwritten {
                path,
                why: io_message(&error.error),
                stuck: undo(&done),
            });
        }
        done.push((path, old));
    }
    Ok(())
}

/// Puts back what has been replaced, and says what could not be.
fn undo(done: &[(PathBuf, Option<Vec<u8>>)]) -> Vec<PathBuf> {
    let put_back = |path: &PathBuf, old: &Option<Vec<u8>>| match old {
        Some(bytes) => fs::write(path, bytes),
        None => fs::remove_file(path),
    };
    let stuck = (done.iter()).filter(|(path, old)| put_back(path, old).is_err());
    stuck.map(|(path, _)| path.clone()).collect()
}

fn prepare(text: &NewText<'_>) -> Result<Ready, String> {
    let path = text.path;
    let io = |error: io::Error| io_message(&error);
    let Some(before) = text.before else {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(io)?;
        let new = tempfile::Builder::new()
            .make_in(folder, |path| fs::File::create_new(path))
            .map_err(io)?;
        return filled(new, text.after.as_bytes(), path.to_path_buf(), None).map_err(io);
    };
    let real = path.canonicalize().map_err(io)?;
    let old = fs::read(&real).map_err(io)?;
    if text_of(&old).as_deref() != Some(before) {
        return Err("it has changed since it was read".to_owned());
    }
    let bytes = encode(text.after, &old).ok_or("its encoding cannot hold the new text")?;
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
