//! `daglint rules`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anstyle::Style;
use clap::Args;

use super::{Io, SelectionArguments, SettingsArguments};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::report::{Look, folded, shown_origin};
use crate::rule::{RULES, Rule};
use crate::settings::{Finder, RuleState, Selector, Settings, Why, nearest};
use crate::source::Sources;

/// The arguments of `daglint rules`.
#[derive(Debug, Args)]
pub struct RulesArguments {
    /// Only these: codes, prefixes (DAG4), subjects, parts of names [default: all]
    #[arg(value_name = "RULE")]
    pub rules: Vec<String>,
    /// Say what turns each rule on or off
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
    let shown = meant(&arguments.rules)?;
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
    let table = Table {
        settings: &settings,
        origins: arguments.verbose.then(|| (&sources, io.directory.clone())),
        width: shown.iter().map(|rule| rule.name.len()).max().unwrap_or(0),
        look: io.look,
    };
    Ok(io.print(Exit::Clean, |out| {
        table.header(out)?;
        shown.iter().try_for_each(|rule| table.row(rule, out))
    }))
}

/// The rules that some words name, or whose names have them as parts; all without words.
fn meant(words: &[String]) -> Result<Vec<&'static Rule>, Failure> {
    if words.is_empty() {
        return Ok(RULES.iter().collect());
    }
    let named = |word: &str, rule: &Rule| match Selector::parse(word) {
        Some(selector) => selector.names(rule),
        None => rule.name.contains(&word.to_ascii_lowercase()),
    };
    for word in words {
        if !RULES.iter().any(|rule| named(word, rule)) {
            let failure = Failure::new(format!("`{word}` names no rule"));
            return Err(failure.help(match nearest(word) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`daglint rules` shows all of them".to_owned(),
            }));
        }
    }
    let rules = RULES.iter();
    let is_meant = |rule: &&Rule| words.iter().any(|word| named(word, rule));
    Ok(rules.filter(is_meant).collect())
}

/// A line a rule, in columns; what does not fit goes on below itself.
struct Table<'t> {
    settings: &'t Settings,
    /// What says where a setting comes from, where that is asked for.
    origins: Option<(&'t Sources, PathBuf)>,
    width: usize,
    look: Look,
}

impl Table<'_> {
    fn header(&self, out: &mut dyn Write) -> io::Result<()> {
        let bold = self.look.style(Style::new().bold());
        let width = self.width;
        let columns = format!(
            "{:6}  {:width$}  {:8}  {:3}  {:3}",
            "CODE", "NAME", "SEVERITY", "ON", "FIX"
        );
        writeln!(
            out,
            "{bold}{}{bold:#}",
            self.with_summary(&columns, "SUMMARY")
        )
    }

    fn row(&self, rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
        let state = self.settings.rule(rule);
        let severity = match state.why_severity {
            Why::Default => rule.usual,
            _ => state.severity,
        };
        let on = if state.on { "on" } else { "off" };
        let fix = if rule.fix.is_some() { "fix" } else { "" };
        let width = self.width;
        let columns = format!(
            "{:6}  {:width$}  {:8}  {on:3}  {fix:3}",
            rule.code,
            rule.name,
            severity.to_string()
        );
        let row = self.with_summary(&columns, &self.summary(rule, state));
        let dimmed = self.look.style(if state.on {
            Style::new()
        } else {
            Style::new().dimmed()
        });
        let colour = if state.on {
            self.look.severity(severity)
        } else {
            Style::new()
        };
        let word = format!("  {severity}");
        let coloured = format!("  {colour}{severity}{colour:#}");
        writeln!(
            out,
            "{dimmed}{}{dimmed:#}",
            row.replacen(&word, &coloured, 1)
        )
    }

    fn summary(&self, rule: &Rule, state: RuleState) -> String {
        let Some((sources, directory)) = &self.origins else {
            return rule.summary.to_owned();
        };
        let [on, severity] =
            [state.why, state.why_severity].map(|why| origin(why, sources, directory));
        format!("{} ({on}, severity: {severity})", rule.summary)
    }

    /// The summary beside the columns where there is room for it, else below them.
    fn with_summary(&self, columns: &str, summary: &str) -> String {
        const LEAST: usize = 30;
        let indent = " ".repeat(columns.len() + 2);
        if !self.look.is_terminal || indent.len() + LEAST <= self.look.width {
            return folded(summary, &format!("{columns}  "), &indent, self.look);
        }
        let indent = " ".repeat("DAG401  ".len());
        let below = folded(summary, &indent, &indent, self.look);
        format!("{}\n{below}", columns.trim_end())
    }
}

fn origin(why: Why, sources: &Sources, directory: &Path) -> String {
    match why {
        Why::Default => "default".to_owned(),
        Why::Preset => "preset".to_owned(),
        Why::Library => "library".to_owned(),
        Why::Setting(place) => shown_origin(sources, directory, place),
    }
}
