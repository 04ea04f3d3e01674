//! What the attributes and methods of the API's objects are.

use std::rc::Rc;

use crate::model::AssetKey;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::language::attribute::bound;
use crate::python::value::api::Api;
use crate::python::value::container::Dict;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, Known, Object};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// Classes whose methods give objects of their own kind: they are chained, and never
/// looked into.
const CHAINED: &[&str] = &[
    "AssetSelection",
    "AutoMaterializePolicy",
    "AutoMaterializeRule",
    "AutomationCondition",
    "BackfillPolicy",
    "FreshnessPolicy",
    "MetadataValue",
    "ResourceDefinition",
    "colored_console_logger",
    "executor",
    "fs_io_manager",
    "in_process_executor",
    "io_manager",
    "json_console_logger",
    "logger",
    "mem_io_manager",
    "multi_or_in_process_executor",
    "multiprocess_executor",
    "resource",
];

impl<'a> Interpreter<'a> {
    pub(crate) fn api_attribute(
        &mut self,
        api: &'static Api,
        name: &str,
        place: Place,
    ) -> Value<'a> {
        let path = format!("{}.{name}", api.name);
        match self.host.find(api.package, &path) {
            Some(api) => Value::Api(api),
            None if name == "__name__" => Value::str(api.name),
            None => self.enumerated(api, name, place),
        }
    }

    /// `AutomationCondition.eager`, `DagsterRunStatus.SUCCESS`: compared by name.
    fn enumerated(&mut self, api: &'static Api, name: &str, place: Place) -> Value<'a> {
        let arguments = vec![(Rc::from("attribute"), Value::str(name))];
        self.object(
            Data::Plain {
                name: api.name,
                arguments,
            },
            place,
        )
    }

    /// A class method of the API that the table does not have.
    pub(crate) fn call_api_method(
        &mut self,
        api: &'static Api,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        Ok(Value::unknown(
            format!(
                "value comes from `{}.{}.{name}(...)`",
                api.package, api.name
            ),
            arguments.place,
        ))
    }

    /// The attributes of Dagster's objects that code reads at module level.
    pub(crate) fn object_attribute(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        let found = match &object.data {
            Data::AssetKey(key) if matches!(name, "path" | "parts") => {
                Some(Value::list(key.parts().iter().map(Value::str).collect()))
            }
            Data::Spec(spec) | Data::Source(spec) => self.spec_attribute(spec, name, place),
            Data::Assets(assets) => self.assets_attribute(assets, name, place),
            Data::Node(node) if name == "name" => Some(text(&node.name)),
            Data::Job(job) => match (name, &job.graph) {
                ("name", _) => Some(text(&job.name)),
                ("graph", Some(graph)) => Some(Value::Object(Rc::clone(graph))),
                (name, _) => given(&job.arguments, name),
            },
            Data::Automation(automation) => match name {
                "name" => Some(text(&automation.name)),
                "job_name" => Some(match given(&automation.arguments, "job") {
                    Some(job) => self.attribute(&job, "name", place)?,
                    None => given(&automation.arguments, name).unwrap_or(Value::None),
                }),
                "jobs" => automation
                    .targets
                    .first()
                    .map(|_| Value::list(automation.targets.clone())),
                name => given(&automation.arguments, name),
            },
            Data::CheckSpec(spec) => self.check_attribute(spec, name, place),
            Data::Definitions(contents)
                if matches!(
                    name,
                    "assets" | "jobs" | "schedules" | "sensors" | "asset_checks" | "resources"
                ) =>
            {
                Some(contents.argument(name))
            }
            Data::EnvScope => Some(self.environment_lookup(name, Value::None, place)),
            Data::Plain { arguments, .. } => given(arguments, name),
            _ => None,
        };
        Ok(found.unwrap_or_else(|| bound(&Value::Object(Rc::clone(object)), name)))
    }

    pub(super) fn key_value(&mut self, key: &Known<AssetKey>, place: Place) -> Value<'a> {
        match key {
            Ok(key) => self.object(Data::AssetKey(key.clone()), place),
            Err(unknown) => Value::Unknown(Rc::clone(unknown)),
        }
    }

    /// The methods of Dagster's objects.
    pub(crate) fn call_object_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        if let Some(value) = self.context_method(object, name, arguments)? {
            return Ok(value);
        }
        match (&object.data, name) {
            (Data::EnvScope, _) => {
                let callee = self.object_attribute(object, name, place)?;
                self.call(&callee, arguments.clone())
            }
            (Data::AssetKey(key), _) => Ok(self.key_method(key, name, arguments)),
            (Data::Spec(_), _) => self.spec_method(object, name, arguments),
            (Data::Source(spec), _) => self.source_method(object, spec, name, arguments),
            (Data::Assets(_), _) => self.assets_method(object, name, arguments),
            (Data::Node(_) | Data::Invocable { .. } | Data::Output, _) => {
                self.node_method(object, name, arguments)
            }
            (Data::Definitions(_), _) => self.definitions_method(object, name, arguments),
            (
                Data::Job(_),
                "with_hooks"
                | "with_top_level_resources"
                | "with_executor_def"
                | "with_logger_defs"
                | "with_metadata",
            )
            | (Data::Automation(_), "with_attributes") => {
                Ok(self.object(object.data.clone(), object.place))
            }
            (Data::Plain { name: class, .. }, _) => {
                Ok(self.plain_method(object, class, name, arguments))
            }
            _ => Ok(Value::unknown(
                format!("value comes from `{}.{name}(...)`", object.type_name()),
                place,
            )),
        }
    }

    fn key_method(&mut self, key: &AssetKey, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let place = arguments.place;
        match name {
            "to_user_string" => Value::str(key.to_string()),
            "to_python_identifier" if arguments.is_empty() => {
                Value::str(key.to_python_identifier())
            }
            "has_prefix" => match self.prefix_of(arguments.get(0, "prefix"), place) {
                Ok(prefix) => Value::Bool(key.parts().starts_with(&prefix)),
                Err(unknown) => Value::Unknown(unknown),
            },
            "with_prefix" => match self.prefix_of(arguments.get(0, "prefix"), place) {
                Ok(prefix) => self.object(Data::AssetKey(key.with_prefix(&prefix)), place),
                Err(unknown) => Value::Unknown(unknown),
            },
            _ => data_of("AssetKey", name, place),
        }
    }

    /// The methods of objects that are not looked into.
    fn plain_method(
        &mut self,
        object: &Rc<Object<'a>>,
        class: &'static str,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let place = arguments.place;
        if class == "StaticPartitionsDefinition"
            && name == "get_partition_keys"
            && let Data::Plain { arguments, .. } = &object.data
        {
            return given(arguments, "partition_keys")
                .unwrap_or_else(|| data_of(class, name, place));
        }
        if class == "EnvVar"
            && name == "get_value"
            && let Data::Plain { arguments: own, .. } = &object.data
            && let Some(Value::Str(variable)) = given(own, "name")
        {
            let default = arguments.get(0, "default").cloned().unwrap_or(Value::None);
            return self.environment_lookup(&variable, default, place);
        }
        if !CHAINED.contains(&class) {
            return data_of(class, name, place);
        }
        let mut all: Vec<(Rc<str>, Value<'a>)> = vec![
            (Rc::from("on"), Value::Object(Rc::clone(object))),
            (Rc::from("method"), Value::str(name)),
        ];
        let positional = arguments.positional.iter();
        all.extend(positional.map(|argument| (Rc::from(""), argument.value.clone())));
        let keywords = arguments.keywords.iter();
        all.extend(keywords.map(|(name, argument)| (Rc::clone(name), argument.value.clone())));
        let data = Data::Plain {
            name: class,
            arguments: all,
        };
        self.object(data, place)
    }

    /// An operator on a Dagster object: conditions and selections are combined by them.
    pub(crate) fn operate_on_object(&mut self, object: &Rc<Object<'a>>, place: Place) -> Value<'a> {
        match &object.data {
            Data::Plain { name, .. } => {
                let arguments = vec![(Rc::from("operand"), Value::Object(Rc::clone(object)))];
                self.object(Data::Plain { name, arguments }, place)
            }
            _ => Value::unknown(
                format!("an operator of `{}` is not followed", object.type_name()),
                place,
            ),
        }
    }
}

