//! `daglint version`.

use clap::{Args, ValueEnum};
use serde_json::json;

use super::Io;
use super::settings::{FILE_VARIABLE, VARIABLES};
use crate::exit::Exit;
use crate::report::shown_path;
use crate::rule::RULES;
use crate::settings::{Finder, Overrides};
use crate::source::Sources;

/// The releases of Dagster whose facts are known.
const DAGSTER: &str = ">=1.5,<1.14";

/// The arguments of `daglint version`.
#[derive(Debug, Args)]
pub struct VersionArguments {
    /// How to show it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = VersionFormat::Text)]
    pub output_format: VersionFormat,
    /// Show what a bug report needs
    #[arg(short, long)]
    pub verbose: bool,
}

/// The formats of `daglint version`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VersionFormat {
    /// A line, or a line a fact
    Text,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &VersionArguments, io: &mut Io<'_>) -> Exit {
    let variables: serde_json::Map<String, serde_json::Value> = VARIABLES
        .iter()
        .map(|(name, _)| *name)
        .chain([FILE_VARIABLE])
        .filter_map(|name| Some((name.to_owned(), io.variables.get(name)?.clone().into())))
        .collect();
    let facts = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "commit": option_env!("DAGLINT_COMMIT"),
        "commit_date": option_env!("DAGLINT_COMMIT_DATE"),
        "target": env!("DAGLINT_TARGET"),
        "dagster": DAGSTER,
        "rules": RULES.len(),
        "threads": rayon::current_num_threads(),
        "settings": settings_file(io),
        "variables": variables,
    });
    io.print(Exit::Clean, |out| {
        match (arguments.output_format, arguments.verbose) {
            (VersionFormat::Json, _) => {
                serde_json::to_writer_pretty(&mut *out, &facts)?;
                writeln!(out)
            }
            (VersionFormat::Text, false) => writeln!(out, "daglint {}", env!("CARGO_PKG_VERSION")),
            (VersionFormat::Text, true) => {
                let facts = facts.as_object().into_iter().flatten();
                facts
                    .into_iter()
                    .try_for_each(|(name, value)| match value.as_str() {
                        Some(text) => writeln!(out, "{name}: {text}"),
                        None => writeln!(out, "{name}: {value}"),
                    })
            }
        }
    })
}

/// The file whose settings hold in the current directory.
fn settings_file(io: &Io<'_>) -> Option<String> {
    let sources = Sources::new();
    let mut finder = Finder::new(&sources, &Overrides::default(), &io.directory);
    let settings = finder.above(&io.directory);
    let file = settings.file.as_deref()?;
    Some(shown_path(file, &io.directory))
}
