//! Imports: from dotted names to modules.
//!
//! Modules of the project are found on the target's search path and run once.
//! Everything else is opaque, except for the `dagster` API and the modelled part of
//! the standard library.

pub(crate) mod find_module;
mod import_star;
mod run_module;

use std::rc::Rc;

use ruff_python_ast::{Alias, StmtImport, StmtImportFrom};

use super::interpreter::{Eval, Interpreter};
use super::value::Value;
use super::value::module::Module;
use super::value::scope::Binding;
use crate::model::{LoadFault, ModuleImport, fault};
use crate::source::disk::Disk;
use crate::source::{Place, SourceFile};
use crate::suggest::{closest, closest_module};
use find_module::find_in;

/// Parts of a dotted name that are followed; no project nests its packages deeper.
const MOST_PARTS: usize = 100;

impl<'a> Interpreter<'a> {
    pub(super) fn import_statement(&mut self, stmt: &'a StmtImport) -> Eval<'a, ()> {
        for alias in &stmt.names {
            let place = self.place(alias);
            let name = alias.name.as_str();
            let value = self.import_at(name, place)?;
            self.note_import(&value, place);
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
                self.note_import(&source, at);
                self.import_star(&source, place)?;
                continue;
            }
            let value = self.import_name(&source, alias, place)?;
            self.note_import(
                if is_submodule(&value, &source) {
                    &value
                } else {
                    &source
                },
                at,
            );
            let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            self.bind(name, value, place);
        }
        Ok(())
    }

    /// Notes that the file of a place imports a module, as it is loaded itself.
    fn note_import(&mut self, value: &Value<'a>, place: Place) {
        let Value::Module(module) = value else {
            return;
        };
        let Some(file) = module.file.map(SourceFile::id) else {
            return;
        };
        if self.frame().function.is_none()
            && file != place.file
            && self.import_pairs.insert((place.file, file))
        {
            self.imports.push(ModuleImport {
                place,
                module: module.name.to_string(),
                file,
            });
        }
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
        let said = module.scope.peek("__package__");
        let said = match said.map(|binding| self.settle(binding.value)) {
            Some(Value::Str(package)) => package,
            // Python asks the loader.
            None | Some(Value::None) => Rc::from(module.package()),
            Some(_) => return Ok(None),
        };
        if module.is_script && &*said == module.package() {
            let fault = fault::RelativeImportInFile { place };
            let message = "attempted relative import with no known parent package";
            self.import_failure("ImportError", message, place, fault)?;
            return Ok(None);
        }
        let mut package = &*said;
        for _ in 1..level {
            let Some((parent, _)) = package.rsplit_once('.') else {
                self.beyond_the_top(place)?;
                return Ok(None);
            };
            package = parent;
        }
        if package.is_empty() && !self.target.found {
            let fault = fault::RelativeImportInFile { place };
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
        let fault = fault::Raises { place, exception };
        self.import_failure("ImportError", message, place, fault)?;
        Ok(())
    }

    /// An import that cannot work: raised where a `try` catches it, else recorded, and
    /// the rest goes on with an unknown value.
    pub(super) fn import_failure(
        &mut self,
        class: &str,
        message: &str,
        place: Place,
        fault: impl Into<LoadFault>,
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
    pub(crate) fn import_at(&mut self, name: &str, place: Place) -> Eval<'a> {
        if let Some(module) = self.import_module(name, place)? {
            return Ok(Value::Module(module));
        }
        if self.misses_first_party(name) {
            let fault = fault::MissingModule {
                place,
                module: name.to_owned(),
                near: closest_module(self.disk(), &self.target.search_path, name),
            };
            let message = format!("No module named '{name}'");
            let value = self.import_failure("ModuleNotFoundError", &message, place, fault)?;
            self.stand_in(name, &value, place);
            return Ok(value);
        }
        if let Some(path) = self.sibling_of_script(name) {
            let fault = fault::SiblingImport {
                place,
                module: name.to_owned(),
                sibling: Place::start_of(self.sources.read(&path).id()),
            };
            let message = format!("No module named '{name}'");
            return self.import_failure("ModuleNotFoundError", &message, place, fault);
        }
        Ok(self.external_module(name))
    }

    /// Puts a value in the place of a module that cannot be imported, so that one fault is
    /// not told again where the module is used.
    fn stand_in(&self, name: &str, value: &Value<'a>, place: Place) {
        let Some((package, last)) = name.rsplit_once('.') else {
            return;
        };
        let Some(Some(package)) = self.modules.get(package) else {
            return;
        };
        let value = value.clone();
        let used = true;
        let binding = Binding { value, place, used };
        let mut names = package.scope.names.borrow_mut();
        names.entry(Rc::from(last)).or_insert(binding);
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

    /// A module of a library. That of one name with a function in it is the module:
    /// `dagster.components.definitions`.
    fn external_module(&mut self, path: &str) -> Value<'a> {
        match self.external_name(path) {
            Value::Api(_) => Value::external(path),
            value => value,
        }
    }

    /// A name of a library: of the `dagster` API, of the modelled standard library, or opaque.
    pub(crate) fn external_name(&mut self, path: &str) -> Value<'a> {
        let modules = ["sys.path", "site.addsitedir"];
        self.touches_path |= modules.iter().any(|name| path.starts_with(name));
        if let Some(value) = self.host.resolve(self, path) {
            return value;
        }
        Self::stdlib(path).unwrap_or_else(|| Value::external(path))
    }

