//! Components: what a component file or a `@component_instance` function declares, and
//! what the components make (`dagster.components.core.{decl,defs_module}`).
//!
//! `document` reads one document of a component file, whose frame is `frame`; `class` finds
//! its type; `model`, `shape` and `check` judge its attributes; `resolve`, `coerce`, `template` and
//! `variables` make values of them; `context` is what Dagster hands to components;
//! `post_process` changes what they made, and `declare` says where that is declared;
//! `unread` is what nothing reads; `library` holds the components that come with Dagster.

mod annotation;
mod check;
mod class;
mod coerce;
mod context;
mod declare;
mod document;
mod filter;
mod frame;
mod functions;
mod model;
mod post_process;
mod resolve;
mod shape;
mod template;
mod unread;
mod variables;

use std::path::Path;
use std::rc::Rc;

pub(in crate::dagster) use coerce::coerced;
pub(super) use document::Folder;
pub(in crate::dagster) use shape::is_pydantic;
pub(crate) use shape::{has_known_bases, is_known_base};

use super::defs_folder::Walk;
use crate::article;
use crate::model::{ComponentFault, Kind, LoadFault};
use crate::python::interpreter::{Eval, Interpreter, Raise};
use crate::python::value::arguments::Call;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Contents, Data};
use crate::python::value::{Unknown, Value};
use crate::source::Place;
use check::Problem;

/// The names of a component file; of several in one folder only the first is read.
pub(super) const COMPONENT_FILES: [&str; 3] = ["defs.yaml", "defs.yml", "component.yaml"];

impl<'a> Interpreter<'a> {
    /// `@component_instance`
    pub(super) fn make_component_instance(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let function = call
            .decorated
            .as_ref()
            .map_or(Value::None, |decorated| decorated.value.clone());
        Ok(self.object(Data::ComponentInstance(function), place))
    }

    /// What a `@component_instance` function of a file makes.
    pub(super) fn build_instance_defs(
        &mut self,
        function: &Value<'a>,
        path: &Path,
        place: Place,
    ) -> Eval<'a, Contents<'a>> {
        if let Value::Function(function) = function
            && function
                .parameters
                .is_none_or(ruff_python_ast::Parameters::is_empty)
        {
            let message = "an `@component_instance` function takes a `ComponentLoadContext`";
            return self.refuse(message, function.place);
        }
        let context = self.component_load_context(path, place);
        let component = self.call(function, Arguments::of([context], place))?;
        let component = self.settle(component);
        if is_no_component(&component) {
            let shown = article::named(component.type_name());
            let message =
                format!("an `@component_instance` function returns {shown}, not a `Component`");
            return self.refuse(message, place);
        }
        let known = self.kept.components.made.entry(path.to_path_buf());
        known.or_default().push(component.clone());
        let mut contents = self.build_component(&component, path, place)?;
        contents.brought(place);
        Ok(contents)
    }

    /// What `build_defs` of a component gives.
    pub(super) fn build_component(
        &mut self,
        component: &Value<'a>,
        path: &Path,
        place: Place,
    ) -> Eval<'a, Contents<'a>> {
        let mut contents = Contents::default();
        let Value::Instance(instance) = component else {
            contents.open(&Kind::ALL, &self.reason_of(component, place));
            return Ok(contents);
        };
        let class = Rc::clone(&instance.class);
        let Some(method) = class.lookup("build_defs") else {
            if has_known_bases(&class) {
                let message = format!("component `{}` has no `build_defs`", class.name);
                self.build_fault(class.place, place, message);
            }
            let reason = format!(
                "the component `{}` is not built by the project itself",
                class.name
            );
            contents.open(&Kind::ALL, &Unknown::new(reason, place));
            return Ok(contents);
        };
        let context = self.component_load_context(path, place);
        let bound = self.attribute(component, "build_defs", place)?;
        let built = self.call(&bound, Arguments::of([context], place))?;
        let built = self.settle(built);
        if is_no_definitions(&built) {
            let at = match &method {
                Value::Function(function) => function.place,
                _ => class.place,
            };
            let message = format!(
                "`build_defs` of component `{}` returns {}, not a `Definitions`",
                class.name,
                match &built {
                    Value::None => "nothing".to_owned(),
                    value => article::named(value.type_name()),
                }
            );
            self.build_fault(at, place, message);
        }
        Ok(self.merge(&[built], None, place))
    }

    fn build_fault(&mut self, place: Place, component: Place, message: String) {
        self.fault(LoadFault::BuildDefs(ComponentFault {
            place,
            message,
            help: None,
            symbol: None,
            evidence: Some(component).filter(|component| *component != place),
        }));
    }

