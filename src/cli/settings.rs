//! From flags and variables to settings.

use std::path::PathBuf;

use clap::Args;
use toml::{Table, Value};

use super::Io;
use crate::diagnostic::Severity;
use crate::failure::Failure;
use crate::path::join;
use crate::settings::{FailOn, Overrides, Preset, Selector};

/// What says which settings hold, and what wins over them.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Settings")]
pub struct SettingsArguments {
    /// A file of settings in place of those in the tree, or a setting as TOML
    #[arg(long, value_name = "FILE|KEY=VALUE")]
    pub config: Vec<String>,
    /// Read no file of settings
    #[arg(long)]
    pub isolated: bool,
}

/// What is checked, and how severely.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Rules")]
pub struct SelectionArguments {
    /// The rules that are on: codes, prefixes (DAG4), names, subjects, ALL
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Option<Vec<String>>,
    /// Rules that are off
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Option<Vec<String>>,
    /// Rules to turn on in addition
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub extend_select: Option<Vec<String>>,
    /// Rules to turn off in addition
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub extend_ignore: Option<Vec<String>>,
    /// The set of severities to start from
    #[arg(long, value_enum, value_name = "PRESET")]
    pub preset: Option<Preset>,
    /// The least severity that is reported
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub min_severity: Option<Severity>,
}

/// What makes the exit code 1.
#[derive(Debug, Args, Default)]
pub struct VerdictArguments {
    /// The least severity that makes the exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub fail_on: Option<FailOn>,
    /// Exit with 0 whatever is found: the same as --fail-on never
    #[arg(long, conflicts_with = "fail_on")]
    pub exit_zero: bool,
    /// A file of findings that are known and not reported
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<String>,
    /// Fail where not everything could be evaluated
    #[arg(long, overrides_with = "no_fail_on_incomplete")]
    pub fail_on_incomplete: bool,
    /// Undo what settings say
    #[arg(long, hide = true, overrides_with = "fail_on_incomplete")]
    pub no_fail_on_incomplete: bool,
}

/// What is looked at.
#[derive(Debug, Args, Default)]
#[command(next_help_heading = "Files")]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub struct FilesArguments {
    /// What the search for files leaves out, in place of the default list
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub exclude: Option<Vec<String>>,
    /// What the search for files leaves out in addition
    #[arg(long, value_name = "PATTERN", value_delimiter = ',')]
    pub extend_exclude: Option<Vec<String>>,
    /// Leave out what is excluded, even where it is named
    #[arg(long, overrides_with = "no_force_exclude")]
    pub force_exclude: bool,
    /// Undo what settings say
    #[arg(long, hide = true, overrides_with = "force_exclude")]
    pub no_force_exclude: bool,
    /// Leave out what git ignores
    #[arg(long, hide = true, overrides_with = "no_respect_gitignore")]
    pub respect_gitignore: bool,
    /// Do not leave out what git ignores
    #[arg(long, overrides_with = "respect_gitignore")]
    pub no_respect_gitignore: bool,
}

/// The variables that are read, and the settings that they give.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("DAGLINT_FAIL_ON", "fail-on"),
    ("DAGLINT_MIN_SEVERITY", "min-severity"),
    ("DAGLINT_PRESET", "preset"),
];

/// The variable that names a file of settings.
pub(super) const FILE_VARIABLE: &str = "DAGLINT_CONFIG";

impl SettingsArguments {
    /// What these arguments and the variables say, flags still to be added.
    pub(super) fn overrides(&self, io: &Io<'_>) -> Result<Overrides, Failure> {
        let mut overrides = Overrides {
            isolated: self.isolated,
            ..Overrides::default()
        };
        for &(variable, key) in VARIABLES {
            if let Some(value) = io.variables.get(variable) {
                overrides = overrides.with(variable, one(key, value.clone()));
            }
        }
        let given = io.variables.get(FILE_VARIABLE).filter(|_| !self.isolated);
        overrides.file = given.map(|path| self.file(path, io)).transpose()?;
        let mut from_flag = None;
        for given in &self.config {
            if given.contains('=') && !io.disk.is_file(join(&io.directory, given)) {
                overrides = overrides.with("--config", given.clone());
            } else if from_flag.replace(given).is_some() {
                return Err(Failure::new("--config names two files")
                    .help("let one file `extend` the other"));
            } else {
                overrides.file = Some(self.file(given, io)?);
            }
        }
        Ok(overrides)
    }

