//! The command line: its arguments. What they do is in the modules below, a file a
//! command.

mod add_ignore;
mod baseline;
mod changed;
mod check;
mod completions;
mod config;
mod display;
mod fix;
mod init;
mod io;
mod list;
mod nothing;
mod output;
mod progress;
mod request;
mod rule;
mod rules;
mod run;
mod scope;
mod settings;
mod show_files;
mod version;
mod watch;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

pub use baseline::{BaselineArguments, BaselineCommand};
pub use completions::CompletionsFor;
pub use config::{ConfigArguments, ConfigFormat};
pub use display::DisplayArguments;
pub use fix::FixArguments;
pub use init::InitArguments;
pub use io::Io;
pub use output::{Output, OutputArguments, OutputFormat};
pub use rule::{RuleArguments, RuleFormat};
pub use rules::RulesArguments;
pub use run::{run, run_with};
pub use scope::ScopeArguments;
pub use settings::{FilesArguments, SelectionArguments, SettingsArguments, VerdictArguments};
pub use version::{VersionArguments, VersionFormat};

/// Would Dagster load this deployment, and would it hold what its authors think it holds?
#[derive(Debug, Parser)]
#[command(
    name = "daglint",
    version,
    about,
    args_conflicts_with_subcommands = true,
    max_term_width = 100,
    after_help = EXIT_CODES
)]
pub struct Arguments {
    /// What to do; nothing means `check`.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// What to check.
    #[command(flatten)]
    pub check: CheckArguments,
    /// What is drawn.
    #[command(flatten)]
    pub display: DisplayArguments,
    /// How many threads work [default: one for each core]
    #[arg(
        long,
        value_name = "NUMBER",
        global = true,
        value_parser = clap::value_parser!(u16).range(1..=1024)
    )]
    pub threads: Option<u16>,
}

impl Arguments {
    /// Whether `-vv` is given.
    fn asks_for_a_log(&self) -> bool {
        let check = match &self.command {
            None => &self.check,
            Some(Command::Check(arguments)) => arguments,
            Some(_) => return false,
        };
        check.verbose > 1
    }
}

const EXIT_CODES: &str = "\
Exit codes: 0 nothing at or above --fail-on; 1 findings; 2 wrong usage, nothing could be
read, or an internal error. Write ./check for a path with the name of a command.";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint; the exit code is the verdict (the default command)
    Check(Box<CheckArguments>),
    /// Show the static inventory: what would load, from where, and what could not be seen
    List(ListArguments),
    /// Show the page of a rule
    #[command(visible_alias = "explain")]
    Rule(RuleArguments),
    /// Show all rules, one line each, with what is on here
    Rules(RulesArguments),
    /// Show the settings in force and where each comes from, or explain one
    Config(ConfigArguments),
    /// Print settings to start from, and the hook for pre-commit
    Init(InitArguments),
    /// Write, prune or show the file of known findings
    #[command(subcommand)]
    Baseline(BaselineCommand),
    /// Show the version, and what a bug report needs
    Version(VersionArguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: CompletionsFor,
    },
}

/// The arguments of `daglint check`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct CheckArguments {
    /// What to load.
    #[command(flatten)]
    pub target: TargetArguments,
    /// What makes the exit code 1.
    #[command(flatten)]
    pub verdict: VerdictArguments,
    /// Print findings and failures only
    #[arg(short, long)]
    pub quiet: bool,
    /// Print nothing but failures; the exit code tells the rest
    #[arg(short, long, conflicts_with = "quiet")]
    pub silent: bool,
    /// Say more: infos in full, what was loaded, what could not be evaluated; twice for a log
    #[arg(short, long, action = ArgAction::Count, conflicts_with_all = ["quiet", "silent"])]
    pub verbose: u8,
    /// Write a comment above everything that is found, so that it is not reported again
    #[arg(long, value_name = "REASON", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    pub add_ignore: Option<String>,
    /// Write even where git does not have all changes
    #[arg(long, requires = "add_ignore")]
    pub allow_dirty: bool,
    /// What is reported.
    #[command(flatten)]
    pub scope: ScopeArguments,
    /// Run again whenever a file changes
    #[arg(long)]
    pub watch: bool,
    /// Say how long each step and rule took
    #[arg(long, hide = true)]
    pub timings: bool,
    /// Which rules are on.
    #[command(flatten)]
    pub selection: SelectionArguments,
    /// What is looked at.
    #[command(flatten)]
    pub files: FilesArguments,
    /// Which settings hold.
    #[command(flatten)]
    pub settings: SettingsArguments,
    /// How and where to show findings.
    #[command(flatten)]
    pub output: OutputArguments,
    /// What is to be written.
    #[command(flatten)]
    pub fix: FixArguments,
}

/// The arguments of `daglint list`.
#[derive(Debug, Args)]
pub struct ListArguments {
    /// What to load.
    #[command(flatten)]
    pub target: TargetArguments,
    /// How to show the inventory
    #[arg(
        long,
        visible_alias = "output-format",
        value_enum,
        value_name = "FORMAT",
        default_value_t = ListFormat::Table
    )]
    pub format: ListFormat,
    /// Draw the assets and their dependencies instead
    #[arg(long, value_enum, value_name = "LANGUAGE", conflicts_with = "format")]
    pub graph: Option<GraphLanguage>,
    /// Print the inventory and failures only
    #[arg(short, long)]
    pub quiet: bool,
    /// What is looked at.
    #[command(flatten)]
    pub files: FilesArguments,
    /// Which settings hold.
    #[command(flatten)]
    pub settings: SettingsArguments,
}

/// What to load: paths, or targets as Dagster's own commands name them.
#[derive(Debug, Args, Default)]
pub struct TargetArguments {
    /// Directories to look below, or files to report on [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// A module to load, as `dagster -m` does; may be repeated
    #[arg(
        short,
        long,
        value_name = "MODULE",
        conflicts_with = "paths",
        help_heading = "Targets"
    )]
    pub module_name: Vec<String>,
    /// A file to load, as `dagster -f` does; may be repeated
    #[arg(
        short = 'f',
        long,
        value_name = "FILE",
        conflicts_with = "paths",
        help_heading = "Targets"
    )]
    pub python_file: Vec<PathBuf>,
    /// A package to load, as `dagster --package-name` does; may be repeated
    #[arg(
        long,
        value_name = "PACKAGE",
        conflicts_with = "paths",
        help_heading = "Targets"
    )]
    pub package_name: Vec<String>,
    /// A workspace file, as `dagster -w` takes it; may be repeated
    #[arg(
        short,
        long,
        value_name = "FILE",
        conflicts_with = "paths",
        help_heading = "Targets"
    )]
    pub workspace: Vec<PathBuf>,
    /// Where the modules of the targets are looked for
    #[arg(
        short = 'd',
        long,
        value_name = "DIRECTORY",
        conflicts_with = "paths",
        help_heading = "Targets"
    )]
    pub working_directory: Option<PathBuf>,
    /// The attribute of the module to load
    #[arg(
        short,
        long,
        value_name = "ATTRIBUTE",
        conflicts_with = "paths",
        help_heading = "Targets"
    )]
    pub attribute: Option<String>,
}

/// The languages of `daglint list --graph`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphLanguage {
    /// A Mermaid flowchart
    Mermaid,
    /// A digraph for Graphviz
    Dot,
}

/// The formats of `daglint list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// Columns, for people
    Table,
    /// One JSON object, as schemas/inventory-v1.json describes it
    Json,
}
