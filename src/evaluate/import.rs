//! Imports: from dotted names to modules.
//!
//! Modules of the project are found on the target's search path and run once.
//! Everything else is opaque, except for the `dagster` API and the modelled part of
//! the standard library.

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ruff_python_ast::{Alias, Identifier, StmtImport, StmtImportFrom};

use super::dagster::{self, exports};
use super::interpreter::{Eval, Interpreter};
use super::module::{Module, ModuleState};
use super::scope::{Binding, Scope, ScopeKind};
use super::value::{Unknown, Value};
use crate::model::{LoadFault, TargetKind};
use crate::source::Place;

/// Parts of a dotted name that are followed; no project nests its packages deeper.
const MOST_PARTS: usize = 100;

/// Where a module is.
pub(super) enum Found {
    Package { init: PathBuf, directory: PathBuf },
    Module(PathBuf),
    Namespace(Vec<PathBuf>),
}

impl<'a> Interpreter<'a> {
    pub(super) fn import_statement(&mut self, stmt: &'a StmtImport) -> Eval<'a, ()> {
        for alias in &stmt.names {
            let place = self.place(alias);
            let name = alias.name.as_str();
            let value = self.import_at(name, place)?;
            if let Some(asname) = &alias.asname {
                self.bind(asname.as_str(), value, place);
            } else {
                let top = name.split('.').next().unwrap_or(name);
                let value = if top == name {
                    value
                } else {
                    self.import_at(top, place)?
                };
                self.bind(top, value, place);
            }
        }
        Ok(())
    }

    pub(super) fn import_from_statement(&mut self, stmt: &'a StmtImportFrom) -> Eval<'a, ()> {
        let place = self.place(stmt);
        let written = stmt.module.as_ref().map_or("", |module| module.as_str());
        let at = stmt
            .module
            .as_ref()
            .map_or(place, |module| self.place(module));
        let source = match self.absolute(written, stmt.level, place)? {
            Some(name) => self.import_at(&name, at)?,
            None => Value::unknown("a relative import that Python cannot resolve", place),
        };
        for alias in &stmt.names {
            let place = self.place(alias);
            if alias.name.as_str() == "*" {
                self.import_star(&source, place)?;
                continue;
            }
            let value = self.import_name(&source, alias, place)?;
            let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            self.bind(name, value, place);
        }
        Ok(())
    }

    /// The absolute name of what `from ...name import` names, or `None` where there is none.
    pub(super) fn absolute(
        &mut self,
        name: &str,
        level: u32,
        place: Place,
    ) -> Eval<'a, Option<String>> {
        if level == 0 {
            return Ok(Some(name.to_owned()));
        }
        let Some(module) = self.module().cloned() else {
            return Ok(None);
        };
        if module.is_script {
            let fault = LoadFault::RelativeImportInFile { place };
            let message = "attempted relative import with no known parent package";
            self.import_failure("ImportError", message, place, fault)?;
            return Ok(None);
        }
        let mut package = module.package();
        for _ in 1..level {
            let Some((parent, _)) = package.rsplit_once('.') else {
                self.beyond_the_top(place)?;
                return Ok(None);
            };
            package = parent;
        }
        if package.is_empty() && !self.target.found {
            let fault = LoadFault::RelativeImportInFile { place };
            let message = "attempted relative import with no known parent package";
            self.import_failure("ImportError", message, place, fault)?;
            return Ok(None);
        }
        Ok(Some(match (package, name) {
            ("", name) => name.to_owned(),
            (package, "") => package.to_owned(),
            (package, name) => format!("{package}.{name}"),
        }))
    }

    /// More dots than there are packages. The package of a found file is a guess.
    fn beyond_the_top(&mut self, place: Place) -> Eval<'a, ()> {
        if self.target.found {
            return Ok(());
        }
        let message = "attempted relative import beyond top-level package";
        let exception = format!("ImportError: {message}");
        let fault = LoadFault::Raises { place, exception };
        self.import_failure("ImportError", message, place, fault)?;
        Ok(())
    }

