//! setuptools: the packages that it is told of, or finds.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::model::{ConfigEffect, Declared};
use crate::source::disk::Disk;
use crate::source::{Place, SourceFile};

use super::super::manifest::setup_py;
use super::super::member_glob::matches_glob;
use super::super::toml_node::Table;
use super::{Build, Package, strings};

/// What says which packages are built.
#[derive(Debug, Clone)]
pub(in crate::discover) enum Packages {
    /// Each by its name.
    Listed(Vec<Declared<String>>),
    /// Those that are found.
    Found(Finder),
}

/// `find_packages()`, `[tool.setuptools.packages.find]`.
#[derive(Debug, Clone)]
pub(in crate::discover) struct Finder {
    /// Where to look.
    pub(in crate::discover) directory: String,
    /// Patterns of names; none means all.
    pub(in crate::discover) include: Vec<String>,
    /// Patterns of names.
    pub(in crate::discover) exclude: Vec<String>,
    /// Whether a folder without `__init__.py` is a package.
    pub(in crate::discover) namespaces: bool,
}

/// The packages and where that is said.
pub(in crate::discover) type Said = (Packages, Place);

pub(super) fn check(
    build: &mut Build<'_>,
    root: Option<Table<'_>>,
    backend: Option<Place>,
    setup: Option<&SourceFile>,
) {
    let table = root.and_then(|root| root.table(&["tool", "setuptools"]));
    let has = |key: &str| table.is_some_and(|table| table.get(key).is_some());
    // What else brings files into a wheel is not followed.
    let open = ["py-modules", "package-data", "ext-modules", "package-dir"];
    let is_open = open.iter().any(|key| has(key)) || build.disk.is_file(build.path("MANIFEST.in"));
    let requires = root.and_then(|root| root.table(&["build-system"]));
    let plugins = strings(requires, "requires");
    let lists_files = plugins
        .iter()
        .any(|it| it.value.contains("scm") || it.value.contains("git"));
    if is_open || lists_files {
        return;
    }
    match (table.and_then(of_table), setup) {
        (Some(said), _) => told(build, said),
        (None, Some(setup)) => {
            if let Some(said) = setup_py::packages(setup) {
                told(build, said);
            }
        }
        (None, None) => {
            if let Some(place) = backend.filter(|_| !build.disk.is_file(build.path("setup.cfg"))) {
                discovered(build, place);
            }
        }
    }
}

/// `packages` of `[tool.setuptools]`.
fn of_table(table: Table<'_>) -> Option<Said> {
    let packages = table.get("packages")?;
    if packages.is_array() {
        return Some((Packages::Listed(packages.strings()), packages.place()));
    }
    let find = packages.table()?.get("find")?;
    let settings = find.table()?;
    let namespaces = settings.get("namespaces");
    let texts = |key: &str| {
        let found = strings(Some(settings), key).into_iter();
        found.map(|text| text.value).collect::<Vec<_>>()
    };
    let mut directories = texts("where");
    let finder = Finder {
        directory: directories.pop().unwrap_or_default(),
        include: texts("include"),
        exclude: texts("exclude"),
        namespaces: namespaces.and_then(|value| value.boolean()) != Some(false),
    };
    let place = namespaces.map_or(find.place(), |value| value.place());
    directories
        .is_empty()
        .then_some((Packages::Found(finder), place))
}

fn told(build: &mut Build<'_>, (packages, place): Said) {
    match packages {
        Packages::Listed(names) => listed(build, &names, place),
        Packages::Found(finder) => found(build, &finder, place),
    }
}

fn listed(build: &mut Build<'_>, names: &[Declared<String>], place: Place) {
    for name in names {
        let inner: PathBuf = name.value.split('.').collect();
        if !build.disk.is_folder(build.contents.project.join(&inner)) {
            let message = format!(
                "setuptools builds nothing: there is no package `{}`",
                name.value
            );
            build.add(ConfigEffect::Refused, name.place, message);
        }
    }
    let is_listed = |name: &str| names.iter().any(|listed| listed.value == name);
    for package in build.contents.packages.clone() {
        if !is_listed(&package.name) {
            let message = format!("`packages` leaves out the package `{}`", package.name);
            build.add(ConfigEffect::Ignored, place, message);
            continue;
        }
        let missing: Vec<String> = folders(build, &package)
            .into_iter()
            .filter_map(|folder| dotted(&package, &folder))
            .filter(|name| !is_listed(name))
            .map(|name| format!("`{name}`"))
            .collect();
        if !missing.is_empty() {
            let message = format!("`packages` leaves out {}", missing.join(", "));
            build.add(ConfigEffect::Ignored, place, message);
        }
    }
}

