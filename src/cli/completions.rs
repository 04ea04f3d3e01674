//! `daglint completions`.

use std::io::{self, Write};

use clap::{CommandFactory as _, ValueEnum};
use clap_complete::{Generator as _, Shell};
use clap_complete_nushell::Nushell;

use super::{Arguments, Io};
use crate::exit::Exit;

/// What completions are made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CompletionsFor {
    /// Bash
    Bash,
    /// Elvish
    Elvish,
    /// Fish
    Fish,
    /// Nushell
    Nushell,
    /// `PowerShell`
    Powershell,
    /// Zsh
    Zsh,
    /// The manual page, which no shell is
    #[value(hide = true)]
    Man,
}

pub(super) fn run(target: CompletionsFor, io: &mut Io<'_>) -> Exit {
    io.print(Exit::Clean, |out| write(target, out))
}

fn write(target: CompletionsFor, out: &mut dyn Write) -> io::Result<()> {
    let mut command = Arguments::command();
    command.set_bin_name("daglint");
    command.build();
    let shell = match target {
        CompletionsFor::Bash => Shell::Bash,
        CompletionsFor::Elvish => Shell::Elvish,
        CompletionsFor::Fish => Shell::Fish,
        CompletionsFor::Powershell => Shell::PowerShell,
        CompletionsFor::Zsh => Shell::Zsh,
        CompletionsFor::Nushell => return Nushell.try_generate(&command, out),
        CompletionsFor::Man => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            return out.write_all(&page);
        }
    };
    shell.try_generate(&command, out)
}
