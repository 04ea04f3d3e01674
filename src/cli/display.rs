//! How the terminal is used.

use clap::{Args, ValueEnum};

use super::Io;
use crate::failure::Failure;
use crate::report::When;

/// Says when links are made where no argument does.
const VARIABLE: &str = "DAGLINT_HYPERLINKS";

/// What is drawn.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Display")]
pub struct DisplayArguments {
    /// When to use colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub color: When,
    /// When codes and paths are links (also: `DAGLINT_HYPERLINKS`)
    #[arg(long, value_enum, value_name = "WHEN", global = true)]
    pub hyperlinks: Option<When>,
    /// Draw with ASCII characters only
    #[arg(long, global = true)]
    pub ascii: bool,
}

impl DisplayArguments {
    /// Makes the streams look as asked for.
    pub(super) fn apply(&self, io: &mut Io<'_>) -> Result<(), Failure> {
        let links = match (self.hyperlinks, io.variables.get(VARIABLE)) {
            (Some(when), _) => when,
            (None, Some(value)) => When::from_str(value, true).map_err(|_| {
                Failure::new(format!("the variable {VARIABLE} is `{value}`"))
                    .help("it takes `auto`, `always` or `never`")
            })?,
            (None, None) => When::Auto,
        };
        io.look = io.look.with(self.color, links, self.ascii);
        io.err_look = io.err_look.with(self.color, When::Auto, self.ascii);
        Ok(())
    }
}
