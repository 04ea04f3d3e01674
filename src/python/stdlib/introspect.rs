//! What Python says of its own objects: `inspect`, `pkgutil` and `sys.modules`.

use std::rc::Rc;

use super::walk::sorted_entries;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::function::{Argument, Arguments, Native};
use crate::python::value::module::Module;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn call_introspection(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(first) = arguments.at(0).cloned() else {
            return match name {
                "pkgutil.iter_modules" | "pkgutil.walk_packages" => {
                    self.list_modules(name, arguments)
                }
                _ => Ok(self.unknown_call(name, arguments)),
            };
        };
        match name {
            "inspect.getmembers" => self.members(&first, arguments),
            "inspect.getmodule" => Ok(match &first {
                Value::Function(function) => Value::Module(Rc::clone(&function.module)),
                Value::Class(class) => Value::Module(Rc::clone(&class.module)),
                Value::Module(_) => first,
                _ => self.unknown_call(name, arguments),
            }),
            "inspect.getfile" | "inspect.getsourcefile" => {
                Ok(file_of(&first).unwrap_or_else(|| self.unknown_call(name, arguments)))
            }
            "pkgutil.iter_modules" | "pkgutil.walk_packages" => self.list_modules(name, arguments),
            "sys.modules.get" => Ok(match &first {
                Value::Str(module) => match self.loaded_module(module) {
                    Some(module) => Value::Module(module),
                    None => self.unknown_call(name, arguments),
                },
                _ => self.unknown_call(name, arguments),
            }),
            _ => Ok(match is_kind(name, &first) {
                Some(flag) => Value::Bool(flag),
                None => self.unknown_call(name, arguments),
            }),
        }
    }

    /// `sys.modules[name]`, of the modules of the project.
    pub(in crate::python) fn loaded_module(&self, name: &str) -> Option<Rc<Module<'a>>> {
        self.modules.get(name).cloned().flatten()
    }

    /// `inspect.getmembers(object, predicate)`: pairs of name and value, sorted by name.
    fn members(&mut self, object: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let scopes = match object {
            Value::Module(module) => vec![Rc::clone(&module.scope)],
            Value::Class(class) => {
                let order = class.order.borrow();
                order.iter().map(|class| Rc::clone(&class.scope)).collect()
            }
            _ => return Ok(self.unknown_call("inspect.getmembers", arguments)),
        };
        let mut names: Vec<Rc<str>> = scopes
            .iter()
            .flat_map(|scope| scope.sorted_names())
            .collect();
        names.sort_unstable();
        names.dedup();
        let predicate = arguments
            .get(1, "predicate")
            .filter(|predicate| !matches!(predicate, Value::None))
            .cloned();
        let open = match object {
            Value::Module(module) => module.open.borrow().clone(),
            _ => None,
        };
        let mut items = Vec::new();
        for name in names {
            self.step(place)?;
            let value = self.attribute(object, &name, place)?;
            let pair = Value::tuple(vec![Value::Str(name), value.clone()]);
            let Some(predicate) = &predicate else {
                items.push(pair);
                continue;
            };
            let kept = self.call(predicate, Arguments::of([value], place))?;
            match self.kept_if(pair, &kept)? {
                Value::Absent => {}
                pair => items.push(pair),
            }
        }
        Ok(self.list_of(Elements { items, open }))
    }

    /// `pkgutil.iter_modules(path, prefix)` and `walk_packages`: the modules in folders of
    /// the project, each with its name and whether it is a package.
    fn list_modules(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let folders = match arguments.get(0, "path").cloned() {
            Some(Value::None) | None => return Ok(self.unknown_call(name, arguments)),
            Some(folders) => folders,
        };
        let prefix = match arguments.get(1, "prefix") {
            None => Rc::from(""),
            Some(Value::Str(prefix)) => Rc::clone(prefix),
            Some(_) => return Ok(self.unknown_call(name, arguments)),
        };
        let Elements { items, open } = self.elements(&folders, place)?;
        let mut found = Elements {
            items: Vec::new(),
            open,
        };
        let walks = name == "pkgutil.walk_packages";
        for folder in items {
            let path = self.native("pathlib.Path", [folder], place)?;
            let Value::Path(path) = path else {
                let reason = self.reason_of(&path, place);
                found.open.get_or_insert(reason);
                continue;
            };
            self.list_folder(&path, &prefix, walks, &mut found, place)?;
        }
        Ok(self.list_of(found))
    }

    fn list_folder(
        &mut self,
        folder: &std::path::Path,
        prefix: &str,
        walks: bool,
        found: &mut Elements<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        for (entry, path) in sorted_entries(self.disk(), folder) {
            self.step(place)?;
            let is_package = self.disk().is_file(path.join("__init__.py"));
            let stem = match entry.strip_suffix(".py") {
                Some(stem) if stem != "__init__" => stem,
                None if is_package => entry.as_str(),
                _ => continue,
            };
            if stem.contains('.') {
                continue;
            }
            let name = format!("{prefix}{stem}");
            let info = self.module_info(&name, is_package, place);
            found.items.push(info);
            if walks && is_package {
                self.import_at(&name, place)?;
                let within = format!("{name}.");
                self.within(&path, place, |cx| {
                    cx.list_folder(&path, &within, walks, found, place)
                })
                .unwrap_or(Ok(()))?;
            }
        }
        Ok(())
    }

    /// A `pkgutil.ModuleInfo`.
    fn module_info(&mut self, name: &str, is_package: bool, place: Place) -> Value<'a> {
        let finder = Value::Unknown(Unknown::data("the module finder", place));
        self.record(
            "ModuleInfo",
            [
                ("module_finder", finder),
                ("name", Value::str(name)),
                ("ispkg", Value::Bool(is_package)),
            ],
            place,
        )
    }

    /// Calls a modelled function of the standard library.
    pub(crate) fn native(
        &mut self,
        name: &'static str,
        arguments: impl IntoIterator<Item = Value<'a>>,
        place: Place,
    ) -> Eval<'a> {
        let mut given = Arguments::none(place);
        let arguments = arguments.into_iter();
        given.positional = arguments.map(|value| Argument { value, place }).collect();
        self.call_native(Native(name), given)
    }
}

