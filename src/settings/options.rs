//! The settings as people write them. The comments here are what `daglint config KEY`
//! shows and what editors show from the published schema.

use std::collections::BTreeMap;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::diagnostic::Severity;
use crate::source::MAX_FILE_SIZE;

/// What stands in `daglint.toml`, `.daglint.toml`, or `[tool.daglint]` in `pyproject.toml`.
///
/// The nearest file at or above a project holds for that project; the file nearest to
/// what was named on the command line holds for the run as a whole and for all that is
/// in no project. Paths and patterns count from the file in which they stand.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[schemars(title = "Settings of daglint")]
pub struct Options {
    /// Files to read first, each relative to this one; what stands here wins over them, and
    /// `extend-...` lists are added to theirs.
    pub extend: Vec<String>,
    /// The versions of daglint that may read this file, as in `>=0.1,<0.2`.
    #[schemars(extend("format" = "version"))]
    pub required_version: Option<String>,
    /// A set of severities to start from.
    pub preset: Preset,
    /// The rules that are on, in place of the default set. A rule is named by its code
    /// (`DAG401`), a prefix of codes (`DAG4`), its name, a subject (`duplicates`), a
    /// consequence (`consequence:refuses`), or `ALL`. The more specific word wins.
    #[schemars(extend("items" = { "type": "string", "format": "selector" }))]
    pub select: Option<Vec<String>>,
    /// Rules that are off. Wins over an equally specific `select`.
    #[schemars(extend("items" = { "type": "string", "format": "selector" }))]
    pub ignore: Vec<String>,
    /// Rules to turn on in addition to those of `select` or of the default set.
    #[schemars(extend("items" = { "type": "string", "format": "selector" }))]
    pub extend_select: Vec<String>,
    /// Rules to turn off in addition to those of `ignore`.
    #[schemars(extend("items" = { "type": "string", "format": "selector" }))]
    pub extend_ignore: Vec<String>,
    /// The severity of rules, named as in `select`; `off` turns them off. It does not turn
    /// on a rule that is off.
    #[schemars(extend("propertyNames" = { "format": "selector" }))]
    pub severity: BTreeMap<String, Level>,
    /// The least severity that makes the exit code 1.
    pub fail_on: FailOn,
    /// Whether a run fails that could not evaluate everything.
    pub fail_on_incomplete: bool,
    /// The least severity that is reported at all.
    pub min_severity: Severity,
    /// Rules that do not hold in some files: patterns as in `.gitignore`, and rules.
    #[schemars(extend("propertyNames" = { "format": "pattern" }))]
    pub per_file_ignores: BTreeMap<String, Ignores>,
    /// Rules that do not hold in some code locations: names or globs, and rules.
    #[schemars(extend("propertyNames" = { "format": "glob" }))]
    pub per_location_ignores: BTreeMap<String, Ignores>,
    /// Rules that do not hold for some assets: keys or globs (`raw/*`), and rules.
    #[schemars(extend("propertyNames" = { "format": "glob" }))]
    pub per_asset_ignores: BTreeMap<String, Ignores>,
    /// A file of findings that are known and not reported, made by `daglint baseline write`.
    pub baseline: Option<String>,
    /// What the search for files leaves out, in place of the default list: patterns as in
    /// `.gitignore`. Virtual environments and hidden folders are always left out.
    pub exclude: Exclude,
    /// What the search for files leaves out in addition.
    #[schemars(extend("items" = { "type": "string", "format": "pattern" }))]
    pub extend_exclude: Vec<String>,
    /// Whether `exclude` holds for paths that are named on the command line, too.
    pub force_exclude: bool,
    /// Whether the search for files leaves out what git ignores.
    pub respect_gitignore: Yes,
    /// Further directories in which modules of the project are looked for.
    pub extra_paths: Vec<String>,
    /// Values of environment variables that the code may count on when it is loaded. The
    /// environment of daglint itself is never read.
    pub env: BTreeMap<String, String>,
    /// How many statements, expressions and turns of loops of one code location are followed.
    /// What is left then is not known, and the run says so.
    #[schemars(range(min = 1))]
    pub max_steps: Limit<5_000_000>,
    /// How deep calls, expressions and imports within one another are followed.
    #[schemars(range(min = 1, max = 1000))]
    pub max_depth: Limit<400>,
    /// How many elements of a container, and bytes of a text, are followed.
    #[schemars(range(min = 1))]
    pub max_size: Limit<100_000>,
    /// How many bytes of a file are read at most. What depends on a larger one is not known,
    /// and `file-too-large` says so. Holds for the run as a whole.
    #[schemars(range(min = 1))]
    pub max_file_size: Limit<MAX_FILE_SIZE>,
    /// The releases of Dagster that the project runs on, as in `>=1.10,<1.12`, in place of
    /// what its lock file or its dependencies say.
    #[schemars(extend("format" = "versions"))]
    pub dagster_version: Option<String>,
    /// Whether the project's definitions are collected by other projects.
    pub library: bool,
    /// The parts of the recommended layout that `nonstandard-layout` looks for; all of them
    /// where nothing is said.
    pub layout: Option<Vec<LayoutPart>>,
}