    /// Records a name that `dagster` does not have, unless a `try` may be about it.
    pub(super) fn note_dagster_name(&mut self, value: &Value<'a>, name: &Identifier) {
        // What a model of a library imports is daglint's own.
        let is_dagster = matches!(value, Value::External(path) if &**path == "dagster")
            && dagster::find("dagster", name.as_str()).is_none();
        if is_dagster && self.handlers == 0 && !exports::is_exported(name.as_str()) {
            let place = self.place(name);
            self.fault(LoadFault::UnknownDagsterName {
                place,
                former: exports::was_exported(name.as_str()),
                name: name.to_string(),
            });
        }
    }

    /// A module that lies beside the file that is run, and so is not found.
    fn sibling_of_script(&self, name: &str) -> Option<PathBuf> {
        let top = name.split('.').next().unwrap_or(name);
        let TargetKind::File(script) = &self.target.kind else {
            return None;
        };
        if self.target.found || self.touches_path || self.is_known_module(top) {
            return None;
        }
        match find_in(&[script.parent()?.to_path_buf()], top)? {
            Found::Package { init, .. } => Some(init),
            Found::Module(path) => Some(path),
            Found::Namespace(_) => None,
        }
    }

    /// An import that cannot work: raised where a `try` catches it, else recorded, and
    /// the rest goes on with an unknown value.
    pub(super) fn import_failure(
        &mut self,
        class: &str,
        message: &str,
        place: Place,
        fault: LoadFault,
    ) -> Eval<'a> {
        if self.import_handlers > 0 {
            return self.raise_fault(class, message, place, fault);
        }
        self.fault(fault);
        Ok(Value::unknown(
            format!("the import fails: {message}"),
            place,
        ))
    }

    /// A module by its absolute name, imported.
    pub(super) fn import_at(&mut self, name: &str, place: Place) -> Eval<'a> {
        if let Some(module) = self.import_module(name, place)? {
            return Ok(Value::Module(module));
        }
        if self.misses_first_party(name) {
            let fault = LoadFault::MissingModule {
                place,
                module: name.to_owned(),
            };
            return self.import_failure(
                "ModuleNotFoundError",
                &format!("No module named '{name}'"),
                place,
                fault,
            );
        }
        if let Some(path) = self.sibling_of_script(name) {
            let fault = LoadFault::SiblingImport {
                place,
                module: name.to_owned(),
                sibling: Place::start_of(self.sources.read(&path).id()),
            };
            let message = format!("No module named '{name}'");
            return self.import_failure("ModuleNotFoundError", &message, place, fault);
        }
        Ok(self.external_name(name))
    }

    /// `importlib.import_module(name, package)`
    pub(super) fn import_by_name(
        &mut self,
        name: &str,
        package: Option<&Value<'a>>,
        place: Place,
    ) -> Eval<'a> {
        let level =
            u32::try_from(name.bytes().take_while(|&byte| byte == b'.').count()).unwrap_or(0);
        if level == 0 {
            return self.import_at(name, place);
        }
        let Some(Value::Str(package)) = package else {
            return Ok(Value::unknown(
                "the package of the relative import is not known",
                place,
            ));
        };
        let mut parts: Vec<&str> = package.split('.').collect();
        parts.truncate(parts.len().saturating_sub(level as usize - 1));
        let rest = name.trim_start_matches('.');
        let absolute = if rest.is_empty() {
            parts.join(".")
        } else {
            format!("{}.{rest}", parts.join("."))
        };
        self.import_at(&absolute, place)
    }

    /// A name of a library: of the `dagster` API, of the modelled standard library, or opaque.
    pub(super) fn external_name(&mut self, path: &str) -> Value<'a> {
        let modules = ["sys.path", "site.addsitedir"];
        self.touches_path |= modules.iter().any(|name| path.starts_with(name));
        if let Some(value) = self.library_name(path) {
            return value;
        }
        if let Some(value) = dagster::resolve(path) {
            return value;
        }
        Self::stdlib(path).unwrap_or_else(|| Value::external(path))
    }

    /// Whether a module is of the project, of the standard library, or Dagster itself.
    pub(super) fn is_known_module(&self, name: &str) -> bool {
        let top = name.split('.').next().unwrap_or(name);
        top == "dagster"
            || ruff_python_stdlib::sys::is_known_standard_library(13, top)
            || self.find_top(top).is_some()
    }

    /// A module of the project by its absolute name, run on first import. `None` when
    /// the project has no such module.
    pub(super) fn import_module(
        &mut self,
        name: &str,
        place: Place,
    ) -> Eval<'a, Option<Rc<Module<'a>>>> {
        if let Some(known) = self.modules.get(name) {
            return Ok(known.clone());
        }
        if name.split('.').count() > MOST_PARTS {
            return Ok(None);
        }
        let (parent, found) = match name.rsplit_once('.') {
            None => (None, self.find_top(name)),
            Some((parent, last)) => match self.import_module(parent, place)? {
                Some(parent) => {
                    let found = self.find_renamed(name);
                    let found = found.or_else(|| find_in(&parent.directories, last));
                    (Some((parent, last)), found)
                }
                None => (None, None),
            },
        };
        // Running the parent may have imported it meanwhile.
        if let Some(known) = self.modules.get(name) {
            return Ok(known.clone());
        }
        let Some(found) = found else {
            self.modules.insert(Rc::from(name), None);
            return Ok(None);
        };
        self.note_behind_package(name, &found);
        let module = self.make_module(name, found, false);
        self.modules
            .insert(Rc::from(name), Some(Rc::clone(&module)));
        let result = self.run_module(&module);
        if let Some((parent, last)) = parent {
            let binding = Binding {
                value: Value::Module(Rc::clone(&module)),
                place,
                used: true,
            };
            parent
                .scope
                .names
                .borrow_mut()
                .entry(Rc::from(last))
                .or_insert(binding);
        }
        result.map(|()| Some(module))
    }

    /// Records a module `x.py` beside the package `x` that was found: Python takes the
    /// package, and nothing says that the file is never read.
    fn note_behind_package(&mut self, name: &str, found: &Found) {
        let Found::Package { init, directory } = found else {
            return;
        };
        let hidden = directory.with_extension("py");
        if directory.extension().is_none() && hidden.is_file() {
            let place = Place::start_of(self.sources.read(&hidden).id());
            let package = Place::start_of(self.sources.read(init).id());
            let module = name.to_owned();
            self.fault(LoadFault::ModuleBehindPackage {
                place,
                module,
                package,
            });
        }
    }

    pub(super) fn find_top(&self, name: &str) -> Option<Found> {
        // A folder or file called `dagster` hides the library for some commands only;
        // a rule of its own says so.
        if name == "dagster" {
            return None;
        }
        match find_in(&self.target.search_path, name) {
            // What is installed comes before a mere folder.
            None => self.find_renamed(name),
            Some(Found::Namespace(portions)) => {
                self.find_renamed(name).or(Some(Found::Namespace(portions)))
            }
            found => found,
        }
    }

    /// A package that is installed from a directory of another name.
    fn find_renamed(&self, name: &str) -> Option<Found> {
        let directory = self.target.package_directories.get(name)?;
        let init = directory.join("__init__.py");
        if init.is_file() {
            let directory = directory.clone();
            return Some(Found::Package { init, directory });
        }
        let portions = vec![directory.clone()];
        directory.is_dir().then_some(Found::Namespace(portions))
    }

    pub(super) fn make_module(&self, name: &str, found: Found, is_script: bool) -> Rc<Module<'a>> {
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

    pub(super) fn import_name(
        &mut self,
        source: &Value<'a>,
        alias: &Alias,
        place: Place,
    ) -> Eval<'a> {
        let name = alias.name.as_str();
        let module = match source {
            Value::Module(module) => Rc::clone(module),
            Value::External(path) => {
                let path = format!("{path}.{name}");
                if self.import_handlers == 0 {
                    self.note_dagster_name(source, &alias.name);
                }
                return Ok(self.external_name(&path));
            }
            value => return self.attribute(value, name, place),
        };
        if let Some(value) = module.scope.read(name)
            && !matches!(value, Value::Absent)
        {
            return Ok(self.settle(value));
        }
        if let Some(submodule) = self.import_module(&format!("{}.{name}", module.name), place)? {
            return Ok(Value::Module(submodule));
        }
        if let Some(unknown) = self.unknown_name(&module, name, place) {
            return Ok(Value::Unknown(unknown));
        }
        if module.file.is_none() || is_generated(name) {
            return Ok(Value::external(format!("{}.{name}", module.name)));
        }
        let message = format!("cannot import name '{name}' from '{}'", module.name);
        let at = self.place(&alias.name);
        let fault = LoadFault::MissingName {
            place: at,
            name: name.to_owned(),
            module: module.name.to_string(),
        };
        self.import_failure("ImportError", &message, at, fault)
    }

    pub(super) fn import_star(&mut self, source: &Value<'a>, place: Place) -> Eval<'a, ()> {
        let Some(own) = self.module().cloned() else {
            return Ok(());
        };
        match source {
            Value::Module(module) => {
                if let Some(unknown) = &*module.open.borrow() {
                    own.open(unknown);
                }
                for name in public_names(module) {
                    if let Some(binding) = module.scope.peek(&name) {
                        let value = self.settle(binding.value);
                        self.bind(&name, value, place);
                    } else {
                        self.import_listed(module, &name, place)?;
                    }
                }
            }
            Value::External(path) if &**path == "dagster" => {
                for (name, value) in dagster::public_names() {
                    self.bind(name, value, place);
                }
            }
            value => {
                let reason = format!(
                    "`from {} import *` binds names that are not known",
                    self.shown(value)
                );
                own.open(&Rc::new(Unknown {
                    reason,
                    place,
                    source: None,
                    library: false,
                }));
            }
        }
        Ok(())
    }

    /// A name of `__all__` that the module does not bind: a sub-module, or nothing.
    fn import_listed(&mut self, module: &Rc<Module<'a>>, name: &str, place: Place) -> Eval<'a, ()> {
        let path = format!("{}.{name}", module.name);
        if let Some(submodule) = self.import_module(&path, place)? {
            self.bind(name, Value::Module(submodule), place);
            return Ok(());
        }
        let is_open = self.unknown_name(module, name, place).is_some();
        if is_open || module.file.is_none() || is_generated(name) {
            return Ok(());
        }
        let message = format!("module '{}' has no attribute '{name}'", module.name);
        let fault = LoadFault::MissingName {
            place,
            name: name.to_owned(),
            module: module.name.to_string(),
        };
        self.import_failure("AttributeError", &message, place, fault)?;
        Ok(())
    }

    /// Whether a name that was not found belongs to a package of the project, so that
    /// no library can provide it.
    pub(super) fn misses_first_party(&self, name: &str) -> bool {
        let Some((parent, last)) = name.rsplit_once('.') else {
            return false;
        };
        if is_generated(last) {
            return false;
        }
        match self.modules.get(parent) {
            // A namespace package may have further parts elsewhere.
            Some(Some(parent)) => {
                parent.file.is_some() && parent.open.borrow().is_none() && !extends_path(parent)
            }
            _ => false,
        }
    }
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

/// What `import *` binds: `__all__`, else the names without a leading underscore.
fn public_names(module: &Module<'_>) -> Vec<Rc<str>> {
    let texts = |names: &[Value<'_>]| {
        let texts = names.iter().map(|name| name.as_str().map(Rc::from));
        texts.collect::<Option<Vec<Rc<str>>>>()
    };
    let listed = match module.scope.peek("__all__").map(|binding| binding.value) {
        Some(Value::List(list)) if !list.is_open() => texts(&list.items.borrow()),
        Some(Value::Tuple(names)) => texts(&names),
        _ => None,
    };
    if let Some(names) = listed {
        return names;
    }
    module
        .scope
        .sorted_names()
        .into_iter()
        .filter(|name| !name.starts_with('_'))
        .collect()
}

/// A module in the first of some directories that has it: in each a package comes
/// before a file, and a folder without `__init__.py` counts only if nothing else does.
pub(super) fn find_in(directories: &[PathBuf], name: &str) -> Option<Found> {
    // A defs folder may have any name, but none of these names one: they would lead out.
    if name.is_empty() || name == ".." || name.contains(['/', '\\', '\0', ':']) {
        return None;
    }
    let mut portions = Vec::new();
    for directory in directories {
        let folder = directory.join(name);
        let init = folder.join("__init__.py");
        if init.is_file() {
            return Some(Found::Package {
                init,
                directory: folder,
            });
        }
        let file = directory.join(format!("{name}.py"));
        if file.is_file() {
            return Some(Found::Module(file));
        }
        if folder.is_dir() && !is_hidden(&folder) {
            portions.push(folder);
        }
    }
    (!portions.is_empty()).then_some(Found::Namespace(portions))
}

fn is_hidden(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name.to_string_lossy().starts_with('.'))
}
