//! What daglint knows of the `dagster` API: names, parameters, and what they make.
//!
//! The table of names is [`table::API`]; the makers are grouped by what they make.
//! Facts are those of Dagster 1.13.

mod arguments;
mod asset;
mod attribute;
mod automation;
mod check;
mod classes;
mod component;
mod config_file;
mod copy;
mod definitions;
mod defs_folder;
mod digest;
mod key;
mod lazy;
mod load;
mod merge;
mod node;
mod object;
mod repository;
mod table;

use std::rc::Rc;

pub(super) use arguments::Call;
pub(super) use component::{Components, ENVIRONMENT};
pub(super) use load::{Collected, Wanted};
pub(super) use node::inner_nodes;
pub(super) use object::{
    Assets, AutomationData, CheckSpec, Contents, Data, JobData, Known, Object, Spec,
};
pub(super) use classes::is_subclass;
pub(super) use load::{Collected, Wanted, sorted_entries};
pub(super) use node::inner_nodes;
pub(super) use object::{AutomationData, Contents, Data, Object, Spec};

use super::function::{Argument, Arguments};
use super::interpreter::{Eval, Interpreter};
use super::unknown::new_unknown;
use super::value::Value;
use crate::source::Place;

/// What calling a name of the API does.
#[derive(Clone, Copy)]
pub(super) enum Make {
    /// It makes an object of its arguments.
    Object(Maker),
    /// It is a decorator, with arguments or bare.
    Decorator(Maker),
    /// A class whose objects are compared by their arguments and not looked into.
    Plain,
    /// A function that gives data: no definition, and never looked into.
    Data,
}

/// A function that makes what a call of the API makes.
pub(super) type Maker = for<'a> fn(&mut Interpreter<'a>, &Call<'a>) -> Eval<'a>;

/// A name of the API of `dagster` or of one of its integration libraries.
pub(super) struct Api {
    /// The top module of the library.
    pub(super) package: &'static str,
    pub(super) name: &'static str,
    /// The parameters in order, `*` before the keyword-only ones.
    pub(super) parameters: &'static str,
    pub(super) make: Make,
}

impl std::fmt::Debug for Api {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// The value of a dotted name of the Dagster package, wherever the name is imported
/// from: `dagster.asset`, `dagster._core.definitions.decorators.asset`. `None` where it
/// is of another package.
pub(super) fn resolve<'a>(path: &str) -> Option<Value<'a>> {
    let (package, rest) = path.split_once('.')?;
    let name = rest.rsplit('.').next()?;
    // A class that is not in the table makes an object that is never looked into; of a
    // function that is not, nothing is known.
    find(package, name).map(Value::Api)
}

/// A name of a package's API: `asset`, `AssetKey.from_coercible`.
pub(super) fn find(package: &str, name: &str) -> Option<&'static Api> {
    let api = match package {
        "dagster" => table::API,
        package => super::library::api(package)?,
    };
    api.iter().find(|api| api.name == name)
    // Of a function that is in neither table, nothing is known.
    find(name).map(Value::Api)
}

/// A name of the API: `asset`, `AssetKey.from_coercible`.
fn find(name: &str) -> Option<&'static Api> {
    let mut all = table::API.iter().chain(&*classes::API);
    all.find(|api| api.name == name)
}

/// What `from dagster import *` binds, as far as it is modelled.
pub(super) fn public_names<'a>() -> impl Iterator<Item = (&'static str, Value<'a>)> {
    table::API
        .iter()
        .chain(&*classes::API)
        .filter(|api| !api.name.contains('.'))
        .map(|api| (api.name, Value::Api(api)))
}

