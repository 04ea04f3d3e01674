//! `--fix` and its kin.

use std::collections::BTreeMap;

use clap::Args;

use super::CheckArguments;
use super::Io;
use super::scope::Named;
use crate::diagnostic::Applicability;
use crate::discover::Request;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::fix::{Fixed, fix, write, write_difference};
use crate::report::{counted, shown_path};

/// What is to be written.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Fixes")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct FixArguments {
    /// Write the fixes that change nothing that works
    #[arg(long, group = "fixing")]
    pub fix: bool,
    /// Take the fixes, too, that change what is loaded or drop a comment
    #[arg(long, requires = "fixing")]
    pub unsafe_fixes: bool,
    /// Print what would be fixed as a patch, and write nothing
    #[arg(long, group = "fixing")]
    pub diff: bool,
    /// Write fixes, and do not report what is left
    #[arg(long, group = "fixing")]
    pub fix_only: bool,
    /// Say what was fixed where
    #[arg(long, requires = "fixing")]
    pub show_fixes: bool,
    /// Exit with 1 where something was fixed
    #[arg(long, requires = "fixing")]
    pub exit_non_zero_on_fix: bool,
}

/// A file that is made can bring others into view: then all is fixed once more.
const MOST_ROUNDS: usize = 5;

impl FixArguments {
    fn least(&self) -> Applicability {
        if self.unsafe_fixes {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        }
    }
}

/// Fixes what is to be fixed. With an ending the run is over; else it goes on with what
/// is left, and ends at least so.
pub(super) fn run(
    arguments: &CheckArguments,
    named: &Named,
    request: &Request,
    io: &mut Io<'_>,
) -> Result<(Exit, bool), Failure> {
    let asked = &arguments.fix;
    if !(asked.fix || asked.diff || asked.fix_only) {
        return Ok((Exit::Clean, false));
    }
    if asked.diff {
        return difference(arguments, named, request, io).map(|exit| (exit, true));
    }
    let mut changed = false;
    for _ in 0..MOST_ROUNDS {
        // What keeps it from being analysed is said by the run that follows.
        let Ok(fixed) = plan(arguments, named, request, io) else {
            return Ok((Exit::Clean, false));
        };
        write(&fixed.changes, &io.directory)?;
        changed |= !fixed.changes.is_empty();
        if !arguments.quiet && !arguments.silent {
            say(&fixed, asked.show_fixes, io);
        }
        if fixed.changes.values().all(|change| change.before.is_some()) {
            break;
        }
    }
    let exit = if changed && asked.exit_non_zero_on_fix {
        Exit::Findings
    } else {
        Exit::Clean
    };
    Ok((exit, asked.fix_only))
}

fn plan(
    arguments: &CheckArguments,
    named: &Named,
    request: &Request,
    io: &mut Io<'_>,
) -> Result<Fixed, Failure> {
    fix(request, arguments.fix.least(), |analysis| {
        let scoped = arguments.scope.findings(named, analysis, io)?;
        Ok(scoped.here)
    })
}

fn difference(
    arguments: &CheckArguments,
    named: &Named,
    request: &Request,
    io: &mut Io<'_>,
) -> Result<Exit, Failure> {
    let fixed = plan(arguments, named, request, io)?;
    let exit = if fixed.changes.is_empty() {
        Exit::Clean
    } else {
        Exit::Findings
    };
    let directory = io.directory.clone();
    let exit = io.print(exit, |out| write_difference(&fixed, &directory, out));
    say_dropped(&fixed, io);
    Ok(exit)
}

/// Says what was fixed.
fn say(fixed: &Fixed, each: bool, io: &mut Io<'_>) {
    say_dropped(fixed, io);
    if fixed.applied.is_empty() {
        return;
    }
    let findings = counted(fixed.applied.len(), "finding");
    let files = counted(fixed.changes.len(), "file");
    io.say(format_args!("Fixed {findings} in {files}"));
    if each {
        let mut counts: BTreeMap<(String, &str, &str), usize> = BTreeMap::new();
        for (path, rule) in &fixed.applied {
            let path = shown_path(path, &io.directory);
            *counts.entry((path, rule.code, rule.name)).or_default() += 1;
        }
        for ((path, code, name), count) in counts {
            io.say(format_args!("  {path}: {count} x {code} {name}"));
        }
    }
}

fn say_dropped(fixed: &Fixed, io: &mut Io<'_>) {
    for path in &fixed.dropped {
        let path = shown_path(path, &io.directory);
        io.say(format_args!(
            "warning: `{path}` was not fixed: with the fixes it would not parse; please report this"
        ));
    }
    if fixed.unfinished {
        io.say("note: not everything is fixed yet; run daglint again");
    }
}
