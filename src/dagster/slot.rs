//! What the arguments of `Definitions` take, and what Dagster refuses there.

use std::rc::Rc;

use super::component::is_known_base;
use super::find;
use crate::article;
use crate::model::{AutomationKind, Kind, fault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::class::{Class, ClassKind};
use crate::python::value::function::Callee;
use crate::python::value::object::{Contents, Data};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// A value that an argument does not take.
pub(super) struct Wrong {
    /// What it is, in words.
    found: String,
    is_module: bool,
}

impl Wrong {
    pub(super) fn new(found: impl Into<String>) -> Self {
        Self {
            found: found.into(),
            is_module: false,
        }
    }
}

/// What a value is, if Dagster refuses it where an iterable is expected.
pub(super) fn not_iterable(value: &Value<'_>) -> Option<Wrong> {
    match value {
        Value::Object(object) => Some(Wrong::new(format!(
            "one `{}`, not a list",
            object.type_name()
        ))),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
            Some(Wrong::new(article::named(value.type_name())))
        }
        // The members of an enum are iterated over, and a metaclass may do anything.
        Value::Class(class) if class.kind == ClassKind::Enum || class.opaque_base => None,
        value => no_object(value),
    }
}

/// What an element is, if Dagster refuses it in a list of a kind.
pub(super) fn wrong_kind(item: &Value<'_>, kind: Kind) -> Option<Wrong> {
    let object = match item {
        Value::Object(object) => object,
        Value::List(_) => return Some(Wrong::new("a list in the list")),
        Value::Tuple(_) => return Some(Wrong::new("a tuple in the list")),
        Value::Str(text) => return Some(Wrong::new(format!("the string `{text}`"))),
        Value::None => return Some(Wrong::new("`None`")),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Dict(_) => {
            let found = format!("a value of type `{}`", item.type_name());
            return Some(Wrong::new(found));
        }
        Value::Instance(instance) if is_followed(&instance.class) => {
            return Some(Wrong::new(article::named(&instance.class.name)));
        }
        item => return no_object(item),
    };
    let fits = match (&object.data, kind) {
        (Data::Assets(_), Kind::Assets | Kind::AssetChecks) => true,
        (Data::Spec(_) | Data::Source(_), Kind::Assets) => true,
        (Data::Job(_), Kind::Jobs) => true,
        (Data::Automation(automation), Kind::Schedules) => {
            automation.kind == AutomationKind::Schedule
        }
        (Data::Automation(automation), Kind::Sensors) => automation.kind == AutomationKind::Sensor,
        (Data::Plain { name, .. }, _) => !is_no_definition(name),
        _ => false,
    };
    let type_name = object.type_name();
    (!fits).then(|| {
        Wrong::new(match object.definition_kind().map(article::with_article) {
            Some(kind) => format!("{kind} (`{type_name}`)"),
            None => article::named(type_name),
        })
    })
}

/// What a value is that is certainly none that Dagster makes.
fn no_object(value: &Value<'_>) -> Option<Wrong> {
    Some(match value {
        Value::Module(module) => Wrong {
            found: format!("the module `{}`", module.name),
            is_module: true,
        },
        Value::Function(function) => Wrong::new(format!("the plain function `{}`", function.name)),
        Value::Partial(_) => Wrong::new("a `functools.partial`"),
        Value::Bound(method) => match &method.callee {
            Callee::Function(function) => Wrong::new(format!("the method `{}`", function.name)),
            Callee::Method(_) => return None,
        },
        Value::Class(class) => Wrong::new(format!("the class `{}`", class.name)),
        Value::Api(api) if api.makes_objects() => Wrong::new(format!(
            "the class `{}`, and nothing that it makes",
            api.name
        )),
        Value::Native(native) if matches!(native.0, "str" | "int" | "list" | "dict" | "print") => {
            Wrong::new(format!("Python's own `{}`", native.0))
        }
        Value::External(path) if is_standard_module(path) => {
            Wrong::new(format!("the module `{path}`"))
        }
        _ => return None,
    })
}

/// Whether the objects of a name of Dagster that are not looked into are certainly none of
/// what `Definitions` holds in its lists: a resource, a key, a policy.
fn is_no_definition(name: &str) -> bool {
    find(name).is_some() && !name.ends_with("Definition")
}

fn is_standard_module(path: &str) -> bool {
    !path.contains('.') && ruff_python_stdlib::sys::is_known_standard_library(13, path)
}

/// Whether nothing that an instance of a class is by inheritance could be a definition.
fn is_followed(class: &Class<'_>) -> bool {
    let is_followed = |base: &Value<'_>| match base {
        Value::Api(api) => api.package == "dagster" && is_no_definition(api.name),
        base => is_known_base(base),
    };
    !class.opaque_base || !class.inherits(&|base| !is_followed(base))
}

impl<'a> Interpreter<'a> {
    /// Refuses an argument: Dagster loads nothing, so nothing is said of what is absent.
    pub(super) fn refuse_argument(
        &mut self,
        contents: &mut Contents<'a>,
        opens: &[Kind],
        place: Place,
        argument: &str,
        found: Wrong,
    ) -> Eval<'a, ()> {
        let reason = format!("Dagster refuses the value of `{argument}`");
        contents.open(opens, &Unknown::new(reason, place));
        self.wrong_argument(place, argument, found)
    }

    pub(super) fn wrong_argument(
        &mut self,
        place: Place,
        argument: &str,
        wrong: Wrong,
    ) -> Eval<'a, ()> {
        let expected = match argument {
            "assets" => "assets, asset specs and source assets",
            "asset_checks" => "asset checks",
            "jobs" => "jobs",
            "schedules" => "schedules",
            "sensors" => "sensors",
            "executor" => "an executor, `in_process_executor` say",
            _ => "a mapping from keys to values",
        };
        let loader = match argument {
            _ if !wrong.is_module => None,
            "assets" => Some("load_assets_from_modules"),
            "asset_checks" => Some("load_asset_checks_from_modules"),
            _ => Some("load_definitions_from_modules"),
        };
        let message = format!("`{argument}` holds {}", wrong.found);
        let fault = fault::WrongArgument {
            place,
            argument: argument.to_owned(),
            found: wrong.found,
            expected,
            loader,
        };
        self.tell("CheckError", message, place, fault)
    }

    /// Refuses what is certainly no executor.
    pub(super) fn check_executor(&mut self, executor: &Value<'a>, place: Place) -> Eval<'a, ()> {
        match no_tool(executor) {
            Some(wrong) => self.wrong_argument(place, "executor", wrong),
            None => Ok(()),
        }
    }

    /// Refuses what is certainly no logger.
    pub(super) fn check_loggers(
        &mut self,
        loggers: &[(Rc<str>, Value<'a>, Place)],
    ) -> Eval<'a, ()> {
        for (key, logger, place) in loggers {
            let Some(Wrong { found, .. }) = no_tool(logger) else {
                continue;
            };
            let wrong = Wrong::new(format!("{found} as `{key}`, which is no logger"));
            self.wrong_argument(*place, "loggers", wrong)?;
        }
        Ok(())
    }
}

/// What a value is that is certainly neither an executor nor a logger.
fn no_tool(value: &Value<'_>) -> Option<Wrong> {
    match value {
        Value::Object(object) => object
            .definition_kind()
            .map(|kind| Wrong::new(article::with_article(kind))),
        Value::Instance(_) => None,
        value => wrong_kind(value, Kind::Jobs),
    }
}
