//! Environments: what provides the interpreter and the packages of a project.

use std::path::PathBuf;

use pep440_rs::{Version, VersionSpecifiers};
use version_ranges::Ranges;

use super::Declared;
use crate::source::{FileId, Place};

/// The kinds of files that declare dependencies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ManifestKind {
    /// `pyproject.toml`, any of its tables.
    Pyproject,
    /// `setup.py`.
    SetupPy,
    /// `setup.cfg`.
    SetupCfg,
    /// `requirements*.txt` or `.in`.
    Requirements,
    /// `pixi.toml`.
    Pixi,
    /// `Pipfile`.
    Pipfile,
    /// `environment.yml`.
    Conda,
    /// `RUN pip install` of a Dockerfile.
    Dockerfile,
}

/// When a dependency is installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependencyScope {
    /// Always.
    Runtime,
    /// With an extra.
    Extra,
    /// In a development group.
    Development,
}

/// Where a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DependencySource {
    /// An index of packages, and so one of its releases.
    Index,
    /// A path, an address, a repository, another member of the workspace.
    Direct,
}

/// The versions that a requirement allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versions {
    /// Those of a range; without any bound all of them.
    Known(VersionSpecifiers),
    /// It could not be read.
    Unknown,
}

impl Versions {
    /// The range; none where it could not be read.
    pub fn known(&self) -> Option<&VersionSpecifiers> {
        match self {
            Self::Known(specifiers) => Some(specifiers),
            Self::Unknown => None,
        }
    }

    /// Whether a version is certainly not allowed.
    pub fn exclude(&self, version: &Version) -> bool {
        self.known().is_some_and(|known| !known.contains(version))
    }

    /// Whether no version is allowed by both, for certain.
    pub fn never_meet(&self, other: &Self) -> bool {
        let (Self::Known(one), Self::Known(two)) = (self, other) else {
            return false;
        };
        let [one, two] = [one, two].map(|it| Ranges::<Version>::from(it.clone()));
        one.is_disjoint(&two)
    }
}

/// One declared dependency.
#[derive(Debug, Clone)]
pub struct Dependency {
    /// The distribution, normalised as PEP 503 says.
    pub name: String,
    /// The requirement as written.
    pub requirement: String,
    /// Its extras, normalised and sorted.
    pub extras: Vec<String>,
    /// The versions that it allows.
    pub versions: Versions,
    /// Where the package comes from.
    pub source: DependencySource,
    /// Whether it is needed on some machines only: an environment marker, a platform.
    pub conditional: bool,
    /// When it is installed.
    pub scope: DependencyScope,
    /// The extra or group that it is in; none for what is always installed.
    pub group: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A file that declares dependencies.
#[derive(Debug, Clone)]
pub struct Manifest {
    /// Which kind.
    pub kind: ManifestKind,
    /// The file.
    pub file: FileId,
    /// What it declares.
    pub dependencies: Vec<Dependency>,
    /// Bounds for what something else brings: `-c`, `constraint-dependencies`.
    pub constraints: Vec<Dependency>,
    /// Distributions for which the declared bounds do not count: `override-dependencies`.
    pub overridden: Vec<String>,
    /// The tools that it has settings for, or is built by.
    pub tools: Vec<LockKind>,
    /// Whether some groups or extras may contradict each other: `[tool.uv] conflicts`.
    pub has_conflicts: bool,
    /// `requires-python`, or what the tool calls it.
    pub requires_python: Option<Declared<Versions>>,
    /// Whether that is all: false when something in it is computed (`setup.py`,
    /// `dynamic`) or included from where we cannot read.
    pub complete: bool,
    /// Why no tool can read it, and where it stops to make sense.
    pub broken: Option<Declared<String>>,
    /// The files that are read as parts of it.
    pub included: Vec<FileId>,
    /// The table or list where a dependency would be added.
    pub place: Place,
}

/// The tools that lock an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LockKind {
    /// `uv.lock`.
    Uv,
    /// `poetry.lock`.
    Poetry,
    /// `pdm.lock`.
    Pdm,
    /// `pixi.lock`.
    Pixi,
    /// `Pipfile.lock`.
    Pipenv,
    /// A list of requirements in which each is pinned.
    Requirements,
    /// Any other: `conda-lock.yml`, `pylock.toml`.
    Other,
}

impl LockKind {
    /// The command that locks again, where one tool alone writes such a file.
    pub const fn command(self) -> Option<&'static str> {
        match self {
            Self::Uv => Some("uv lock"),
            Self::Poetry => Some("poetry lock"),
            Self::Pdm => Some("pdm lock"),
            Self::Pixi => Some("pixi lock"),
            Self::Pipenv => Some("pipenv lock"),
            Self::Requirements | Self::Other => None,
        }
    }
}