/// `inspect.isclass` and its kin, where that is known.
fn is_kind(name: &str, value: &Value<'_>) -> Option<bool> {
    match value {
        // A module of a library, imported as a whole.
        Value::External(path) if !path.contains('.') => return Some(name == "inspect.ismodule"),
        Value::Unknown(_) | Value::External(_) => return None,
        _ => {}
    }
    Some(match name {
        "inspect.isclass" => return is_class(value),
        "inspect.isfunction" => match value {
            Value::Function(_) => true,
            Value::Api(api) => !api
                .name
                .starts_with(|first: char| first.is_ascii_uppercase()),
            _ => false,
        },
        "inspect.ismodule" => matches!(value, Value::Module(_)),
        "inspect.ismethod" => matches!(value, Value::Bound(_)),
        "inspect.isgeneratorfunction" => {
            matches!(value, Value::Function(function) if function.is_generator && !function.is_async)
        }
        "inspect.iscoroutinefunction" => {
            matches!(value, Value::Function(function) if function.is_async && !function.is_generator)
        }
        _ => return None,
    })
}

/// Whether a value that is known is a class.
pub(in crate::python) fn is_class(value: &Value<'_>) -> Option<bool> {
    match value {
        Value::Class(_) => Some(true),
        Value::Native(native) => is_type(native.0),
        Value::Api(api) => Some(
            api.name
                .starts_with(|first: char| first.is_ascii_uppercase()),
        ),
        _ => Some(false),
    }
}

/// Whether a builtin or a modelled name of the standard library is a class; none where
/// that is not known.
fn is_type(name: &str) -> Option<bool> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let builtin = matches!(
        name,
        "bool"
            | "bytes"
            | "dict"
            | "float"
            | "frozenset"
            | "int"
            | "list"
            | "object"
            | "set"
            | "slice"
            | "str"
            | "tuple"
            | "type"
            | "range"
            | "zip"
            | "map"
            | "filter"
            | "enumerate"
            | "reversed"
            | "property"
            | "staticmethod"
            | "classmethod"
            | "super"
            | "collections.defaultdict"
            | "collections.deque"
            | "datetime.datetime"
            | "datetime.date"
            | "datetime.time"
            | "datetime.timedelta"
            | "functools.partial"
    );
    let capital = last.starts_with(|first: char| first.is_ascii_uppercase());
    match (builtin, name.contains('.')) {
        (true, _) => Some(true),
        (false, false) => Some(capital),
        // The classes of the standard library have no one style.
        (false, true) => capital.then_some(true),
    }
}

/// The path of the file that a function, class or module is written in.
fn file_of<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    let module = match value {
        Value::Function(function) => &function.module,
        Value::Class(class) => &class.module,
        Value::Module(module) => module,
        _ => return None,
    };
    Some(Value::str(module.file?.path().to_string_lossy()))
}
