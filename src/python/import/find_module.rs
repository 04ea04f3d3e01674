//! Where the modules of a project are, as the import system finds them.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ruff_python_stdlib::sys::is_known_standard_library;

use crate::model::{TargetKind, fault};
use crate::path::is_compiled;
use crate::python::interpreter::Interpreter;
use crate::python::value::module::{Module, ModuleState};
use crate::python::value::scope::{Scope, ScopeKind};
use crate::python::value::{Unknown, Value};
use crate::source::Place;
use crate::source::disk::Disk;

impl<'a> Interpreter<'a> {
    /// A module that lies beside the file that is run, and so is not found.
    pub(super) fn sibling_of_script(&self, name: &str) -> Option<PathBuf> {
        let top = name.split('.').next().unwrap_or(name);
        let TargetKind::File(script) = &self.target.kind else {
            return None;
        };
        if self.target.found
            || self.touches_path
            || self.modules_put > 0
            || self.is_known_module(top)
        {
            return None;
        }
        match find_in(self.disk(), &[script.parent()?.to_path_buf()], top)? {
            Found::Package { init, .. } => Some(init),
            Found::Module(path) => Some(path),
            Found::Namespace(_) => None,
        }
    }

    /// Whether a module is of the project, of the standard library, or Dagster itself.
    pub(in crate::python) fn is_known_module(&self, name: &str) -> bool {
        let top = name.split('.').next().unwrap_or(name);
        top == "dagster" || is_known_standard_library(13, top) || self.find_top(top).is_some()
    }

    /// `sys.modules[name] = value`: what the module then holds is that of the value.
    pub(in crate::python) fn replace_module(&mut self, name: &Value<'a>, place: Place) {
        self.modules_put += 1;
        let unknown = Unknown::new("the code puts modules into `sys.modules`", place);
        match name {
            Value::Str(name) => {
                if let Some(module) = self.loaded_module(name) {
                    module.open(&unknown);
                }
            }
            _ => self.unknowns.push(unknown),
        }
    }

    /// Records a module `x.py` beside the package `x` that was found: Python takes the
    /// package, and nothing says that the file is never read.
    pub(super) fn note_behind_package(&mut self, name: &str, found: &Found) {
        let Found::Package { init, directory } = found else {
            return;
        };
        let hidden = directory.with_extension("py");
        if directory.extension().is_none() && self.disk().is_file(&hidden) {
            let place = Place::start_of(self.sources.read(&hidden).id());
            let package = Place::start_of(self.sources.read(init).id());
            let module = name.to_owned();
            self.fault(fault::ModuleBehindPackage {
                place,
                module,
                package,
            });
        }
    }

    pub(crate) fn find_top(&self, name: &str) -> Option<Found> {
        // A folder or file called `dagster` hides the library for some commands only;
        // a rule of its own says so.
        if name == "dagster" {
            return None;
        }
        match find_in(self.disk(), &self.target.search_path, name) {
            // What is installed comes before a mere folder.
            None => self.find_renamed(name),
            Some(Found::Namespace(_)) if is_known_standard_library(13, name) => None,
            Some(Found::Namespace(portions)) => {
                self.find_renamed(name).or(Some(Found::Namespace(portions)))
            }
            found => found,
        }
    }

    /// A package that is installed from a directory of another name.
    pub(super) fn find_renamed(&self, name: &str) -> Option<Found> {
        let directory = self.target.package_directories.get(name)?;
        let init = directory.join("__init__.py");
        if self.disk().is_file(&init) {
            let directory = directory.clone();
            return Some(Found::Package { init, directory });
        }
        let portions = vec![directory.clone()];
        self.disk()
            .is_folder(directory)
            .then_some(Found::Namespace(portions))
    }

    pub(crate) fn make_module(&self, name: &str, found: Found, is_script: bool) -> Rc<Module<'a>> {
        let (file, directories) = match found {
            Found::Package { init, directory } => (Some(self.sources.read(&init)), vec![directory]),
            Found::Module(path) => (Some(self.sources.read(&path)), Vec::new()),
            Found::Namespace(directories) => (None, directories),
        };
        Rc::new(Module {
            name: Rc::from(name),
            file,
            directories,
            scope: Scope::new(ScopeKind::Module, None),
            state: Cell::new(ModuleState::Loading),
            open: RefCell::default(),
            is_script,
        })
    }

    /// Whether a package has a module that is no source, or whose source a build writes.
    pub(super) fn is_built(&self, package: &Module<'_>, name: &str) -> bool {
        let disk = self.sources.disk();
        let mut directories = package.directories.iter();
        is_generated(name) || directories.any(|directory| is_compiled(disk, directory, name))
    }

    /// Whether a name that was not found belongs to a package of the project, so that
    /// no library can provide it.
    pub(crate) fn misses_first_party(&self, name: &str) -> bool {
        let Some((parent, last)) = name.rsplit_once('.') else {
            return false;
        };
        if self.modules_put > 0 {
            return false;
        }
        match self.modules.get(parent) {
            // A namespace package may have further parts elsewhere.
            Some(Some(parent)) => {
                parent.file.is_some()
                    && parent.open.borrow().is_none()
                    && !extends_path(parent)
                    && !self.is_built(parent, last)
            }
            _ => false,
        }
    }
}

/// Where a module is.
pub(crate) enum Found {
    Package { init: PathBuf, directory: PathBuf },
    Module(PathBuf),
    Namespace(Vec<PathBuf>),
}

/// Modules that a build writes, and that a checkout therefore lacks.
fn is_generated(name: &str) -> bool {
    name.starts_with('_')
        || name.ends_with("_pb2")
        || name.ends_with("_pb2_grpc")
        || name == "version"
}

fn extends_path(module: &Module<'_>) -> bool {
    module
        .file
        .is_some_and(|file| file.text().contains("__path__"))
}

/// A module in the first of some directories that has it: in each a package comes
/// before a file, and a folder without `__init__.py` counts only if nothing else does.
pub(super) fn find_in(disk: &Disk, directories: &[PathBuf], name: &str) -> Option<Found> {
    // A defs folder may have any name, but none of these names one: they would lead out.
    if name.is_empty() || name == ".." || name.contains(['/', '\\', '\0', ':']) {
        return None;
    }
    let mut portions = Vec::new();
    for directory in directories {
        let folder = directory.join(name);
        let init = folder.join("__init__.py");
        if disk.is_file(&init) {
            return Some(Found::Package {
                init,
                directory: folder,
            });
        }
        let file = directory.join(format!("{name}.py"));
        if disk.is_file(&file) {
            return Some(Found::Module(file));
        }
        if disk.is_folder(&folder) && !is_hidden(&folder) {
            portions.push(folder);
        }
    }
    (!portions.is_empty()).then_some(Found::Namespace(portions))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
