//! The type of a component file: the class that it names.

use std::rc::Rc;

use super::shape::{has_known_bases, is_component};
use crate::article;
use crate::model::LoadFault;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::stdlib::walk;
use crate::python::value::class::Class;
use crate::python::value::module::Module;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// The components that `dagster` and `dagster.components` give.
const SHIPPED: &[&str] = &[
    "DefinitionsComponent",
    "DefsFolderComponent",
    "FunctionComponent",
    "PythonScriptComponent",
    "SqlComponent",
    "StateBackedComponent",
    "TemplatedSqlComponent",
    "UvRunComponent",
];

/// The libraries whose components ask a service what there is.
const ASKING: &[&str] = &[
    "dagster_airbyte",
    "dagster_census",
    "dagster_databricks",
    "dagster_fivetran",
    "dagster_hightouch",
    "dagster_looker",
    "dagster_omni",
    "dagster_powerbi",
    "dagster_sigma",
    "dagster_tableau",
];

fn reason_for(package: &str, written: &str) -> String {
    match package {
        "dagster_dlt" => format!(
            "the component `{written}` loads what a dlt source gives, which only running it can tell"
        ),
        package if ASKING.contains(&package) => {
            format!("the component `{written}` asks a service what there is")
        }
        _ => format!("what the component `{written}` makes is not known"),
    }
}

/// What a type names.
pub(super) enum Found<'a> {
    Class(Rc<Class<'a>>),
    Unknown(Rc<Unknown>),
    /// Nothing that is a component, which has been told.
    Nothing,
}

impl<'a> Interpreter<'a> {
    /// The class of a `type`, which may be relative to the module of the folder.
    pub(super) fn component_class(
        &mut self,
        written: &str,
        folder: &str,
        place: Place,
    ) -> Eval<'a, Found<'a>> {
        let full = if written.starts_with('.') {
            format!("{folder}{written}")
        } else {
            written.to_owned()
        };
        let folder_parts = if written.starts_with('.') { folder } else { "" };
        let own = full[folder_parts.len()..].trim_start_matches('.');
        let Some((namespace, name)) = full.rsplit_once('.') else {
            let message = format!("component type `{written}` names no module");
            let help = "write it as `module.Class`".to_owned();
            return Ok(self.no_class(place, message, Some(help)));
        };
        let has_double_dot = written.starts_with("..") || full.contains("..");
        if has_double_dot || !own.split('.').all(is_name) {
            let message = format!("component type `{written}` is not a dotted name");
            let help = "a leading dot stands for the folder of the file; there is no `..`";
            return Ok(self.no_class(place, message, Some(help.to_owned())));
        }
        if !full.split('.').all(is_name) {
            let help = "Dagster takes no name with such a folder in it; rename the folder, or \
                        move the class to a module outside of `defs`";
            let message = format!("component type `{full}` is not a dotted name");
            return Ok(self.no_class(place, message, Some(help.to_owned())));
        }
        let is_dagster = namespace == "dagster" || namespace.starts_with("dagster.");
        if is_dagster {
            return Ok(self.shipped_class(namespace, name, written, place));
        }
        let top = namespace.split('.').next().unwrap_or(namespace);
        if self.find_top(top).is_none() {
            return Ok(match self.host.resolve(self, &full) {
                Some(Value::Class(class)) => Found::Class(class),
                _ => Found::Unknown(Unknown::new(reason_for(top, written), place)),
            });
        }
        self.own_class(namespace, name, written, place)
    }