    fn file(&self, given: &str, io: &Io<'_>) -> Result<PathBuf, Failure> {
        let path = join(&io.directory, given);
        if self.isolated {
            return Err(Failure::new("--isolated reads no file of settings")
                .help(format!("drop it, or drop `{given}`")));
        }
        if io.disk.is_file(&path) {
            return Ok(path);
        }
        Err(Failure::new(format!("`{given}` does not exist")).help(
            "--config takes a file of settings, or a setting as TOML: \
             --config 'fail-on = \"error\"'",
        ))
    }
}

impl SelectionArguments {
    /// The rules that these arguments name to be on.
    pub(super) fn asked_for(&self) -> Vec<Selector> {
        if self.min_severity == Some(Severity::Info) {
            return vec![Selector::All];
        }
        let words = self.select.iter().chain(&self.extend_select).flatten();
        words.filter_map(|word| Selector::parse(word)).collect()
    }

    pub(super) fn add_to(&self, overrides: Overrides) -> Overrides {
        overrides
            .with_flag("--select", list("select", self.select.as_deref()))
            .with_flag("--ignore", list("ignore", self.ignore.as_deref()))
            .with_flag(
                "--extend-select",
                list("extend-select", self.extend_select.as_deref()),
            )
            .with_flag(
                "--extend-ignore",
                list("extend-ignore", self.extend_ignore.as_deref()),
            )
            .with_flag("--preset", self.preset.map(|it| value("preset", it)))
            .with_flag(
                "--min-severity",
                self.min_severity.map(|it| value("min-severity", it)),
            )
    }
}

impl VerdictArguments {
    pub(super) fn add_to(&self, overrides: Overrides) -> Overrides {
        let never = self.exit_zero.then(|| value("fail-on", FailOn::Never));
        let incomplete = pair(self.fail_on_incomplete, self.no_fail_on_incomplete);
        overrides
            .with_flag("--fail-on", self.fail_on.map(|it| value("fail-on", it)))
            .with_flag("--exit-zero", never)
            .with_flag(
                "--baseline",
                self.baseline.as_ref().map(|path| value("baseline", path)),
            )
            .with_flag(
                "--fail-on-incomplete",
                incomplete.map(|it| value("fail-on-incomplete", it)),
            )
    }
}

impl FilesArguments {
    pub(super) fn add_to(&self, overrides: Overrides) -> Overrides {
        let forced = pair(self.force_exclude, self.no_force_exclude);
        let git = pair(self.respect_gitignore, self.no_respect_gitignore);
        overrides
            .with_flag("--exclude", list("exclude", self.exclude.as_deref()))
            .with_flag(
                "--extend-exclude",
                list("extend-exclude", self.extend_exclude.as_deref()),
            )
            .with_flag(
                "--force-exclude",
                forced.map(|it| value("force-exclude", it)),
            )
            .with_flag(
                "--no-respect-gitignore",
                git.map(|it| value("respect-gitignore", it)),
            )
    }
}

/// A flag and its hidden opposite; clap keeps the last of both.
fn pair(yes: bool, no: bool) -> Option<bool> {
    (yes || no).then_some(yes)
}

fn list(key: &str, items: Option<&[String]>) -> Option<String> {
    items.map(|items| value(key, items))
}

fn value(key: &str, value: impl serde::Serialize) -> String {
    // Strings, booleans, lists and words are always TOML.
    Value::try_from(value).map_or_else(|_| String::new(), |value| one(key, value))
}

fn one(key: &str, value: impl Into<Value>) -> String {
    let mut table = Table::new();
    table.insert(key.to_owned(), value.into());
    table.to_string()
}