impl<'a> Interpreter<'a> {
    pub(super) fn call_api(&mut self, api: &'static Api, arguments: Arguments<'a>) -> Eval<'a> {
        match api.make {
            Make::Plain => {
                let call = Call::bind(api, arguments, None);
                Ok(self.plain(&call))
            }
            Make::Data => {
                let reason = format!("value comes from `dagster.{}(...)`", api.name);
                let place = arguments.place;
                Ok(Value::Unknown(new_unknown(reason, place, true)))
            }
            Make::Object(maker) => self.make(maker, &Call::bind(api, arguments, None)),
            Make::Decorator(maker) => {
                let (decorated, arguments) = decorated_function(api, arguments);
                if decorated.is_some() {
                    return self.make(maker, &Call::bind(api, arguments, decorated));
                }
                let call = Call::bind(api, arguments, None);
                let place = call.place;
                Ok(self.object(Data::Decorator(Rc::new(call)), place))
            }
        }
    }

    /// Makes one object for each alternative of the arguments that name it.
    fn make(&mut self, maker: Maker, call: &Call<'a>) -> Eval<'a> {
        let Some((at, choice)) = call.first_choice() else {
            return maker(self, call);
        };
        self.lift(&choice, |cx, value| cx.make(maker, &call.with(at, value)))
    }

    /// A new object of the API.
    pub(super) fn object(&mut self, data: Data<'a>, place: Place) -> Value<'a> {
        let id = self.new_object();
        Value::Object(Rc::new(Object {
            id,
            place,
            brought_by: Rc::from([]),
            data,
        }))
    }

    /// A decorator whose result is only ever handed on.
    fn make_plain(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        Ok(self.object(
            Data::Plain {
                name: call.api.name,
                arguments: call.given(),
            },
            place,
        ))
    }

    /// An object that is only ever compared and handed on.
    fn plain(&mut self, call: &Call<'a>) -> Value<'a> {
        let place = call.place;
        self.object(
            Data::Plain {
                name: call.api.name,
                arguments: call.given(),
            },
            place,
        )
    }

    /// Calls an object: a decorator with its function, an op in a composition.
    pub(super) fn call_object(
        &mut self,
        object: &Rc<Object<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        match &object.data {
            Data::Decorator(call) => {
                let Make::Decorator(maker) = call.api.make else {
                    return Ok(Value::unknown("a call of the result", place));
                };
                let Some(decorated) = arguments.positional.into_iter().next() else {
                    return self.refuse(
                        format!("`@{}` is given nothing to decorate", call.api.name),
                        place,
                    );
                };
                self.make(maker, &call.decorating(decorated))
            }
            Data::Node(_) => self.invoke(object, None, place),
            Data::Invocable { node, alias } => {
                let (node, alias) = (Rc::clone(node), alias.clone());
                self.invoke(&node, alias, place)
            }
            // `AutomationCondition.eager()`, `AssetSelection.all()`
            Data::Plain {
                name,
                arguments: before,
            } => {
                let mut all = before.clone();
                all.extend(
                    arguments
                        .positional
                        .iter()
                        .map(|argument| (Rc::from(""), argument.value.clone())),
                );
                all.extend(
                    arguments
                        .keywords
                        .iter()
                        .map(|(name, argument)| (Rc::clone(name), argument.value.clone())),
                );
                Ok(self.object(
                    Data::Plain {
                        name,
                        arguments: all,
                    },
                    place,
                ))
            }
            _ => Ok(Value::unknown(
                format!("value comes from calling a `{}`", object.type_name()),
                place,
            )),
        }
    }

    pub(super) fn api_attribute(
        &mut self,
        api: &'static Api,
        name: &str,
        place: Place,
    ) -> Value<'a> {
        let path = format!("{}.{name}", api.name);
        match find(api.package, &path) {
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
    pub(super) fn call_api_method(
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
    pub(super) fn object_attribute(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        let receiver = Value::Object(Rc::clone(object));
        let known = |known: &Known<String>| match known {
            Ok(text) => Value::str(text),
            Err(unknown) => Value::Unknown(Rc::clone(unknown)),
        };
        Ok(match (&object.data, name) {
            (Data::AssetKey(key), "path" | "parts") => {
                Value::list(key.parts().iter().map(Value::str).collect())
            }
            (Data::Spec(spec) | Data::Source(spec), "key") => self.key_value(&spec.key, place),
            (Data::Spec(spec), "group_name") => spec.group.as_ref().map_or(Value::None, known),
            (Data::Spec(spec), name) if spec.attribute(name).is_some() => {
                spec.attribute(name).unwrap_or(Value::None)
            }
            (Data::Assets(assets), "key") => match assets.specs.as_slice() {
                [only] => self.key_value(&only.key, place),
                _ => Value::unknown("the assets have several keys", place),
            },
            (Data::Assets(assets), "keys") => {
                let keys = assets
                    .specs
                    .iter()
                    .map(|spec| self.key_value(&spec.key, place))
                    .collect::<Vec<_>>();
                let elements = super::interpreter::Elements {
                    items: keys,
                    open: assets.open.clone(),
                };
                Value::Set(Rc::new(self.set_of(elements, place)), false)
            }
            (Data::Assets(assets), "specs") => {
                let specs = assets
                    .specs
                    .iter()
                    .map(|spec| self.object(Data::Spec(spec.clone()), spec.place))
                    .collect();
                let list = super::container::List::new(specs);
                if let Some(unknown) = &assets.open {
                    list.open(unknown);
                }
                Value::List(Rc::new(list))
            }
            (Data::Node(node), "name") => known(&node.name),
            (Data::Job(job), "name") => known(&job.name),
            (Data::Automation(automation), "name") => known(&automation.name),
            (Data::CheckSpec(spec), "name") => known(&spec.name),
            (
                Data::Definitions(contents),
                "assets" | "jobs" | "schedules" | "sensors" | "asset_checks" | "resources",
            ) => contents.argument(name),
            (Data::Plain { arguments, .. }, name)
                if arguments.iter().any(|(known, _)| &**known == name) =>
            {
                arguments
                    .iter()
                    .find(|(known, _)| &**known == name)
                    .map_or(Value::None, |(_, value)| value.clone())
            }
            _ => bound(&receiver, name),
        })
    }

    fn key_value(&mut self, key: &Known<crate::model::AssetKey>, place: Place) -> Value<'a> {
        match key {
            Ok(key) => self.object(Data::AssetKey(key.clone()), place),
            Err(unknown) => Value::Unknown(Rc::clone(unknown)),
        }
    }

    /// The methods of Dagster's objects.
    pub(super) fn call_object_method(
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
            (Data::AssetKey(key), "to_user_string") => Ok(Value::str(key.to_string())),
            (Data::AssetKey(key), "to_python_identifier") => {
                Ok(Value::str(key.to_python_identifier()))
            }
            (Data::AssetKey(key), "with_prefix") => {
                let prefix = self.prefix_of(arguments.get(0, "prefix"), place);
                Ok(match prefix {
                    Ok(prefix) => self.object(Data::AssetKey(key.with_prefix(&prefix)), place),
                    Err(unknown) => Value::Unknown(unknown),
                })
            }
            (Data::Spec(_), _) => self.spec_method(object, name, arguments),
            (Data::Assets(_), _) => self.assets_method(object, name, arguments),
            (Data::Node(_) | Data::Invocable { .. } | Data::Output, _) => {
                self.node_method(object, name, arguments)
            }
            (Data::Definitions(_), _) => self.definitions_method(object, name, arguments),
            (Data::Job(_), "with_hooks" | "with_top_level_resources") => {
                Ok(Value::Object(Rc::clone(object)))
            }
            // Conditions, selections, policies: chained, and never looked into.
            (Data::Plain { name: class, .. }, _) => {
                let mut all: Vec<(Rc<str>, Value<'a>)> = vec![
                    (Rc::from("on"), Value::Object(Rc::clone(object))),
                    (Rc::from("method"), Value::str(name)),
                ];
                all.extend(
                    arguments
                        .positional
                        .iter()
                        .map(|argument| (Rc::from(""), argument.value.clone())),
                );
                all.extend(
                    arguments
                        .keywords
                        .iter()
                        .map(|(name, argument)| (Rc::clone(name), argument.value.clone())),
                );
                Ok(self.object(
                    Data::Plain {
                        name: class,
                        arguments: all,
                    },
                    place,
                ))
            }
            _ => Ok(Value::unknown(
                format!("value comes from `{}.{name}(...)`", object.type_name()),
                place,
            )),
        }
    }

    /// An operator on a Dagster object: conditions and selections are combined by them.
    pub(super) fn operate_on_object(&mut self, object: &Rc<Object<'a>>, place: Place) -> Value<'a> {
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

/// Decorators besides those with a `..._fn` that may be given the function itself.
const BARE: &[&str] = &[
    "executor",
    "input_manager",
    "io_manager",
    "logger",
    "resource",
    "run_failure_sensor",
    "usable_as_dagster_type",
];

/// The function that a decorator is called with, bare or beside keywords, and the other
/// arguments. `op`, `graph` and `job` then take no name but that of the function.
fn decorated_function<'a>(
    api: &Api,
    mut arguments: Arguments<'a>,
) -> (Option<Argument<'a>>, Arguments<'a>) {
    let is_callable = |argument: &Argument<'a>| {
        matches!(
            argument.value,
            Value::Function(_)
                | Value::Object(_)
                | Value::Class(_)
                | Value::Bound(_)
                | Value::Partial(_)
        )
    };
    let first = api.parameters.split(' ').next().unwrap_or_default();
    let is_function = first == "fn" || first.ends_with("_fn");
    let bare = is_function || BARE.contains(&api.name);
    let by_name = arguments
        .keywords
        .iter()
        .position(|(name, _)| &**name == first && is_function);
    let decorated = if bare && arguments.positional.first().is_some_and(is_callable) {
        Some(arguments.positional.remove(0))
    } else {
        by_name.map(|at| arguments.keywords.remove(at).1)
    };
    if decorated.is_some() && matches!(api.name, "op" | "graph" | "job") {
        arguments.keywords.retain(|(name, _)| &**name != "name");
    }
    (decorated, arguments)
}
