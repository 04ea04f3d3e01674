//! Targets of which it is not certain what they are, and what is left out beside them.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef, visitor};

use super::loadable::{Bound, loadable_kind};
use crate::model::{Binding, CodeLocation, LoadableKind, fault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::choice::held;
use crate::python::value::module::Module;
use crate::python::value::object::Contents;
use crate::python::value::scope::Scope;
use crate::source::{Place, SourceFile};

impl<'a> Interpreter<'a> {
    /// A value of the module that may turn out to be a `Definitions`.
    pub(super) fn possible_loadable(&mut self, module: &Module<'a>) -> Option<Value<'a>> {
        for name in module.scope.sorted_names() {
            let Some(binding) = module.scope.peek(&name) else {
                continue;
            };
            match self.settle(binding.value) {
                Value::Unknown(unknown) if unknown.may_be_definition() => {
                    return Some(Value::Unknown(unknown));
                }
                Value::Choice(choice) => {
                    let loadable = choice.iter().any(|(_, value)| match value {
                        Value::Object(object) => loadable_kind(object).is_some(),
                        _ => false,
                    });
                    if loadable {
                        return Some(Value::Choice(choice));
                    }
                }
                _ => {}
            }
        }
        module
            .open
            .borrow()
            .as_ref()
            .map(|unknown| Value::Unknown(Rc::clone(unknown)))
    }

    /// A name of the module that comes from a package outside of the project, or what such
    /// a package makes: it may be a `Definitions` as well. What is only looked for as a code
    /// location is none for that.
    pub(super) fn outside_loadable(&mut self, module: &Module<'a>) -> Option<Value<'a>> {
        if self.target.found {
            return None;
        }
        let values = module.scope.sorted_names().into_iter();
        let values = values.filter_map(|name| module.scope.peek(&name));
        let values: Vec<Value<'a>> = values.map(|it| self.settle(it.value)).collect();
        let outside = |value: &&Value<'a>| match value {
            Value::External(path) => is_outside(path),
            _ => false,
        };
        let made = |value: &&Value<'a>| matches!(value, Value::Unknown(_));
        let is_name = |value: &&Value<'a>| match value {
            Value::External(path) => path.contains('.'),
            _ => false,
        };
        let name = values.iter().filter(outside).find(is_name);
        let has_package = values.iter().any(|value| outside(&value));
        let value = name.or_else(|| values.iter().find(made).filter(|_| has_package));
        value.map(|value| Value::Unknown(self.reason_of(value, self.here)))
    }

    /// Takes a value that may turn out to be what Dagster takes.
    pub(super) fn take_possible(
        &mut self,
        value: Value<'a>,
        place: Place,
        location: &mut CodeLocation,
    ) -> Eval<'a, ()> {
        location.loaded_from = Some(LoadableKind::Definitions);
        let mut contents = Contents::default();
        if let Value::Choice(choice) = &value {
            for (guard, value) in held(choice.as_ref(), &self.guard) {
                let Value::Object(object) = &value else {
                    continue;
                };
                let part = self.under(&guard, |cx| cx.contents_of(object, place))?;
                let part = self.object_of(part, place);
                let mut whole = std::mem::take(&mut contents);
                self.under(&guard, |cx| cx.merge_part(&mut whole, &part, place));
                contents = whole;
            }
        } else {
            contents = self.merge(&[value], None, place);
        }
        self.hold(&contents, location);
        Ok(())
    }

    /// Nothing to load: refused, if nothing could be there.
    pub(super) fn note_nothing(&mut self, module: &Module<'a>, place: Place) {
        if self.target.found || module.open.borrow().is_some() {
            return;
        }
        let at = module.file.map_or(place, |file| Place::start_of(file.id()));
        let file = module.file;
        match file.and_then(|file| definitions_in_function(file, &module.scope)) {
            Some(function) => self.fault(fault::DefinitionsInFunction {
                place: at,
                function,
            }),
            None => self.fault(fault::NothingLoadable { place: at }),
        }
    }

    /// Objects that a kind of higher precedence hides.
    pub(super) fn note_ignored(
        &mut self,
        module: &Module<'a>,
        kinds: &[(LoadableKind, Bound<'a>)],
    ) {
        let [(loaded_kind, loaded), rest @ ..] = kinds else {
            return;
        };
        let Some((loaded, _)) = loaded.first() else {
            return;
        };
        for (kind, found) in rest {
            let told = match loaded_kind {
                LoadableKind::LazyDefinitions => *kind <= LoadableKind::Repository,
                LoadableKind::Definitions => *kind == LoadableKind::Repository,
                LoadableKind::Job | LoadableKind::Graph => *kind > *loaded_kind,
                _ => false,
            };
            if !told {
                continue;
            }
            for (binding, object) in found {
                let used = module
                    .scope
                    .peek(&binding.name)
                    .is_some_and(|binding| binding.used);
                if used {
                    continue;
                }
                let place = if *kind == LoadableKind::Definitions {
                    binding.place
                } else {
                    object.place
                };
                self.fault(fault::IgnoredLoadable {
                    ignored: Binding {
                        name: binding.name.clone(),
                        place,
                    },
                    kind: *kind,
                    loaded: loaded.clone(),
                    loaded_kind: *loaded_kind,
                });
            }
        }
    }
}

/// Whether a name is one of a package that is neither Python's nor Dagster itself.
fn is_outside(path: &str) -> bool {
    let top = path.split('.').next().unwrap_or(path);
    top != "dagster" && !ruff_python_stdlib::sys::is_known_standard_library(13, top)
}

/// Whether a value is a number, text or container of Python, and so nothing of Dagster.
pub(super) fn is_python_value(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::List(_)
            | Value::Tuple(_)
            | Value::Dict(_)
    )
}

/// A plain function of the module that makes a `Definitions`.
fn definitions_in_function(file: &SourceFile, scope: &Scope<'_>) -> Option<Binding> {
    let mut finder = Finder {
        scope,
        function: None,
        found: None,
    };
    visitor::Visitor::visit_body(&mut finder, &file.parsed().module()?.body);
    finder.found.map(|def| Binding {
        name: def.name.to_string(),
        place: file.place(def.name.range),
    })
}

struct Finder<'t, 'a> {
    scope: &'t Scope<'a>,
    /// The outermost function around.
    function: Option<&'t StmtFunctionDef>,
    found: Option<&'t StmtFunctionDef>,
}

impl Finder<'_, '_> {
    fn is_definitions(&self, callee: &Expr) -> bool {
        match callee {
            Expr::Name(name) => match self.scope.peek(&name.id).map(|it| it.value) {
                Some(Value::Api(api)) => api.name == "Definitions",
                Some(_) => false,
                None => name.id.as_str() == "Definitions",
            },
            // `Definitions` of a module, or `merge` of `Definitions`.
            Expr::Attribute(attribute) => {
                attribute.attr.as_str() == "Definitions" || self.is_definitions(&attribute.value)
            }
            _ => false,
        }
    }
}

impl<'t> visitor::Visitor<'t> for Finder<'t, '_> {
    fn visit_stmt(&mut self, stmt: &'t Stmt) {
        match stmt {
            Stmt::FunctionDef(def) if self.function.is_none() => {
                self.function = Some(def);
                visitor::walk_stmt(self, stmt);
                self.function = None;
            }
            // A method is no plain function.
            Stmt::ClassDef(_) => {}
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'t Expr) {
        if let Expr::Call(call) = expr
            && self.found.is_none()
            && self.is_definitions(&call.func)
        {
            self.found = self.function;
        }
        visitor::walk_expr(self, expr);
    }
}
