//! `daglint init`.

use std::path::Path;

use clap::Args;
use toml::Table;

use super::Io;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::shown_path;
use crate::settings::{Options, schema, settings_files};
use crate::source::{Sources, io_message};
use crate::write::replace;

/// The hook, of the daglint that is here: nothing is installed that may not be there.
const HOOK: &str = "\
# .pre-commit-config.yaml, where daglint is installed:
#
# repos:
#   - repo: local
#     hooks:
#       - id: daglint
#         name: daglint
#         entry: daglint check --force-exclude
#         language: system
#         types_or: [python, toml, yaml]
#         pass_filenames: false
#         require_serial: true
";

/// The arguments of `daglint init`.
#[derive(Debug, Args)]
pub struct InitArguments {
    /// Write the settings to pyproject.toml, or to daglint.toml where there is none
    #[arg(long)]
    pub write: bool,
}

pub(super) fn run(arguments: &InitArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    if arguments.write {
        return write(io);
    }
    let text = format!("[tool.daglint]\n{}\n{HOOK}", settings());
    Ok(io.print(Exit::Clean, |out| out.write_all(text.as_bytes())))
}

/// Every setting with what it is about and its default, commented out.
fn settings() -> String {
    let defaults = Table::try_from(Options::default()).unwrap_or_default();
    let one = |key: &str| {
        let (about, _) = schema::documented(key).unwrap_or_default();
        let about = textwrap::wrap(&about, 88);
        let about = about.iter().map(|line| format!("# {line}\n"));
        let value = match (schema::example(key), defaults.get(key)) {
            (Some(example), _) => example.to_owned(),
            (None, Some(value)) => value.to_string(),
            (None, None) => "[]".to_owned(),
        };
        format!("{}# {key} = {value}\n\n", about.collect::<String>())
    };
    schema::keys().map(one).collect()
}

/// Adds the settings where there are none.
fn write(io: &mut Io<'_>) -> Result<Exit, Failure> {
    let directory = io.directory.clone();
    let shown = |path: &Path| shown_path(path, &directory);
    if let Some(there) = settings_files(&Sources::new(), &io.directory).first() {
        let message = format!("there are settings in `{}` already", shown(there));
        return Err(Failure::new(message).help("`daglint config` shows them"));
    }
    let pyproject = io.directory.join("pyproject.toml");
    let (path, text) = if io.disk.is_file(&pyproject) {
        let before = io.disk.read_stream(&pyproject).map_err(|error| {
            Failure::new(format!(
                "cannot read `pyproject.toml`: {}",
                io_message(&error)
            ))
        })?;
        let added = format!("[tool.daglint]\n{}", settings());
        // The ends of lines stay those of the file.
        let crlf = before.contains("\r\n");
        let added = if crlf {
            added.replace('\n', "\r\n")
        } else {
            added
        };
        let gap = if before.ends_with('\n') || before.is_empty() {
            ""
        } else {
            "\n"
        };
        let end = if crlf { "\r\n" } else { "\n" };
        (pyproject, format!("{before}{gap}{end}{added}"))
    } else {
        (io.directory.join("daglint.toml"), settings())
    };
    replace(&path, text.as_bytes())
        .map_err(|why| Failure::new(format!("cannot write `{}`: {why}", shown(&path))))?;
    io.say(format_args!("wrote the settings to `{}`", shown(&path)));
    Ok(Exit::Clean)
}
