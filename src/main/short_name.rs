//! A short name for `dagster-lint`, which lies beside it.

use std::env;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use daglint::source::disk::Disk;

pub(crate) fn main() -> ExitCode {
    let run = beside().and_then(|program| {
        let mut command = Command::new(program);
        become_it(command.args(env::args_os().skip(1)))
    });
    run.unwrap_or_else(|error| {
        // Where standard error is closed the exit code has to do.
        let _unheard = writeln!(io::stderr(), "error: cannot run `dagster-lint`: {error}");
        ExitCode::from(2)
    })
}

/// Where the program is. A link to this one may lie anywhere.
fn beside() -> io::Result<PathBuf> {
    let own = Disk::new().real(&env::current_exe()?);
    Ok(own.with_file_name(format!("dagster-lint{}", env::consts::EXE_SUFFIX)))
}

#[cfg(unix)]
fn become_it(command: &mut Command) -> io::Result<ExitCode> {
    use std::os::unix::process::CommandExt;
    Err(command.exec())
}

/// Where a process cannot become another one, it hands the exit code on.
#[cfg(not(unix))]
fn become_it(command: &mut Command) -> io::Result<ExitCode> {
    let code = command.status()?.code();
    let small = code.and_then(|code| u8::try_from(code).ok());
    Ok(ExitCode::from(small.unwrap_or(2)))
}
