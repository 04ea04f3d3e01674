//! What components are given while they load: `ComponentLoadContext`,
//! `ResolutionContext`, and the names that templates see.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::kept::Components;
use crate::python::language::attribute::bound;
use crate::python::stdlib::pure_path;
use crate::python::value::Value;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, Object};
use crate::source::Place;

impl<'a> Components<'a> {
    /// What was built of a path before.
    pub(in crate::dagster) fn built_at(&self, path: &Path) -> Option<Value<'a>> {
        self.built.get(path).cloned()
    }

    /// Where the component stands that is being loaded.
    pub(crate) fn place(&self) -> Option<Place> {
        self.loading.last().map(|loading| loading.place)
    }

    /// The names of the template variables, those that hide others last.
    pub(super) fn variable_names(&self) -> impl Iterator<Item = &str> {
        let own = self.loading.iter().flat_map(|it| it.variables.iter());
        let given = GIVEN_TO_ALL.iter().copied();
        given.chain(own.map(|(name, _)| &**name))
    }

    pub(super) fn has_variable(&self, name: &str) -> bool {
        self.variable_names().any(|known| known == name)
    }

    /// Whether every template variable is known by name.
    pub(super) fn is_exact(&self) -> bool {
        self.loading.iter().all(|loading| loading.is_exact)
    }
}

/// The names that every template sees.
const GIVEN_TO_ALL: &[&str] = &["env", "dg", "datetime", "automation_condition"];

impl<'a> Interpreter<'a> {
    /// Every template variable, those that hide others last, and the constants of Jinja.
    pub(super) fn template_variables(&mut self, place: Place) -> Vec<(Rc<str>, Value<'a>)> {
        let mut variables: Vec<(Rc<str>, Value<'a>)> = Vec::new();
        for name in GIVEN_TO_ALL {
            variables.push((Rc::from(*name), self.given_to_all(name, place)));
        }
        variables.extend([
            (Rc::from("true"), Value::Bool(true)),
            (Rc::from("false"), Value::Bool(false)),
            (Rc::from("none"), Value::None),
        ]);
        let loading = self.kept.components.loading.iter();
        variables.extend(loading.flat_map(|it| it.variables.iter().cloned()));
        variables
    }

    fn given_to_all(&mut self, name: &str, place: Place) -> Value<'a> {
        match name {
            "env" => self.object(Data::EnvScope, place),
            "dg" => Value::external("dagster"),
            "automation_condition" => match crate::dagster::find("AutomationCondition") {
                Some(condition) => Value::Api(condition),
                None => Value::unknown("`AutomationCondition` is not modelled", place),
            },
            name => Value::external(name),
        }
    }

