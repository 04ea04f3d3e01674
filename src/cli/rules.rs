//! `daglint rules`.

use std::path::Path;

use clap::Args;

use super::{Io, SelectionArguments, SettingsArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::shown_origin;
use crate::rule::RULES;
use crate::settings::{Finder, Why};
use crate::source::Sources;

/// The arguments of `daglint rules`.
#[derive(Debug, Args)]
pub struct RulesArguments {
    /// Say what decides on each rule
    #[arg(short, long)]
    pub verbose: bool,
    /// Which rules are on.
    #[command(flatten)]
    pub selection: SelectionArguments,
    /// Which settings hold.
    #[command(flatten)]
    pub settings: SettingsArguments,
}

pub(super) fn run(arguments: &RulesArguments, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let overrides = arguments
        .selection
        .add_to(arguments.settings.overrides(io)?);
    let sources = Sources::new();
    let mut finder = Finder::new(&sources, &overrides, &io.directory);
    let settings = finder.above(&io.directory);
    let faults = finder.faults();
    if !faults.is_empty() {
        return Err(io.framed(&sources, Failure::of_settings(faults)));
    }
    let directory = io.directory.clone();
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    Ok(io.print(Exit::Clean, |out| {
        RULES.iter().try_for_each(|rule| {
            let state = settings.rule(rule);
            let severity = if state.on {
                state.severity.to_string()
            } else {
                "off".to_owned()
            };
            let fix = match rule.fix {
                Some(_) => "[fix]",
                None => "",
            };
            write!(
                out,
                "{}  {:width$}  {severity:7}  {fix:5}  {}",
                rule.code, rule.name, rule.summary
            )?;
            if arguments.verbose {
                let why =
                    [state.why, state.why_severity].map(|why| shown(why, &sources, &directory));
                write!(out, "  ({})", why.join(", severity: "))?;
            }
            writeln!(out)
        })
    }))
}

fn shown(why: Why, sources: &Sources, directory: &Path) -> String {
    match why {
        Why::Default => "default".to_owned(),
        Why::Preset => "preset".to_owned(),
        Why::Library => "library".to_owned(),
        Why::Setting(place) => shown_origin(sources, directory, place),
    }
}
