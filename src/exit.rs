//! How a run ends, and the one mapping to exit codes.

use std::process::ExitCode;

/// Every way in which a run can end; the greater one wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Findings at or above `--fail-on`.
    Findings,
    /// Wrong usage, nothing could be read, the output could not be written, or a bug.
    Failed,
}

impl Exit {
    /// The exit code of the process.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Failed => 2,
        }
    }

    /// The worse of two endings: 2 beats 1 beats 0.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_beats_one_beats_zero() {
        assert_eq!(Exit::Clean.and(Exit::Findings).code(), 1);
        assert_eq!(Exit::Failed.and(Exit::Findings).code(), 2);
        assert_eq!(Exit::Clean.and(Exit::Clean).code(), 0);
    }
}
