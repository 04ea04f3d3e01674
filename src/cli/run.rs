//! From arguments to an ending.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::{env, iter};

use anstream::{AutoStream, ColorChoice};
use clap::Parser;

use super::{
    Arguments, Command, Io, baseline, check, completions, config, init, list, rule, rules, version,
};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::Look;
use crate::source::disk::Disk;
use crate::{panic, source};

/// What is nested deeply is walked and dropped deeply; the default stack of a thread
/// does not hold that. Only what is used of it becomes memory.
const STACK: usize = 64 << 20;

/// Runs the program on the arguments, the directory and the streams of the process.
pub fn run() -> Exit {
    panic::silence();
    let parsed = parse(env::args_os().skip(1));
    log_to_errors(parsed.as_ref().is_ok_and(Arguments::asks_for_a_log));
    let threads = parsed.as_ref().ok().and_then(|it| it.threads).unwrap_or(0);
    // All of it in the pool: nobody can choose the stack of the main thread.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.into())
        .stack_size(STACK)
        .build();
    match pool {
        Ok(pool) => pool.install(|| run_in_pool(parsed)),
        Err(error) => {
            let mut err = AutoStream::new(io::stderr(), ColorChoice::Always);
            let _unheard = writeln!(err, "error: cannot start threads: {error}");
            Exit::Failed
        }
    }
}

fn run_in_pool(parsed: Result<Arguments, clap::Error>) -> Exit {
    let mut err = AutoStream::new(io::stderr(), ColorChoice::Always);
    match panic::catch(|| run_on_streams(parsed, &mut err)) {
        Ok(exit) => exit,
        Err(why) => {
            let _unheard = writeln!(err, "error: internal error of daglint: {why}");
            Exit::Failed
        }
    }
}

/// Logs what `DAGLINT_LOG` asks for: `info`, or `daglint::load=trace`; else what `-vv`
/// does.
fn log_to_errors(is_asked: bool) {
    let filters = env::var("DAGLINT_LOG").ok();
    let Some(filters) = filters.or_else(|| is_asked.then(|| "daglint=debug".to_owned())) else {
        return;
    };
    // A second logger is none; the first one stays.
    let _already = env_logger::Builder::new()
        .parse_filters(&filters)
        .format_timestamp(None)
        .try_init();
}

fn run_on_streams(parsed: Result<Arguments, clap::Error>, err: &mut dyn Write) -> Exit {
    let directory = match env::current_dir() {
        Ok(directory) => directory,
        Err(error) => {
            let why = source::io_message(&error);
            let failure = Failure::new(format!("cannot find the current directory: {why}"));
            let _unheard = writeln!(err, "{failure}");
            return Exit::Failed;
        }
    };
    // What is drawn without colour has no escapes to strip.
    let choice = ColorChoice::Always;
    let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), choice));
    let io = Io {
        directory,
        disk: Disk::new(),
        input: &mut io::stdin().lock(),
        out: &mut out,
        err,
        variables: own_variables(),
        look: Look::of_output(),
        err_look: Look::of_errors(),
        is_watched: io::stderr().is_terminal(),
    };
    let exit = run_parsed(parsed, io);
    // Whatever could not be written was reported; dropping the buffer would try again.
    let (_stream, _unwritten) = out.into_parts();
    exit
}

/// The variables of the environment that are daglint's own, those that are text.
fn own_variables() -> BTreeMap<String, String> {
    let text = |(name, value): (OsString, OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let all = env::vars_os().filter_map(text);
    all.filter(|(name, value)| name.starts_with("DAGLINT_") && !value.is_empty())
        .collect()
}

/// Runs the program on given arguments (without the program's name) and streams.
pub fn run_with(arguments: impl IntoIterator<Item = OsString>, io: Io<'_>) -> Exit {
    run_parsed(parse(arguments), io)
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Arguments, clap::Error> {
    Arguments::try_parse_from(iter::once(OsString::from("daglint")).chain(arguments))
}

fn run_parsed(parsed: Result<Arguments, clap::Error>, mut io: Io<'_>) -> Exit {
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => return usage(&error, &mut io),
    };
    if let Err(failure) = parsed.display.apply(&mut io) {
        io.say_failure(&failure);
        return Exit::Failed;
    }
    let result = match &parsed.command {
        None => check::run(&parsed.check, &mut io),
        Some(Command::Check(arguments)) => check::run(arguments, &mut io),
        Some(Command::List(arguments)) => list::run(arguments, &mut io),
        Some(Command::Rule(arguments)) => rule::run(arguments, &mut io),
        Some(Command::Rules(arguments)) => rules::run(arguments, &mut io),
        Some(Command::Config(arguments)) => config::run(arguments, &mut io),
        Some(Command::Init(arguments)) => init::run(arguments, &mut io),
        Some(Command::Baseline(command)) => baseline::run(command, &mut io),
        Some(Command::Version(arguments)) => Ok(version::run(arguments, &mut io)),
        Some(Command::Completions { shell }) => Ok(completions::run(*shell, &mut io)),
    };
    result.unwrap_or_else(|failure| {
        io.say_failure(&failure);
        Exit::Failed
    })
}

/// Help and version are results; everything else that clap says is wrong usage.
fn usage(error: &clap::Error, io: &mut Io<'_>) -> Exit {
    let text = error.render();
    if error.use_stderr() {
        let colour = io.err_look.colour;
        let text = if colour {
            text.ansi().to_string()
        } else {
            text.to_string()
        };
        io.say(text.trim_end());
        return Exit::Failed;
    }
    let colour = io.look.colour;
    io.print(Exit::Clean, |out| {
        if colour {
            write!(out, "{}", text.ansi())
        } else {
            write!(out, "{text}")
        }
    })
}