/// A package in a lock file.
#[derive(Debug, Clone)]
pub struct LockedPackage {
    /// The distribution, normalised.
    pub name: String,
    /// The version, where it stands there and can be read.
    pub version: Option<Version>,
    /// The distributions that it requires, normalised.
    pub requires: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// A lock file that covers a project.
#[derive(Debug, Clone)]
pub struct Lock {
    /// Its path.
    pub path: PathBuf,
    /// The tool that reads it.
    pub kind: LockKind,
    /// Its packages, sorted by name; none where they were not read.
    pub packages: std::sync::Arc<Vec<LockedPackage>>,
    /// Why no tool can read it, and where it stops to make sense.
    pub broken: Option<Declared<String>>,
    /// Where it contradicts the manifest beside it.
    pub faults: Vec<LockFault>,
}

impl Lock {
    /// The locked versions of a distribution; several where markers tell them apart.
    pub fn locked(&self, name: &str) -> &[LockedPackage] {
        let start = self.packages.partition_point(|it| it.name.as_str() < name);
        let rest = &self.packages[start..];
        let count = rest.iter().take_while(|it| it.name == name).count();
        &rest[..count]
    }
}

/// Something in a manifest that its lock file does not agree with.
#[derive(Debug, Clone)]
pub struct LockFault {
    /// What differs, as a sentence: "`dagster-dbt` is not in it".
    pub message: String,
    /// What the manifest says.
    pub declared: Place,
    /// What the lock file says.
    pub locked: Place,
    /// Whether only the release of the project itself differs.
    pub is_release: bool,
}

/// A lock file that git leaves out.
#[derive(Debug, Clone)]
pub struct IgnoredLock {
    /// The lock file, which may not exist.
    pub path: PathBuf,
    /// Whether it exists.
    pub exists: bool,
    /// The line of the `.gitignore`.
    pub place: Place,
}

/// A place that chooses an interpreter: `.python-version`, the image of a Dockerfile.
#[derive(Debug, Clone)]
pub struct PythonPin {
    /// The versions that may be chosen: `3.12` means any `3.12.*`.
    pub versions: VersionSpecifiers,
    /// The version as written.
    pub written: String,
    /// What chooses, in words: "the base image".
    pub by: &'static str,
    /// Whether the project itself is installed there, so that its `requires-python` counts.
    pub installs_project: bool,
    /// Where.
    pub place: Place,
}

/// What is known of the version of Dagster that a project runs on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum DagsterVersion {
    /// A lock file or an exact pin says so.
    Exact(Declared<Version>),
    /// The declared bounds.
    Within(Declared<VersionSpecifiers>),
    /// Nothing is declared.
    #[default]
    Unknown,
}

impl DagsterVersion {
    /// The one version.
    pub fn exact(&self) -> Option<&Version> {
        match self {
            Self::Exact(version) => Some(&version.value),
            _ => None,
        }
    }

    /// Whether a version may be the one. Of nothing known it may be any.
    pub fn may_be(&self, version: &Version) -> bool {
        match self {
            Self::Exact(exact) => exact.value == *version,
            Self::Within(bounds) => bounds.value.contains(version),
            Self::Unknown => true,
        }
    }

    /// Whether all the versions that it may be are these or newer.
    pub fn is_at_least(&self, version: &Version) -> bool {
        let newer = Ranges::higher_than(version.clone());
        self.ranges().is_some_and(|it| it.subset_of(&newer))
    }

    /// Whether all the versions that it may be are older.
    pub fn is_before(&self, version: &Version) -> bool {
        let older = Ranges::strictly_lower_than(version.clone());
        self.ranges().is_some_and(|it| it.subset_of(&older))
    }

    fn ranges(&self) -> Option<Ranges<Version>> {
        match self {
            Self::Exact(exact) => Some(Ranges::singleton(exact.value.clone())),
            Self::Within(bounds) => Some(Ranges::from(bounds.value.clone())),
            Self::Unknown => None,
        }
    }
}

/// What provides the interpreter and the packages of a project.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Every file that declares dependencies of the project, also those of the uv
    /// workspace or of the repository that it is part of.
    pub manifests: Vec<Manifest>,
    /// Every lock file that covers the project.
    pub locks: Vec<Lock>,
    /// The lock file of the project that git leaves out.
    pub ignored_lock: Option<IgnoredLock>,
    /// What chooses the interpreter.
    pub python_pins: Vec<PythonPin>,
    /// The version of Dagster.
    pub dagster: DagsterVersion,
    /// Distributions that are the project itself or its siblings in the repository.
    pub local_packages: Vec<String>,
    /// What could not be read of the files that say all this, as text or at all.
    pub unreadable: Vec<PathBuf>,
}
