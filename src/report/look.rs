//! How a stream can be drawn on.

use std::env;
use std::ffi::OsStr;
use std::io::IsTerminal;

use anstyle::{AnsiColor, Style};

use crate::diagnostic::Severity;

/// The widest text: longer lines are hard to read.
const WIDEST: usize = 100;

/// Whether something is done that a terminal may or may not support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum When {
    /// Where it is supported
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

impl When {
    fn or(self, supported: bool) -> bool {
        match self {
            Self::Auto => supported,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// How to draw on a stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing that a stream can or cannot do"
)]
pub struct Look {
    /// With colours.
    pub colour: bool,
    /// With box-drawing characters, or with ASCII alone.
    pub unicode: bool,
    /// With links that a terminal opens.
    pub links: bool,
    /// For a person who watches, and not for a pipe or a file.
    pub is_terminal: bool,
    /// How many columns there are.
    pub width: usize,
}

impl Look {
    /// No colours, ASCII, 100 columns: the same wherever it is drawn.
    pub const PLAIN: Self = Self {
        colour: false,
        unicode: false,
        links: false,
        is_terminal: false,
        width: WIDEST,
    };

    /// What a file is given: the same on every machine.
    pub const FILE: Self = Self {
        unicode: true,
        ..Self::PLAIN
    };

    /// What standard output can show: a terminal, or a pipe.
    pub fn of_output() -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let links = supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Self::of(is_terminal, links)
    }

    /// What standard error can show.
    pub fn of_errors() -> Self {
        Self::of(std::io::stderr().is_terminal(), false)
    }

    fn of(is_terminal: bool, links: bool) -> Self {
        let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        let named = || env::var("COLUMNS").ok()?.parse().ok();
        let width = size.or_else(named).unwrap_or(WIDEST);
        let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self {
            colour: colour(is_terminal, |name| env::var_os(name)),
            unicode: !dumb && supports_unicode::supports_unicode(),
            links: links && !dumb,
            is_terminal,
            width: width.clamp(60, WIDEST),
        }
    }

    /// A style where there are colours, else none.
    pub(crate) fn style(self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }

    /// The style of a severity.
    pub(crate) fn severity(self, severity: Severity) -> Style {
        let colour = match severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Info => AnsiColor::Cyan,
        };
        self.style(colour.on_default().bold())
    }

    /// The style of words that say what to do.
    pub(super) fn help(self) -> Style {
        self.style(AnsiColor::Cyan.on_default())
    }

    /// The same, but for what was asked for.
    #[must_use]
    pub fn with(self, colour: When, links: When, ascii: bool) -> Self {
        Self {
            colour: colour.or(self.colour),
            links: links.or(self.links),
            unicode: self.unicode && !ascii,
            ..self
        }
    }
}

/// Whether a stream has colours where no flag says it: `NO_COLOR` before
/// `CLICOLOR_FORCE` and `FORCE_COLOR`, these before `TERM=dumb`, that before the stream.
fn colour<T: AsRef<OsStr>>(is_terminal: bool, variable: impl Fn(&str) -> Option<T>) -> bool {
    let is = |name: &str, wanted: &dyn Fn(&OsStr) -> bool| {
        variable(name).is_some_and(|value| wanted(value.as_ref()))
    };
    let is_set = |value: &OsStr| !value.is_empty();
    let is_on = |value: &OsStr| !value.is_empty() && value != "0" && value != "false";
    if is("NO_COLOR", &is_set) {
        return false;
    }
    if is("CLICOLOR_FORCE", &is_on) || is("FORCE_COLOR", &is_on) {
        return true;
    }
    is_terminal && !is("TERM", &|value| value == "dumb") && !is("CLICOLOR", &|value| value == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(is_terminal: bool, variables: &[(&str, &'static str)]) -> bool {
        colour(is_terminal, |name| {
            let mut all = variables.iter();
            all.find(|(it, _)| *it == name).map(|&(_, value)| value)
        })
    }

    #[test]
    fn variables_decide_in_their_order() {
        assert!(decided(true, &[]));
        assert!(!decided(false, &[]));
        assert!(!decided(true, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]));
        assert!(decided(true, &[("NO_COLOR", "")]));
        assert!(decided(false, &[("FORCE_COLOR", "3")]));
        assert!(decided(false, &[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")]));
        assert!(!decided(false, &[("CLICOLOR_FORCE", "0")]));
        assert!(!decided(true, &[("TERM", "dumb")]));
        assert!(!decided(true, &[("CLICOLOR", "0")]));
    }

    #[test]
    fn a_flag_wins_over_all() {
        let look = Look::PLAIN.with(When::Always, When::Always, false);
        assert!(look.colour && look.links);
        assert!(!look.with(When::Never, When::Auto, false).colour);
        assert!(!Look::FILE.with(When::Auto, When::Auto, true).unicode);
    }
}
