//! The one place that changes files: whole or not at all.
//!
//! Clippy refuses to write anywhere else, as it refuses to ask anywhere but at
//! [`crate::source::disk`].
#![expect(clippy::disallowed_methods, reason = "this is where files are written")]

mod all;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

pub(crate) use all::{NewText, Unwritten, all};

use crate::source::io_message;

/// Puts bytes in the place of a file, by way of a file beside it. Permissions stay, and a
/// link stays a link.
///
/// # Errors
/// What the operating system says.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let directory = real.parent().unwrap_or(&real);
    let written = || -> io::Result<()> {
        fs::create_dir_all(directory)?;
        let mut file = tempfile::NamedTempFile::new_in(directory)?;
        file.write_all(bytes)?;
        match fs::metadata(&real) {
            Ok(metadata) => fs::set_permissions(file.path(), metadata.permissions())?,
            Err(_) => readable_by_all(file.path())?,
        }
        file.persist(&real).map_err(|error| error.error)?;
        Ok(())
    };
    written().map_err(|error| io_message(&error))
}

/// Writes to what cannot be replaced, a pipe or a device: `/dev/stderr`, say.
///
/// # Errors
/// What the operating system says.
pub(crate) fn stream(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    write(&mut out)?;
    out.flush()
}

/// Writes to the end of a file, which is made where it is not there.
///
/// # Errors
/// What the operating system says.
pub(crate) fn append(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()
}

/// A temporary file is its owner's alone; a new file of a project is not.
#[cfg(unix)]
fn readable_by_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_path: &Path) -> io::Result<()> {
    Ok(())
}