    /// A `ComponentLoadContext`.
    pub(in crate::dagster) fn component_load_context(
        &mut self,
        path: &Path,
        place: Place,
    ) -> Value<'a> {
        let Some(root) = self.kept.components.root.clone() else {
            return Value::unknown("the component load context", place);
        };
        let path_of = |path: &Path| Value::Path(Rc::new(path.to_path_buf()));
        let arguments = vec![
            (Rc::from("path"), path_of(path)),
            (Rc::from("defs_module_path"), path_of(&root.directory)),
            (Rc::from("defs_module_name"), Value::str(&root.module)),
            (Rc::from("project_root"), path_of(&root.project)),
        ];
        let name = "ComponentLoadContext";
        self.object(Data::Plain { name, arguments }, place)
    }

    /// What resolvers are given.
    pub(super) fn resolution_context(&mut self, place: Place) -> Value<'a> {
        let name = "ResolutionContext";
        let arguments = Vec::new();
        self.object(Data::Plain { name, arguments }, place)
    }

    /// The template variables of a component that is loaded from YAML.
    pub(super) fn context_variables(
        &mut self,
        path: &Path,
        place: Place,
    ) -> Vec<(Rc<str>, Value<'a>)> {
        let context = self.component_load_context(path, place);
        let root = match &self.kept.components.root {
            Some(root) => Value::str(root.project.to_string_lossy()),
            None => Value::unknown("the component load context", place),
        };
        let method = |name: &str| bound(&context, name);
        let scope = Data::Plain {
            name: "LoadContextScope",
            arguments: vec![
                (Rc::from("project_root"), root.clone()),
                (Rc::from("load_component"), method("load_component")),
                (Rc::from("build_defs"), method("build_defs")),
            ],
        };
        vec![
            (Rc::from("context"), self.object(scope, place)),
            (Rc::from("project_root"), root),
            (Rc::from("load_component_at_path"), method("load_component")),
            (Rc::from("build_defs_at_path"), method("build_defs")),
        ]
    }

    /// `env(name)`, `env(name, default)` in a template.
    pub(in crate::dagster) fn call_environment(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let place = arguments.place;
        match (arguments.at(0), arguments.get(1, "default")) {
            (Some(Value::Str(name)), Some(default)) => {
                self.environment_lookup(&Rc::clone(name), default.clone(), place)
            }
            (Some(name), _) => self.environment_subscript(name, place),
            _ => self.unknown_call("env", arguments),
        }
    }

    /// The methods of both contexts; none for any other object.
    #[expect(
        clippy::too_many_lines,
        reason = "one table: the methods of the contexts"
    )]
    pub(in crate::dagster) fn context_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Value<'a>>> {
        let Data::Plain {
            name: class,
            arguments: known,
        } = &object.data
        else {
            return Ok(None);
        };
        let place = arguments.place;
        let first = arguments.positional.first().or_else(|| {
            let keyword = arguments.keywords.first();
            keyword.map(|(_, argument)| argument)
        });
        let first = first.map(|argument| self.settle(argument.value.clone()));
        let unknown = || {
            Ok(Some(Value::unknown(
                format!("value comes from `{class}.{name}(...)`"),
                place,
            )))
        };
        match (*class, name, first) {
            ("ResolutionContext", "resolve_value", Some(value)) => {
                let variables = known.clone();
                self.with_variables(variables, |cx| cx.render_all(&value))
                    .map(Some)
            }
            ("ResolutionContext", "with_scope", _) => {
                let more = arguments.keywords.iter();
                let more = more.map(|(name, argument)| (Rc::clone(name), argument.value.clone()));
                let arguments = known.iter().cloned().chain(more).collect();
                let name = "ResolutionContext";
                Ok(Some(self.object(Data::Plain { name, arguments }, place)))
            }
            ("ResolutionContext", "at_path", _) => Ok(Some(Value::Object(Rc::clone(object)))),
            ("ResolutionContext", "resolve_source_relative_path", Some(Value::Str(path))) => {
                let loading = self.kept.components.loading.last();
                let folder = loading.map(|it| it.path.clone()).unwrap_or_default();
                Ok(Some(Value::Path(Rc::new(pure_path::join(
                    &folder,
                    Path::new(&*path),
                )))))
            }
            ("ComponentLoadContext", "load_component", Some(path)) => {
                match self.path_in_defs(&path) {
                    Some(path) => self.component_at(&path, place).map(Some),
                    None => unknown(),
                }
            }
            ("ComponentLoadContext", "build_defs", Some(path)) => match self.path_in_defs(&path) {
                Some(path) => self.defs_at(&path, place).map(Some),
                None => unknown(),
            },
            (
                "ComponentLoadContext",
                "load_defs_relative_python_module" | "defs_relative_module_name",
                Some(path),
            ) => {
                let own = known.first().map(|(_, path)| path.clone());
                let module = own.and_then(|own| self.module_at(&own, &path));
                match module {
                    Some(module) if name == "defs_relative_module_name" => {
                        Ok(Some(Value::str(module)))
                    }
                    Some(module) => self.import_at(&module, place).map(Some),
                    None => unknown(),
                }
            }
            ("ComponentLoadContext" | "ResolutionContext", ..) => unknown(),
            _ => Ok(None),
        }
    }

    /// Does something while templates see further variables.
    pub(super) fn with_variables<T>(
        &mut self,
        variables: Vec<(Rc<str>, Value<'a>)>,
        work: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let depth = match self.kept.components.loading.last_mut() {
            Some(loading) => {
                let depth = loading.variables.len();
                loading.variables.extend(variables);
                depth
            }
            None => return work(self),
        };
        let result = work(self);
        if let Some(loading) = self.kept.components.loading.last_mut() {
            loading.variables.truncate(depth);
        }
        result
    }

    fn path_in_defs(&self, path: &Value<'a>) -> Option<PathBuf> {
        let root = self.kept.components.root.as_ref()?;
        let path = match path {
            Value::Str(path) => PathBuf::from(&**path),
            Value::Path(path) => path.to_path_buf(),
            _ => return None,
        };
        Some(pure_path::join(&root.directory, &path))
    }

    /// The dotted name of a Python file, relative to a component.
    fn module_at(&self, own: &Value<'a>, path: &Value<'a>) -> Option<String> {
        let root = self.kept.components.root.as_ref()?;
        let Value::Path(own) = own else {
            return None;
        };
        let path = match path {
            Value::Str(path) => PathBuf::from(&**path),
            Value::Path(path) => path.to_path_buf(),
            _ => return None,
        };
        let folder = if self.disk().is_file(&**own) {
            own.parent()?
        } else {
            own
        };
        let path = pure_path::join(folder, &path);
        let below = path.strip_prefix(&root.directory).ok()?;
        let mut parts = vec![root.module.clone()];
        for part in below.parent()?.components() {
            parts.push(part.as_os_str().to_string_lossy().into_owned());
        }
        let name = below.file_name()?.to_string_lossy().into_owned();
        if name != "__init__.py" {
            parts.push(if self.disk().is_file(&path) {
                below.file_stem()?.to_string_lossy().into_owned()
            } else {
                name
            });
        }
        Some(parts.join("."))
    }
}