fn found(build: &mut Build<'_>, finder: &Finder, place: Place) {
    let matches = |patterns: &[String], name: &str| {
        let mut patterns = patterns.iter();
        patterns.any(|pattern| matches_glob(pattern, name))
    };
    let is_found = |name: &str| {
        (finder.include.is_empty() || matches(&finder.include, name))
            && !matches(&finder.exclude, name)
    };
    let directory = build.path(&finder.directory);
    for package in build.contents.packages.clone() {
        let is_there = package.directory.parent() == Some(&directory);
        let has_init = build.disk.is_file(package.directory.join("__init__.py"));
        if !is_there || !is_found(&package.name) || !(finder.namespaces || has_init) {
            let message = format!(
                "setuptools does not find the package `{}` here",
                package.name
            );
            build.add(ConfigEffect::Ignored, place, message);
            continue;
        }
        if finder.namespaces {
            continue;
        }
        let skipped: BTreeSet<PathBuf> = folders(build, &package)
            .iter()
            .filter_map(|folder| without_init(build.disk, &package.directory, folder))
            .collect();
        for folder in skipped {
            let Some(name) = dotted(&package, &folder) else {
                continue;
            };
            if is_found(&name) {
                let message = format!("`{name}` has no `__init__.py`, so setuptools leaves it out");
                build.add(ConfigEffect::Ignored, place, message);
            }
        }
    }
}

/// The topmost folder from a package to a folder in it that has no `__init__.py`.
fn without_init(disk: &Disk, package: &Path, folder: &Path) -> Option<PathBuf> {
    let between: Vec<&Path> = folder
        .ancestors()
        .take_while(|path| *path != package)
        .collect();
    let mut downward = between.into_iter().rev();
    let first = downward.find(|path| !disk.is_file(path.join("__init__.py")))?;
    Some(first.to_path_buf())
}

/// The folders in a package that have files about Dagster.
fn folders(build: &Build<'_>, package: &Package) -> BTreeSet<PathBuf> {
    let files = build.contents.python.iter().map(|file| file.path());
    let inside = files.filter(|path| path.starts_with(&package.directory));
    let folders = inside.filter_map(Path::parent).map(Path::to_path_buf);
    folders
        .filter(|folder| *folder != package.directory)
        .collect()
}

/// The dotted name of a folder in a package.
fn dotted(package: &Package, folder: &Path) -> Option<String> {
    let inner = folder.strip_prefix(&package.directory).ok()?;
    let mut name = package.name.clone();
    for part in inner.components() {
        name.push('.');
        name.push_str(part.as_os_str().to_str()?);
    }
    let is_test = name
        .split('.')
        .any(|part| part.starts_with("test") || part.ends_with("_tests"));
    (!is_test).then_some(name)
}

/// What setuptools finds where nothing is said: it refuses several packages beside one
/// another.
fn discovered(build: &mut Build<'_>, place: Place) {
    if build.disk.is_folder(build.path("src")) {
        return;
    }
    let project = build.contents.project;
    let tops: BTreeSet<&str> = build
        .contents
        .python
        .iter()
        .filter_map(|file| file.path().strip_prefix(project).ok())
        .filter(|path| path.components().count() > 1)
        .filter_map(|path| path.components().next()?.as_os_str().to_str())
        .filter(|name| is_package_name(name) && !is_reserved(name))
        .collect();
    if tops.len() > 1 {
        let shown: Vec<String> = tops.iter().map(|name| format!("`{name}`")).collect();
        let message = format!(
            "setuptools builds nothing: {} lie beside one another, and `[tool.setuptools]` \
             does not say which of them is the package",
            shown.join(" and ")
        );
        build.add(ConfigEffect::Refused, place, message);
    }
}

fn is_package_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .chars()
            .all(|letter| letter.is_alphanumeric() || letter == '_')
}

/// The names that `FlatLayoutPackageFinder` passes over.
fn is_reserved(name: &str) -> bool {
    const RESERVED: [&str; 31] = [
        "ci",
        "bin",
        "doc",
        "docs",
        "documentation",
        "manpages",
        "news",
        "newsfragments",
        "changelog",
        "test",
        "tests",
        "unit_test",
        "unit_tests",
        "example",
        "examples",
        "scripts",
        "tools",
        "util",
        "utils",
        "python",
        "build",
        "dist",
        "venv",
        "env",
        "requirements",
        "tasks",
        "fabfile",
        "site_scons",
        "benchmark",
        "benchmarks",
        "exercise",
    ];
    name.starts_with(['.', '_']) || name == "exercises" || RESERVED.contains(&name)
}