    /// A module of the project by its absolute name, run on first import. `None` when
    /// the project has no such module.
    pub(crate) fn import_module(
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
        let mut parent = None;
        let found = match name.rsplit_once('.') {
            None => self.find_top(name),
            Some((package, last)) => self.import_module(package, place)?.and_then(|package| {
                let found = self.find_renamed(name);
                let found = found.or_else(|| find_in(self.disk(), &package.directories, last));
                parent = Some((package, last));
                found
            }),
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
            let mut names = parent.scope.names.borrow_mut();
            names.entry(Rc::from(last)).or_insert(binding);
        }
        result.map(|()| Some(module))
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
                    self.host.hear_name(self, source, &alias.name);
                }
                return Ok(self.external_name(&path));
            }
            value => return self.attribute(value, name, place),
        };
        if let Some(value) = module.scope.read(name)
            && !matches!(value, Value::Absent)
        {
            return Ok(self.settle_bound(value));
        }
        if let Some(submodule) = self.import_module(&format!("{}.{name}", module.name), place)? {
            return Ok(Value::Module(submodule));
        }
        if let Some(unknown) = self.unknown_name(&module, name, place) {
            return Ok(Value::Unknown(unknown));
        }
        if module.file.is_none() || self.is_built(&module, name) {
            return Ok(Value::external(format!("{}.{name}", module.name)));
        }
        let message = format!("cannot import name '{name}' from '{}'", module.name);
        let at = self.place(&alias.name);
        let fault = fault::MissingName {
            place: at,
            name: name.to_owned(),
            module: module.name.to_string(),
            near: near_name(self.disk(), &module, name),
        };
        self.import_failure("ImportError", &message, at, fault)
    }
}

/// The name of a module, or the module in it, that is nearest to one that it lacks.
pub(super) fn near_name(disk: &Disk, module: &Module<'_>, name: &str) -> Option<String> {
    let names = module.scope.sorted_names();
    let names = names.iter().map(|name| &**name);
    let bound = closest(name, names.filter(|name| !name.starts_with("__")));
    let bound = bound.map(str::to_owned);
    bound.or_else(|| closest_module(disk, &module.directories, name))
}

/// Whether what is imported from a package is a module of it.
fn is_submodule(value: &Value<'_>, package: &Value<'_>) -> bool {
    match (value, package) {
        (Value::Module(module), Value::Module(package)) => {
            module.name.rsplit_once('.').map(|(parent, _)| parent) == Some(&*package.name)
        }
        _ => false,
    }
}
