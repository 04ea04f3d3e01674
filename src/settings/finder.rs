//! Whose settings hold where: those of the run, and those of each project.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::{Reader, in_directory};
use super::layer::Layer;
use super::{Settings, SettingsFault};
use crate::path::{git_root, upward};
use crate::source::Sources;

/// What the command line and the environment say of settings.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// The file to read in place of those in the tree, absolute.
    pub file: Option<PathBuf>,
    /// Whether no file is read at all.
    pub isolated: bool,
    /// Settings that win over those of files, the weakest first.
    pub texts: Vec<GivenText>,
    /// Flags: together they win over everything else.
    pub flags: Vec<GivenText>,
}

/// Settings that do not come from a file.
#[derive(Debug, Clone)]
pub struct GivenText {
    /// What they come from: `--select`, `DAGLINT_FAIL_ON`.
    pub name: String,
    /// The settings, as TOML.
    pub text: String,
}

impl Overrides {
    /// A flag, where it is given.
    #[must_use]
    pub fn with_flag(mut self, name: &str, text: Option<String>) -> Self {
        self.flags.extend(text.map(|text| GivenText {
            name: name.to_owned(),
            text,
        }));
        self
    }

    /// Settings over those of files, as a text.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.texts.push(GivenText {
            name: name.to_owned(),
            text: text.into(),
        });
        self
    }
}

/// The settings of a run and of its projects.
#[derive(Debug, Clone, Default)]
pub struct Configuration {
    run: Arc<Settings>,
    projects: BTreeMap<PathBuf, Arc<Settings>>,
    /// Files whose settings are not read, each with the one beside it that wins.
    pub hidden: Vec<(PathBuf, PathBuf)>,
}

impl Configuration {
    /// The settings of the run as a whole.
    pub fn run(&self) -> &Settings {
        &self.run
    }

    /// The settings that hold for a path: those of the project around it, or of the run.
    pub fn of(&self, path: &Path) -> &Settings {
        let mut around = upward(path).filter_map(|folder| self.projects.get(folder));
        around.next().unwrap_or(&self.run)
    }

    /// All settings of the run, each once or more.
    pub fn all(&self) -> impl Iterator<Item = &Settings> {
        let projects = self.projects.values().map(|settings| &**settings);
        std::iter::once(&*self.run).chain(projects)
    }
}

/// Finds settings, and reads each file once.
pub(crate) struct Finder<'a> {
    reader: Reader<'a>,
    directory: PathBuf,
    fixed: Option<Arc<Settings>>,
    given: Vec<Layer>,
    /// By directory: its own files, or nothing.
    read: HashMap<PathBuf, Option<Arc<Settings>>>,
    hidden: Vec<(PathBuf, PathBuf)>,
}

impl<'a> Finder<'a> {
    /// A finder for a run in a directory.
    pub(crate) fn new(sources: &'a Sources, overrides: &Overrides, directory: &Path) -> Self {
        let mut reader = Reader {
            sources,
            faults: Vec::new(),
        };
        let mut read = |given: &GivenText| {
            let file = sources.add_text(&given.name, &given.text);
            let layer = reader.text(file, directory);
            reader.refuse_extend(layer.as_ref());
            layer
        };
        let mut given: Vec<Layer> = overrides.texts.iter().filter_map(&mut read).collect();
        let flags = overrides.flags.iter().filter_map(read);
        given.push(Layer {
            base: directory.to_path_buf(),
            settings: flags.flat_map(|layer| layer.settings).collect(),
        });
        let mut finder = Self {
            reader,
            directory: directory.to_path_buf(),
            fixed: None,
            given,
            read: HashMap::new(),
            hidden: Vec::new(),
        };
        finder.fixed = match &overrides.file {
            Some(path) => Some(finder.settings(Some(path))),
            None => overrides.isolated.then(|| finder.settings(None)),
        };
        finder
    }

    /// The settings that hold for a directory: those nearest above it.
    pub(crate) fn above(&mut self, directory: &Path) -> Arc<Settings> {
        if let Some(fixed) = &self.fixed {
            return Arc::clone(fixed);
        }
        let git = git_root(self.reader.sources.disk(), directory).map(Path::to_path_buf);
        let inside = |folder: &&Path| git.as_ref().is_none_or(|git| folder.starts_with(git));
        for folder in upward(directory).take_while(inside) {
            if let Some(settings) = self.at(folder) {
                return settings;
            }
        }
        if let Some(Some(settings)) = self.read.get(Path::new("")) {
            return Arc::clone(settings);
        }
        let settings = self.settings(None);
        let known = Some(Arc::clone(&settings));
        self.read.insert(PathBuf::new(), known);
        settings
    }

    /// The settings of a directory's own files.
    pub(crate) fn at(&mut self, directory: &Path) -> Option<Arc<Settings>> {
        if self.fixed.is_some() {
            return None;
        }
        if let Some(known) = self.read.get(directory) {
            return known.clone();
        }
        let files = in_directory(self.reader.sources, directory);
        let settings = files.first().map(|winner| self.settings(Some(winner)));
        if let [winner, losers @ ..] = files.as_slice() {
            let losers = losers.iter().cloned();
            self.hidden
                .extend(losers.map(|loser| (loser, winner.clone())));
        }
        self.read.insert(directory.to_path_buf(), settings.clone());
        settings
    }

    fn settings(&mut self, file: Option<&Path>) -> Arc<Settings> {
        let mut layers = file.map_or_else(Vec::new, |file| self.reader.layers(file));
        layers.extend(self.given.iter().cloned());
        let base = file.and_then(Path::parent).unwrap_or(&self.directory);
        Arc::new(Settings::of(file.map(Path::to_path_buf), base, &layers))
    }

    /// What is wrong with everything that was read so far.
    pub(crate) fn faults(&mut self) -> Vec<SettingsFault> {
        std::mem::take(&mut self.reader.faults)
    }

    /// The settings of the run and of the projects in some directories.
    pub(crate) fn finish<'p>(
        mut self,
        run: &Path,
        projects: impl IntoIterator<Item = &'p Path>,
    ) -> Result<Configuration, Vec<SettingsFault>> {
        let run = self.above(run);
        let projects = projects
            .into_iter()
            .map(|project| (project.to_path_buf(), self.above(project)))
            .collect();
        if !self.reader.faults.is_empty() {
            return Err(self.reader.faults);
        }
        Ok(Configuration {
            run,
            projects,
            hidden: self.hidden,
        })
    }
}