    fn shipped_class(
        &mut self,
        namespace: &str,
        name: &str,
        written: &str,
        place: Place,
    ) -> Found<'a> {
        if let Some(Value::Class(class)) = self.host.resolve(self, &format!("dagster.{name}"))
            && SHIPPED.contains(&name)
        {
            return Found::Class(class);
        }
        if matches!(namespace, "dagster" | "dagster.components") && !SHIPPED.contains(&name) {
            let help = crate::suggest::did_you_mean(name, SHIPPED.iter().copied());
            let message = format!("`{namespace}` has no component `{name}`");
            let help = help.unwrap_or_else(|| {
                let known: Vec<String> = SHIPPED.iter().map(|it| format!("`{it}`")).collect();
                format!("it has {}", known.join(", "))
            });
            return self.no_class(place, message, Some(help));
        }
        Found::Unknown(Unknown::new(
            format!("what the component `{written}` makes is not known"),
            place,
        ))
    }

    fn own_class(
        &mut self,
        namespace: &str,
        name: &str,
        written: &str,
        place: Place,
    ) -> Eval<'a, Found<'a>> {
        let Some(module) = self.import_module(namespace, place)? else {
            let unknown = format!("the module `{namespace}` is not found");
            if !written.starts_with('.') && !self.misses_first_party(namespace) {
                return Ok(Found::Unknown(Unknown::new(unknown, place)));
            }
            let message = format!(
                "component type `{written}` names a module that does not exist: `{namespace}`"
            );
            let help = self.nearest_module(namespace);
            return Ok(self.no_class(place, message, help));
        };
        let value = module.scope.read(name).map(|value| self.settle(value));
        let value = if let Some(value) = value {
            value
        } else {
            let submodule = self.import_module(&format!("{namespace}.{name}"), place)?;
            let Some(submodule) = submodule else {
                return Ok(self.missing_class(&module, name, place));
            };
            Value::Module(submodule)
        };
        Ok(match value {
            Value::Class(class) if is_component(&class) => Found::Class(class),
            Value::Class(class) if !has_known_bases(&class) => Found::Unknown(Unknown::new(
                format!("what `{}` inherits from is not known", class.name),
                place,
            )),
            value if is_no_class(&value) => {
                let what = match &value {
                    Value::Class(_) => "a class that is no `Component`".to_owned(),
                    value => article::named(value.type_name()),
                };
                let message = format!("component type `{written}` is {what}");
                let help = "the class must inherit from `dagster.Component`";
                self.no_class(place, message, Some(help.to_owned()))
            }
            value => Found::Unknown(self.reason_of(&value, place)),
        })
    }

    fn missing_class(&mut self, module: &Module<'a>, name: &str, place: Place) -> Found<'a> {
        if let Some(unknown) = self.unknown_name(module, name, place) {
            return Found::Unknown(unknown);
        }
        let message = format!("module `{}` has no attribute `{name}`", module.name);
        let names = module.scope.sorted_names();
        let help = crate::suggest::did_you_mean(name, names.iter().map(|it| &**it));
        self.no_class(place, message, help)
    }

    fn no_class(&mut self, place: Place, message: String, help: Option<String>) -> Found<'a> {
        self.component_fault(LoadFault::ComponentType, place, message, help);
        Found::Nothing
    }

    /// A module beside the missing one that has nearly its name.
    fn nearest_module(&self, name: &str) -> Option<String> {
        let (parent, last) = name.rsplit_once('.')?;
        let parent = self.modules.get(parent)?.as_ref()?;
        let entries: Vec<String> = parent
            .directories
            .iter()
            .flat_map(|directory| walk::sorted_entries(self.disk(), directory))
            .map(|(name, _)| name.trim_end_matches(".py").to_owned())
            .collect();
        crate::suggest::did_you_mean(last, entries.iter().map(String::as_str))
    }
}

/// Whether a value is certainly no class of a component.
fn is_no_class(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::Class(_)
            | Value::Function(_)
            | Value::Module(_)
            | Value::Object(_)
            | Value::Instance(_)
            | Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::List(_)
            | Value::Tuple(_)
            | Value::Dict(_)
    )
}

/// Whether a text is a name of Python.
fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    let begins = |c: char| c.is_alphabetic() || c == '_';
    characters.next().is_some_and(begins) && characters.all(|c| c.is_alphanumeric() || c == '_')
}
