//! What keeps daglint from doing what it was asked for: exit code 2.

use std::fmt;

use crate::settings::SettingsFault;

/// A problem of the invocation, never of the analysed project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong, one sentence without a full stop.
    pub message: String,
    /// `path:line:column`, or a path, if it stands somewhere.
    pub place: Option<String>,
    /// The way out.
    pub help: Option<String>,
    /// What is wrong with settings, each with its place.
    pub faults: Vec<SettingsFault>,
}

impl Failure {
    /// A failure that says what is wrong.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: None,
            help: None,
            faults: Vec::new(),
        }
    }

    /// The failure of settings in which something is wrong.
    pub fn of_settings(faults: Vec<SettingsFault>) -> Self {
        Self {
            faults,
            ..Self::new("the settings are not valid")
        }
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: impl Into<String>) -> Self {
        self.place = Some(place.into());
        self
    }

    /// Says the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        if let Some(place) = &self.place {
            write!(f, "\n  --> {place}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}
