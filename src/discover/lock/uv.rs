//! `uv.lock`. It repeats the dependencies that each member of the workspace declared
//! when it was written, so comparing is enough to see what `uv lock --check` would see.
//! Environment markers are not compared: uv simplifies them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pep440_rs::{Version, release_specifiers_to_ranges};
use version_ranges::Ranges;

use crate::model::{Declared, Dependency, LockFault, Versions};
use crate::source::{FileId, Place, Sources};

use super::super::manifest::{normalise, uv_input, versions};
use super::super::path::join;
use super::super::toml_node::{Document, Table};
use super::uv_requirement::{Requirement, compare};

/// What a `uv.lock` says of its input.
#[derive(Debug)]
pub(in crate::discover) struct UvLock {
    /// `requires-python` of the whole workspace.
    requires_python: Option<Declared<Versions>>,
    /// The packages that lie in the tree, by directory.
    local: BTreeMap<PathBuf, Local>,
    /// How many packages share it.
    members: usize,
    /// The bounds for what others bring.
    bounds: Vec<Requirement>,
    /// Whether there is no package in it.
    is_empty: bool,
}

/// A package that lies in the tree.
#[derive(Debug)]
struct Local {
    name: String,
    place: Place,
    version: Option<Declared<String>>,
    /// None where uv noted no input.
    requirements: Option<Vec<Requirement>>,
}

/// The project that is compared with a lock.
#[derive(Debug)]
pub(in crate::discover) struct Member<'a> {
    /// Its directory.
    pub(in crate::discover) directory: &'a Path,
    /// Its `pyproject.toml`.
    pub(in crate::discover) file: FileId,
    /// That of the workspace, whose `[tool.uv.sources]` count too.
    pub(in crate::discover) root: Option<FileId>,
    /// `requires-python` of the members of the workspace, its own first.
    pub(in crate::discover) requires_python: Vec<Declared<Versions>>,
    /// How many members are known.
    pub(in crate::discover) members: usize,
}

impl UvLock {
    /// Reads the tables of a lock file.
    pub(super) fn read(path: &Path, root: Table<'_>) -> Self {
        let directory = path.parent().unwrap_or(Path::new(""));
        let packages = root.get("package").map(|it| it.items()).unwrap_or_default();
        let local = packages.iter().filter_map(|it| {
            let table = it.table()?;
            let source = table.table(&["source"])?;
            let keys = ["editable", "virtual", "directory"];
            let at = keys.iter().find_map(|key| source.string(key))?;
            Some((join(directory, at.value), Local::read(table)?))
        });
        let python = root.string("requires-python").map(|python| Declared {
            value: versions::pep440(&python.value),
            place: python.place,
        });
        let manifest = root.table(&["manifest"]).and_then(|it| it.get("members"));
        Self {
            requires_python: python,
            members: manifest.map_or(1, |members| members.items().len()),
            bounds: noted_bounds(root),
            local: local.collect(),
            is_empty: packages.is_empty(),
        }
    }

    /// What differs from a project of today.
    pub(super) fn faults(&self, sources: &Sources, member: &Member<'_>) -> Vec<LockFault> {
        let file = sources.get(member.file);
        let Ok(document) = Document::parse(file) else {
            return Vec::new();
        };
        let uv = document.root().table(&["tool", "uv"]);
        let managed = uv.and_then(|uv| uv.get("managed")?.boolean()) != Some(false);
        let project = document.root().table(&["project"]);
        let Some(project) = project.filter(|_| managed) else {
            return Vec::new();
        };
        let Some(local) = self.local.get(member.directory) else {
            return self.missing(project);
        };
        let mut faults = Vec::new();
        faults.extend(local.name_fault(project));
        let direct = direct(sources, document.root(), member);
        let declared = |all: Vec<Dependency>| -> Vec<Requirement> {
            let all = all.iter();
            all.map(|it| Requirement::declared(it, &direct)).collect()
        };
        let list = project.get("dependencies");
        let places = (
            list.map_or(project.place(), |list| list.place()),
            local.place,
        );
        let noted = local.requirements.as_ref();
        if let (Some(noted), Some(all)) = (noted, uv_input::requirements(document.root())) {
            compare(noted, &declared(all), &local.name, places, &mut faults);
        }
        // `uv.toml` may have bounds, too.
        let at = member.directory.join("uv.toml");
        if member.root == Some(member.file) && !sources.disk().is_file(&at) {
            let all = declared(uv_input::bounds(document.root()));
            compare(&self.bounds, &all, &local.name, places, &mut faults);
        }
        faults.extend(self.python_fault(member));
        faults
    }

