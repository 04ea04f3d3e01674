//! Whether the build backend of a project finds its packages and ships them. In place
//! everything loads; an environment that installs the project lacks what it leaves out.

mod flit;
mod hatch;
mod poetry;
pub(super) mod setuptools;
mod uv;
mod virtual_project;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::model::{
    ConfigEffect, ConfigFault, ConfigSubject, Declared, Project, Target, TargetKind,
};
use crate::source::disk::Disk;
use crate::source::{Place, SourceFile, Sources};

use super::catalog::Catalog;
use super::command;
use super::layout::source_roots;
use super::path::{base_name, join};
use super::toml_node::{Document, Table, Value};

/// A package of the project that a code location loads.
#[derive(Debug, Clone)]
pub(super) struct Package {
    /// Its name.
    pub(super) name: String,
    /// Its directory.
    pub(super) directory: PathBuf,
}

/// What a project holds, for its build backend.
pub(super) struct Contents<'a> {
    /// Its directory.
    pub(super) project: &'a Path,
    /// What its code locations load of it.
    pub(super) packages: Vec<Package>,
    /// Its files that have to do with Dagster.
    pub(super) python: &'a [&'a SourceFile],
    /// Whether a file beside it may put its modules on the path.
    pub(super) is_put_on_the_path: bool,
}

/// Whether an image, a service or a task in a directory says something of the path.
fn says_path(sources: &Sources, directory: &Path) -> bool {
    let paths = sources.disk().list(directory).unwrap_or_default();
    paths.iter().any(|path| {
        let name = base_name(path);
        let runs = command::is_dockerfile(&name)
            || command::is_compose(&name)
            || [
                "makefile",
                "justfile",
                ".justfile",
                "taskfile.yml",
                "mise.toml",
                ".envrc",
            ]
            .contains(&name.to_ascii_lowercase().as_str());
        runs && sources.disk().is_file(path) && {
            let text = sources.read(path).text();
            text.contains("PYTHONPATH") || text.contains("pip install")
        }
    })
}

impl<'a> Contents<'a> {
    /// What is in a project; `python` is sorted.
    pub(super) fn of(
        sources: &Sources,
        catalog: &Catalog,
        project: &'a Project,
        targets: &[Target],
        python: &'a [&'a SourceFile],
    ) -> Self {
        let directory = project.directory.as_path();
        let own = targets
            .iter()
            .filter(|target| target.project == Some(project.id));
        let modules = own.filter_map(|target| match &target.kind {
            TargetKind::Module(module) | TargetKind::DefsModule(module) => Some(module),
            TargetKind::File(_) => None,
        });
        // A target of a dg project that is in no package of it may come from elsewhere.
        let root_module = project.root_module.as_ref().map(|root| &root.value);
        let modules = modules.filter(|_| root_module.is_none());
        let tops: BTreeSet<&str> = modules
            .chain(root_module)
            .filter_map(|module| module.split('.').next())
            .collect();
        let roots = source_roots(catalog.disk, directory, catalog.get(directory));
        let packages = tops.into_iter().filter_map(|top| {
            let mut directories = roots.iter().map(|root| root.join(top));
            Some(Package {
                name: top.to_owned(),
                directory: directories.find(|path| sources.disk().is_folder(path))?,
            })
        });
        let first = python.partition_point(|file| file.path() < directory);
        let count = python[first..]
            .iter()
            .take_while(|file| file.path().starts_with(directory));
        Self {
            project: directory,
            packages: packages.collect(),
            python: &python[first..first + count.count()],
            is_put_on_the_path: says_path(sources, directory),
        }
    }
}

