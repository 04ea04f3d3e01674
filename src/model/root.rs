//! What a request names, and what is there before anything is loaded.

use std::path::PathBuf;

/// A path that a request names.
#[derive(Debug, Clone)]
pub struct Root {
    /// The path, absolute.
    pub path: PathBuf,
    /// The directory that is looked through for it: a path leads up to the workspace or the
    /// project around it.
    pub directory: PathBuf,
    /// Whether there is a Python file at or below the directory.
    pub has_python: bool,
    /// Whether there are settings for Dagster in the directory, such as those of an instance.
    pub has_settings: bool,
    /// The directories at or below it of which a file says that they are a project, a
    /// workspace or a library.
    pub declared: Vec<PathBuf>,
}