    /// Records what is wrong with a component file.
    pub(super) fn component_fault(
        &mut self,
        kind: fn(ComponentFault) -> LoadFault,
        place: Place,
        message: String,
        help: Option<String>,
    ) {
        self.component_problem(
            kind,
            Problem {
                place,
                message,
                help,
                symbol: None,
            },
        );
    }

    /// As [`Self::component_fault`], of a problem that a check found.
    fn component_problem(&mut self, kind: fn(ComponentFault) -> LoadFault, problem: Problem) {
        let Problem {
            place,
            message,
            help,
            symbol,
        } = problem;
        self.fault(kind(ComponentFault {
            place,
            message,
            help,
            symbol,
            evidence: None,
        }));
    }

    /// Nothing that is known, for a reason.
    pub(super) fn open_contents(&self, reason: impl Into<String>, place: Place) -> Contents<'a> {
        let mut contents = Contents::default();
        contents.open(&Kind::ALL, &Unknown::new(reason, place));
        contents
    }

    /// Goes on after an exception that ends one component: Dagster would load nothing.
    pub(super) fn contained(
        &mut self,
        result: Eval<'a, Contents<'a>>,
        place: Place,
    ) -> Eval<'a, Contents<'a>> {
        let exception = match result {
            Err(Raise::Exception(exception)) => exception,
            other => return other,
        };
        if let Some(fault) = &exception.fault {
            self.fault(fault.clone());
        }
        let reason = format!(
            "evaluating the component ends with {}: {}",
            exception.class, exception.message
        );
        Ok(self.open_contents(reason, place))
    }

    /// `context.load_component(path)`
    pub(super) fn component_at(&mut self, path: &Path, place: Place) -> Eval<'a> {
        if !self.kept.components.made.contains_key(path) {
            self.defs_at(path, place)?;
        }
        Ok(
            match self.kept.components.made.get(path).map(Vec::as_slice) {
                Some([only]) => only.clone(),
                _ => Value::unknown("which component is there is not known", place),
            },
        )
    }

    /// `context.build_defs(path)`
    pub(super) fn defs_at(&mut self, path: &Path, place: Place) -> Eval<'a> {
        if let Some(known) = self.kept.components.built.get(path) {
            return Ok(known.clone());
        }
        let root = self.kept.components.root.clone();
        let below = root.and_then(|root| {
            let below = path.strip_prefix(&root.directory).ok()?;
            let mut name = root.module.clone();
            for part in below.components() {
                name.push('.');
                name.push_str(&part.as_os_str().to_string_lossy());
            }
            Some(name)
        });
        if below.is_some() && !self.disk().exists(path) {
            let message = "there are no definitions at this path of the defs folder";
            return self.refuse(message, place);
        }
        let contents = match below {
            Some(name) if self.disk().is_folder(path) => {
                self.build_folder_defs(path, &name, place, Walk::Whole)?
            }
            Some(name) if self.disk().is_file(path) && name.ends_with(".py") => {
                let dotted = name.trim_end_matches(".py");
                let stem = dotted.rsplit('.').next().unwrap_or(dotted);
                // It may ask for itself.
                self.within(path, place, |cx| {
                    cx.build_file_defs(path, stem, dotted, place)
                })
                .unwrap_or_else(|| Ok(Contents::default()))?
            }
            _ => self.open_contents("there is no component at this path", place),
        };
        self.keep_built(path, &contents, place);
        Ok(self.object(Data::Definitions(contents), place))
    }

    /// Keeps what a path holds: asked for again, it is the same objects.
    pub(super) fn keep_built(&mut self, path: &Path, contents: &Contents<'a>, place: Place) {
        let value = self.object(Data::Definitions(contents.clone()), place);
        self.kept.components.built.insert(path.to_path_buf(), value);
    }
}

fn is_no_component(value: &Value<'_>) -> bool {
    match value {
        Value::Object(object) => !matches!(object.data, Data::Plain { .. }),
        Value::Instance(instance) => {
            has_known_bases(&instance.class) && !shape::is_component(&instance.class)
        }
        Value::None | Value::List(_) | Value::Dict(_) | Value::Str(_) | Value::Class(_) => true,
        _ => false,
    }
}

fn is_no_definitions(value: &Value<'_>) -> bool {
    match value {
        Value::Object(object) => !matches!(
            object.data,
            Data::Definitions(_) | Data::Lazy { .. } | Data::Plain { .. }
        ),
        Value::None
        | Value::List(_)
        | Value::Tuple(_)
        | Value::Dict(_)
        | Value::Str(_)
        | Value::Bool(_)
        | Value::Int(_)
        | Value::Iterator(_) => true,
        _ => false,
    }
}
