//! Code locations.

use super::{
    Asset, AssetCheck, Automation, AutomationKind, Job, LoadFault, Node, ProjectId, Reach,
    Resource, Target,
};
use crate::source::{FileId, Place};

/// The kinds of definitions that can be incompletely known, each on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Assets.
    Assets,
    /// Asset checks.
    AssetChecks,
    /// Jobs.
    Jobs,
    /// Schedules.
    Schedules,
    /// Sensors.
    Sensors,
    /// Resources.
    Resources,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Assets,
        Self::AssetChecks,
        Self::Jobs,
        Self::Schedules,
        Self::Sensors,
        Self::Resources,
    ];

    /// What one definition of the kind is called.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Assets => "asset",
            Self::AssetChecks => "asset check",
            Self::Jobs => "job",
            Self::Schedules => "schedule",
            Self::Sensors => "sensor",
            Self::Resources => "resource",
        }
    }
}

/// Something that could not be known without running the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// Where the knowledge ends.
    pub place: Place,
    /// Why: "value comes from `requests.get(...)`".
    pub reason: String,
    /// The kinds that it leaves open.
    pub opens: Vec<Kind>,
}

/// The module that Dagster imports for a code location.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its dotted name; for a file target the stem of the file.
    pub module: String,
    /// Its file; none for a namespace package.
    pub file: Option<FileId>,
}

/// A module of the project that another one imports, outside of any function.
#[derive(Debug, Clone)]
pub struct ModuleImport {
    /// The import, in the importing file.
    pub place: Place,
    /// The dotted name of the imported module.
    pub module: String,
    /// Its file.
    pub file: FileId,
}

/// The kinds of object that make a module a code location, in Dagster's order of
/// precedence (`dagster._core.workspace.autodiscovery`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LoadableKind {
    /// A function under `@definitions`.
    LazyDefinitions,
    /// A `Definitions` object.
    Definitions,
    /// A `@repository`.
    Repository,
    /// A resolved job.
    Job,
    /// A graph.
    Graph,
    /// Loose assets.
    Assets,
}

/// One code location, loaded statically.
#[derive(Debug, Clone)]
pub struct CodeLocation {
    /// Its name, as Dagster would show it.
    pub name: String,
    /// What was loaded.
    pub target: Target,
    /// The project that it belongs to, if any.
    pub project: Option<ProjectId>,
    /// The module that the target names; none where it does not exist.
    pub entry: Option<Entry>,
    /// What Dagster takes from the module; none where there is nothing to take.
    pub loaded_from: Option<LoadableKind>,
    /// How many repositories that is. Names are unique within one of them only, and
    /// the lists below do not say which definition is in which.
    pub repositories: usize,
    /// Assets, in the order in which Dagster receives them.
    pub assets: Vec<Asset>,
    /// Asset checks.
    pub asset_checks: Vec<AssetCheck>,
    /// Jobs, those that schedules and sensors bring included.
    pub jobs: Vec<Job>,
    /// Schedules and sensors.
    pub automations: Vec<Automation>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Op and graph names in use.
    pub nodes: Vec<Node>,
    /// What could not be known.
    pub unknowns: Vec<Unknown>,
    /// What went wrong, or silently lost something, while loading.
    pub faults: Vec<LoadFault>,
    /// The project's own files that were imported.
    pub imported: Vec<FileId>,
    /// Those that the loader of a defs folder imported, each for itself.
    pub defs_files: Vec<FileId>,
    /// The imports of them that run as a module is loaded, the first of each module in each
    /// file.
    pub imports: Vec<ModuleImport>,
    /// What it does not hold of the modules that it imports.
    pub reach: Reach,
}

impl CodeLocation {
    /// Whether every definition of a kind is known, so that absence means something.
    pub fn is_closed(&self, kind: Kind) -> bool {
        self.unknowns
            .iter()
            .all(|unknown| !unknown.opens.contains(&kind))
    }

    /// Whether everything is known.
    pub fn is_complete(&self) -> bool {
        self.unknowns.is_empty()
    }

    /// The schedules.
    pub fn schedules(&self) -> impl Iterator<Item = &Automation> {
        self.automations
            .iter()
            .filter(|automation| automation.kind == AutomationKind::Schedule)
    }

    /// The sensors.
    pub fn sensors(&self) -> impl Iterator<Item = &Automation> {
        self.automations
            .iter()
            .filter(|automation| automation.kind == AutomationKind::Sensor)
    }
}