/// A name as Python has it.
pub(super) fn text<'a>(known: &Known<String>) -> Value<'a> {
    match known {
        Ok(text) => Value::str(text),
        Err(unknown) => Value::Unknown(Rc::clone(unknown)),
    }
}

/// The argument that was given for a parameter.
fn given<'a>(arguments: &[(Rc<str>, Value<'a>)], name: &str) -> Option<Value<'a>> {
    let mut arguments = arguments.iter();
    let found = arguments.find(|(known, _)| &**known == name);
    found.map(|(_, value)| value.clone())
}

/// What an attribute of a spec is where no argument gave it.
pub(super) fn absent_attribute<'a>(name: &str) -> Option<Value<'a>> {
    Some(match name {
        "metadata" | "tags" => Value::Dict(Rc::new(Dict::default())),
        "owners" => Value::list(Vec::new()),
        "kinds" => Value::Set(Rc::new(Dict::default()), false),
        "description"
        | "code_version"
        | "automation_condition"
        | "partitions_def"
        | "freshness_policy" => Value::None,
        "skippable" => Value::Bool(false),
        _ => return None,
    })
}

/// What a method gives that makes no definition.
fn data_of<'a>(class: &str, name: &str, place: Place) -> Value<'a> {
    let reason = format!("value comes from `{class}.{name}(...)`");
    Value::Unknown(Unknown::data(reason, place))
}
