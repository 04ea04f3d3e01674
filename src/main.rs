//! The `daglint` command.

use std::process::ExitCode;

#[cfg(not(feature = "wheel"))]
#[path = "main/program.rs"]
mod program;
// The wheel has the program under its long name, and would be twice as large with both.
#[cfg(feature = "wheel")]
#[path = "main/short_name.rs"]
mod program;

fn main() -> ExitCode {
    program::main()
}
