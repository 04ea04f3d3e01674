//! Writing files whole or not at all.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use crate::source::io_message;

/// Puts bytes in the place of a file, by way of a file beside it. Permissions stay, and a
/// link stays a link.
///
/// # Errors
/// What the operating system says.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let directory = real.parent().unwrap_or(&real);
    let written = || -> std::io::Result<()> {
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

/// A temporary file is its owner's alone; a new file of a project is not.
#[cfg(unix)]
fn readable_by_all(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_path: &Path) -> std::io::Result<()> {
    Ok(())
}