    fn missing(&self, project: Table<'_>) -> Vec<LockFault> {
        let name = project.string("name").filter(|_| !self.is_empty);
        let start = self.local.values().next().map(|local| local.place);
        let fault = name.zip(start).map(|(name, start)| LockFault {
            message: format!("project `{}` is not in it", name.value),
            declared: name.place,
            locked: Place::start_of(start.file),
            is_release: false,
        });
        fault.into_iter().collect()
    }

    /// `requires-python` of a lock is what all members have in common.
    fn python_fault(&self, member: &Member<'_>) -> Option<LockFault> {
        let noted = self.requires_python.as_ref()?;
        let all = &member.requires_python;
        let declared = all.first().filter(|_| member.members == self.members)?;
        let ranges = |versions: &Versions| {
            let known = versions.known()?.clone();
            Some(release_specifiers_to_ranges(known))
        };
        let common = all.iter().try_fold(Ranges::full(), |common, one| {
            Some(common.intersection(&ranges(&one.value)?))
        })?;
        (common != ranges(&noted.value)?).then(|| LockFault {
            message: "it was made for another `requires-python`".to_owned(),
            // Of several members it is not known which one changed.
            declared: if all.len() == 1 {
                declared.place
            } else {
                noted.place
            },
            locked: noted.place,
            is_release: false,
        })
    }
}

impl Local {
    fn read(table: Table<'_>) -> Option<Self> {
        let name = table.string("name")?;
        let metadata = table.table(&["metadata"]);
        Some(Self {
            name: normalise(&name.value)?,
            place: name.place,
            version: table.string("version"),
            requirements: metadata.map(noted),
        })
    }

    /// Whether the project got another name or version.
    fn name_fault(&self, project: Table<'_>) -> Option<LockFault> {
        let name = project.string("name")?;
        if normalise(&name.value)? != self.name {
            return Some(LockFault {
                message: format!("it knows the project as `{}`", self.name),
                declared: name.place,
                locked: self.place,
                is_release: false,
            });
        }
        let (noted, declared) = (self.version.as_ref()?, project.string("version")?);
        let [one, two] = [&noted.value, &declared.value].map(|it| it.parse::<Version>().ok());
        (one? != two?).then(|| LockFault {
            message: format!("it has the project at version {}", noted.value),
            declared: declared.place,
            locked: noted.place,
            is_release: true,
        })
    }
}

/// `requires-dist` and `requires-dev` of a package.
fn noted(metadata: Table<'_>) -> Vec<Requirement> {
    let items = metadata.get("requires-dist").map(|it| it.items());
    let mut found: Vec<Requirement> = items
        .unwrap_or_default()
        .iter()
        .filter_map(|item| Requirement::noted(*item, None))
        .collect();
    let groups = metadata.table(&["requires-dev"]).into_iter();
    for (name, group) in groups.flat_map(|groups| groups.entries()) {
        let items = group.items().into_iter();
        found.extend(items.filter_map(|item| Requirement::noted(item, Some(&name.value))));
    }
    found
}

/// `constraints` and `overrides` of the whole workspace.
fn noted_bounds(root: Table<'_>) -> Vec<Requirement> {
    let Some(manifest) = root.table(&["manifest"]) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (key, group) in [("constraints", "constraint"), ("overrides", "override")] {
        let items = manifest.get(key).map(|it| it.items()).unwrap_or_default();
        let read = items
            .into_iter()
            .filter_map(|item| Requirement::noted(item, None));
        found.extend(read.map(|mut it| {
            it.group = Some(format!("bound:{group}"));
            it
        }));
    }
    found
}

/// The names that are taken from elsewhere than an index.
fn direct(sources: &Sources, own: Table<'_>, member: &Member<'_>) -> BTreeSet<String> {
    let mut direct: BTreeSet<String> = uv_input::direct_sources(own).into_iter().collect();
    let root = member.root.filter(|root| *root != member.file);
    let root = root.and_then(|root| Document::parse(sources.get(root)).ok());
    direct.extend(
        root.iter()
            .flat_map(|it| uv_input::direct_sources(it.root())),
    );
    direct
}