/// What is wrong with how the project is built.
pub(super) fn faults(sources: &Sources, contents: &Contents<'_>) -> Vec<ConfigFault> {
    let at = |name: &str| {
        let path = contents.project.join(name);
        sources.disk().is_file(&path).then(|| sources.read(&path))
    };
    let document = at("pyproject.toml").and_then(|file| Document::parse(file).ok());
    let root = document.as_ref().map(Document::root);
    let system = root.and_then(|root| root.table(&["build-system"]));
    if system.is_some_and(|system| system.get("backend-path").is_some()) {
        return Vec::new();
    }
    let mut build = Build {
        disk: sources.disk(),
        contents,
        found: Vec::new(),
    };
    let backend = system.and_then(|system| system.string("build-backend"));
    if let Some(root) = root {
        virtual_project::check(&mut build, root);
    }
    if let (Some(root), Some(backend)) = (root, &backend) {
        by_backend(&mut build, root, backend);
    }
    let is_setuptools = backend
        .as_ref()
        .is_none_or(|backend| backend.value.starts_with("setuptools.build_meta"));
    if is_setuptools && (system.is_some() || at("setup.py").is_some()) {
        setuptools::check(&mut build, root, backend.map(|it| it.place), at("setup.py"));
    }
    build.found
}

/// What a backend other than setuptools would make of the project.
fn by_backend(build: &mut Build<'_>, root: Table<'_>, backend: &Declared<String>) {
    let place = backend.place;
    match backend.value.as_str() {
        "hatchling.build" => hatch::check(build, root, place),
        "poetry.core.masonry.api" => poetry::check(build, root, place),
        "uv_build" => uv::check(build, root, place),
        "flit_core.buildapi" => flit::check(build, root, place),
        "pdm.backend" => {}
        _ => return,
    }
    build.readme(root);
}

/// One project and the faults that were found.
struct Build<'a> {
    disk: &'a Disk,
    contents: &'a Contents<'a>,
    found: Vec<ConfigFault>,
}

impl Build<'_> {
    fn add(&mut self, effect: ConfigEffect, place: Place, message: String) {
        self.found.push(ConfigFault {
            subject: ConfigSubject::Package,
            effect,
            place,
            message,
        });
    }

    /// A path below the project.
    fn path(&self, relative: &str) -> PathBuf {
        join(self.contents.project, relative)
    }

    /// Whether a package or module of that name is in a directory of the project.
    fn holds(&self, directory: &str, module: &str) -> bool {
        let inner: PathBuf = module.split('.').collect();
        let path = self.path(directory).join(inner);
        let mut file = path.clone().into_os_string();
        file.push(".py");
        self.disk.is_folder(&path) || self.disk.is_file(Path::new(&file))
    }

    /// Tells the packages that none of the shipped paths holds.
    fn not_shipped(&mut self, place: Place, shipped: &[PathBuf], says: &str) {
        for package in self.contents.packages.clone() {
            // A path below it ships a part, and which is not looked into.
            let is_shipped = |path: &PathBuf| {
                package.directory.starts_with(path) || path.starts_with(&package.directory)
            };
            if !shipped.iter().any(is_shipped) {
                let message = format!("{says} leaves out the package `{}`", package.name);
                self.add(ConfigEffect::Ignored, place, message);
            }
        }
    }

    /// The file that is declared to be the readme.
    fn readme(&mut self, root: Table<'_>) {
        let readme = root.table(&["project"]).and_then(|it| it.get("readme"));
        let file = |value: Value<'_>| value.string().or_else(|| value.table()?.string("file"));
        if let Some(file) = readme.and_then(file)
            && !self.disk.is_file(self.path(&file.value))
        {
            self.found.push(ConfigFault {
                subject: ConfigSubject::PackageMetadata,
                effect: ConfigEffect::Refused,
                place: file.place,
                message: format!("the declared readme `{}` does not exist", file.value),
            });
        }
    }
}

/// The name of the distribution, as written.
fn name(root: Table<'_>) -> Option<Declared<String>> {
    root.table(&["project"])?.string("name")
}

/// The strings of a list, with their places.
fn strings(table: Option<Table<'_>>, key: &str) -> Vec<Declared<String>> {
    let list = table.and_then(|table| table.get(key));
    list.map(|list| list.strings()).unwrap_or_default()
}

/// Whether a path is a pattern.
fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '['])
}