impl Options {
    /// What one static load may cost.
    pub fn budget(&self) -> Budget {
        Budget {
            steps: self.max_steps.0.into(),
            depth: self.max_depth.0,
            size: usize::try_from(self.max_size.0).unwrap_or(usize::MAX),
        }
    }
}

/// A number that is `DEFAULT` unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(inline)]
pub struct Limit<const DEFAULT: u32>(pub u32);

impl<const DEFAULT: u32> Default for Limit<DEFAULT> {
    fn default() -> Self {
        Self(DEFAULT)
    }
}

/// A boolean that is true unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Yes(pub bool);

impl Default for Yes {
    fn default() -> Self {
        Self(true)
    }
}

/// What a search for files leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("items" = { "type": "string", "format": "pattern" }))]
pub struct Exclude(pub Vec<String>);

impl Default for Exclude {
    fn default() -> Self {
        Self(
            DEFAULT_EXCLUDE
                .iter()
                .map(|&name| name.to_owned())
                .collect(),
        )
    }
}

/// Folders of installed packages and of what tools leave behind.
const DEFAULT_EXCLUDE: &[&str] = &[
    "node_modules/",
    "site-packages/",
    "__pycache__/",
    "__pypackages__/",
    "dbt_packages/",
];

/// A named set of severities.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Preset {
    /// What the page of each rule says.
    #[default]
    Default,
    /// Departures from the recommended layout and practice are warnings.
    Strict,
}

/// A severity, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing.
    Info,
    /// Likely wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Level {
    /// The severity; none for `off`.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Info => Some(Severity::Info),
            Self::Warning => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The least severity that fails a run.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    #[default]
    Warning,
    /// Every finding
    Info,
    /// Nothing
    Never,
}

impl FailOn {
    /// The least severity that fails; none for `never`.
    pub fn least(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Info => Some(Severity::Info),
            Self::Never => None,
        }
    }
}

/// Rules that do not hold somewhere: a list, or a list with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Ignores {
    /// The rules.
    #[schemars(extend("items" = { "type": "string", "format": "selector" }))]
    Rules(Vec<String>),
    /// The rules and why.
    Reasoned(Reasoned),
}

/// Rules that do not hold somewhere, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reasoned {
    /// The rules.
    #[schemars(extend("items" = { "type": "string", "format": "selector" }))]
    pub rules: Vec<String>,
    /// Why they do not hold.
    pub reason: String,
}

impl Ignores {
    /// The rules.
    pub fn rules(&self) -> &[String] {
        match self {
            Self::Rules(rules) | Self::Reasoned(Reasoned { rules, .. }) => rules,
        }
    }

    /// Why, where it is said.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Rules(_) => None,
            Self::Reasoned(reasoned) => Some(&reasoned.reason),
        }
    }
}

/// A part of the layout that Dagster recommends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LayoutPart {
    /// `pyproject.toml` of the project.
    #[serde(rename = "pyproject.toml")]
    Pyproject,
    /// `README.md` of the project.
    #[serde(rename = "README.md")]
    Readme,
    /// `src/<package>/__init__.py`.
    #[serde(rename = "__init__.py")]
    Package,
    /// `src/<package>/definitions.py`.
    #[serde(rename = "definitions.py")]
    Definitions,
    /// `src/<package>/defs/__init__.py`.
    #[serde(rename = "defs")]
    Defs,
    /// `tests/__init__.py`.
    #[serde(rename = "tests")]
    Tests,
    /// A lock file.
    #[serde(rename = "lock")]
    Lock,
}

impl LayoutPart {
    /// The part that a path relative to the project is of.
    pub fn of(path: &str) -> Option<Self> {
        Some(match path {
            "pyproject.toml" => Self::Pyproject,
            "README.md" => Self::Readme,
            "tests/__init__.py" => Self::Tests,
            "uv.lock" => Self::Lock,
            _ if path.ends_with("/defs/__init__.py") => Self::Defs,
            _ if path.ends_with("/definitions.py") => Self::Definitions,
            _ if path.ends_with("/__init__.py") => Self::Package,
            _ => return None,
        })
    }
}
