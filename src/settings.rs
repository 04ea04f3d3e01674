//! Settings: what holds for the run and for each project, and what says so.
//!
//! ```text
//! daglint.toml, [tool.daglint], variables, flags
//!   -> layer      one source: validated against the schema, each value with its place
//!   -> Settings   all layers of one file, merged: options, states of rules, patterns
//!   -> Finder     the settings of the run, and of every project
//! ```

mod file;
mod finder;
mod layer;
mod merge;
mod options;
mod patterns;
mod rule_states;
pub mod schema;
mod selector;
mod validate;

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use pep440_rs::VersionSpecifiers;

pub(crate) use file::{NAMES, in_directory as settings_files};
pub(crate) use finder::Finder;
pub use finder::{Configuration, GivenText, Overrides};
pub use options::{Exclude, FailOn, Ignores, LayoutPart, Level, Options, Preset, Reasoned, Yes};
pub use patterns::Matched;
pub use rule_states::{RuleState, Why};
pub use selector::{Selector, Subject, nearest, nearest_rules};

use crate::rule::Rule;
use crate::source::Place;
use layer::Layer;
use merge::Merged;
use patterns::Patterns;
use rule_states::RuleStates;

/// Something that is wrong with settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsFault {
    /// Where.
    pub place: Place,
    /// What, one sentence without a full stop.
    pub message: String,
    /// A few words on what is at the place.
    pub label: Option<String>,
    /// The way out.
    pub help: Option<String>,
}

/// The name of a value: a setting, or an entry of one that is a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The setting.
    pub name: String,
    /// The key in its table.
    pub inner: Option<String>,
}

impl Key {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            inner: None,
        }
    }

    fn inner(name: &str, inner: &str) -> Self {
        Self {
            name: name.to_owned(),
            inner: Some(inner.to_owned()),
        }
    }
}

/// A value of a source.
#[derive(Debug, Clone)]
pub struct Setting {
    /// Its name.
    pub key: Key,
    /// What it is set to.
    pub value: toml::Value,
    /// The key and the value in the text.
    pub place: Place,
}

/// A value in force.
#[derive(Debug, Clone)]
pub struct Effective {
    /// Its name.
    pub key: Key,
    /// The value.
    pub value: toml::Value,
    /// What says so; nothing for a default.
    pub places: Vec<Place>,
}

/// The settings of one file and of what overrides it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The file; none where there is none.
    pub file: Option<PathBuf>,
    /// Every value in force.
    pub options: Options,
    effective: Vec<Effective>,
    rules: RuleStates,
    exclude: Vec<Patterns>,
    per_file: Vec<(Patterns, Ignores)>,
    per_location: Vec<(GlobMatcher, Ignores, Place)>,
    per_asset: Vec<(GlobMatcher, Ignores, Place)>,
    extra_paths: Vec<PathBuf>,
    baseline: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(None, Path::new(""), &[])
    }
}

impl Settings {
    fn of(file: Option<PathBuf>, directory: &Path, layers: &[Layer]) -> Self {
        let merged = Merged::of(layers);
        let options = merged.options();
        Self {
            file,
            rules: RuleStates::new(layers, &options),
            exclude: excluded(directory, layers, &options),
            per_file: per_file(layers),
            per_location: globs(layers, "per-location-ignores"),
            per_asset: globs(layers, "per-asset-ignores"),
            extra_paths: paths(layers, "extra-paths"),
            baseline: paths(layers, "baseline").pop().filter(|_| {
                options
                    .baseline
                    .as_ref()
                    .is_some_and(|path| !path.is_empty())
            }),
            effective: merged.effective(),
            options,
        }
    }

    /// How a rule is in force.
    pub fn rule(&self, rule: &Rule) -> RuleState {
        self.rules.of(rule)
    }

    /// Every value in force, by name.
    pub fn effective(&self) -> &[Effective] {
        &self.effective
    }

    /// The pattern of `exclude` that matches a path or a folder around it. Of a path that
    /// is below `named`, the folders below that count.
    pub fn excludes(
        &self,
        path: &Path,
        is_directory: bool,
        named: Option<&Path>,
    ) -> Option<Matched> {
        let mut sets = self.exclude.iter();
        sets.find_map(|set| set.around(path, is_directory, named))
    }

    /// The pattern of `exclude` that matches a path itself.
    pub fn excludes_itself(&self, path: &Path, is_directory: bool) -> Option<Matched> {
        let mut sets = self.exclude.iter();
        sets.find_map(|set| set.of(path, is_directory))
    }

    /// Directories in which modules are looked for besides.
    pub fn extra_paths(&self) -> &[PathBuf] {
        &self.extra_paths
    }

