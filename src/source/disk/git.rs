//! What the git program knows of a tree.

use std::path::Path;
use std::process::Command;

use super::Disk;

/// Why git does not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GitFault {
    /// The program cannot be started, with the message of the operating system.
    #[error("git is needed, and it cannot be started: {0}")]
    Missing(String),
    /// It refuses, with its own first line.
    #[error("git says: {0}")]
    Refused(String),
}

impl Disk {
    /// What git prints in a directory, which names files and need not be text.
    ///
    /// # Errors
    /// When it cannot be started, or refuses.
    pub fn git(&self, directory: &Path, arguments: &[&str]) -> Result<Vec<u8>, GitFault> {
        let output = Command::new("git")
            .arg("-C")
            .arg(directory)
            // No helper that a configuration names is started.
            .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"])
            .args(arguments)
            .env("GIT_OPTIONAL_LOCKS", "0")
            .output()
            .map_err(|error| GitFault::Missing(crate::source::io_message(&error)))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.lines().next().unwrap_or("it failed").to_owned();
        Err(GitFault::Refused(said))
    }
}