    /// The releases of Dagster that the project is said to run on, and what says so.
    pub fn dagster_version(&self) -> Option<(VersionSpecifiers, Place)> {
        let mut effective = self.effective.iter();
        let said = effective.find(|it| it.key.name == "dagster-version")?;
        let place = *said.places.first()?;
        Some((said.value.as_str()?.parse().ok()?, place))
    }

    /// The file of known findings.
    pub fn baseline(&self) -> Option<&Path> {
        self.baseline.as_deref()
    }

    /// What of `per-file-ignores` keeps a rule out of a file.
    pub fn ignored_in_file(&self, rule: &Rule, path: &Path) -> Option<&Ignores> {
        let mut entries = self.per_file.iter();
        let found = entries
            .find(|(set, ignores)| names(ignores, rule) && set.around(path, false, None).is_some());
        found.map(|(_, ignores)| ignores)
    }

    /// What of `per-location-ignores` keeps a rule out of a code location.
    pub fn ignored_in_location(&self, rule: &Rule, location: &str) -> Option<&Ignores> {
        first(&self.per_location, rule, location)
    }

    /// What of `per-asset-ignores` keeps a rule from an asset.
    pub fn ignored_for_asset(&self, rule: &Rule, key: &str) -> Option<&Ignores> {
        first(&self.per_asset, rule, key)
    }
}

fn first<'a>(
    entries: &'a [(GlobMatcher, Ignores, Place)],
    rule: &Rule,
    name: &str,
) -> Option<&'a Ignores> {
    let mut entries = entries.iter();
    let found = entries.find(|(glob, ignores, _)| names(ignores, rule) && glob.is_match(name));
    found.map(|(_, ignores, _)| ignores)
}

fn names(ignores: &Ignores, rule: &Rule) -> bool {
    let mut words = ignores.rules().iter();
    words.any(|word| Selector::parse(word).is_some_and(|selector| selector.names(rule)))
}

/// The patterns of `exclude`, the last layer that has it or the default, and those of
/// every `extend-exclude`.
fn excluded(directory: &Path, layers: &[Layer], options: &Options) -> Vec<Patterns> {
    let sets = |name: &'static str| {
        layers.iter().flat_map(move |layer| {
            let settings = layer.settings.iter().filter(move |it| it.key.name == name);
            settings.map(move |it| Patterns::new(&layer.base, strings(&it.value), Some(it.place)))
        })
    };
    let exclude = sets("exclude").last().unwrap_or_else(|| {
        Patterns::new(
            directory,
            options.exclude.0.iter().map(String::as_str),
            None,
        )
    });
    std::iter::once(exclude)
        .chain(sets("extend-exclude"))
        .collect()
}

fn per_file(layers: &[Layer]) -> Vec<(Patterns, Ignores)> {
    let mut found = Vec::new();
    for layer in layers.iter().rev() {
        for (pattern, setting) in layer.entries("per-file-ignores") {
            let patterns = Patterns::new(&layer.base, [pattern], Some(setting.place));
            found.extend(ignores(&setting.value).map(|ignores| (patterns, ignores)));
        }
    }
    found
}

fn globs(layers: &[Layer], name: &str) -> Vec<(GlobMatcher, Ignores, Place)> {
    let mut found = Vec::new();
    for layer in layers.iter().rev() {
        for (pattern, setting) in layer.entries(name) {
            let glob = GlobBuilder::new(pattern).literal_separator(true).build();
            if let (Ok(glob), Some(ignores)) = (glob, ignores(&setting.value)) {
                found.push((glob.compile_matcher(), ignores, setting.place));
            }
        }
    }
    found
}

fn ignores(value: &toml::Value) -> Option<Ignores> {
    value.clone().try_into().ok()
}

/// The paths of the last layer that has a setting, each from the base of the layer.
fn paths(layers: &[Layer], name: &str) -> Vec<PathBuf> {
    let last = layers
        .iter()
        .rev()
        .find_map(|layer| Some((layer, layer.get(name)?)));
    last.map_or_else(Vec::new, |(layer, value)| {
        let one = value.as_str();
        let all = strings(value).chain(one);
        all.map(|path| crate::path::join(&layer.base, path))
            .collect()
    })
}

fn strings(value: &toml::Value) -> impl Iterator<Item = &str> {
    let items = value.as_array().into_iter().flatten();
    items.filter_map(toml::Value::as_str)
}

/// Whether any of some settings has a rule on.
pub fn any_on<'a>(mut all: impl Iterator<Item = &'a Settings>, rule: &Rule) -> bool {
    all.any(|settings| settings.rule(rule).on)
}
