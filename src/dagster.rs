//! What daglint knows of the `dagster` API: names, parameters, and what they make.
//!
//! The table of names is [`table::API`]; the makers are grouped by what they make.
//! Facts are those of Dagster 1.13.

mod asset;
mod assets_attribute;
mod at_import;
mod attribute;
mod automation;
mod bind;
mod body;
mod check;
mod classes;
mod collect;
pub(crate) mod component;
mod composition;
mod config_file;
mod copy;
mod definitions;
mod defs_file;
mod defs_folder;
mod digest;
mod exports;
mod input;
mod key;
mod lazy;
mod lost;
mod map_specs;
mod merge;
pub(crate) mod model;
mod module_loaders;
mod node;
mod partitions;
mod repeated;
mod repository;
mod serialize;
mod signature;
mod slot;
mod spec;
mod table;
mod together;
mod valid_name;
mod value;

use std::rc::Rc;

pub(crate) use automation::is_running;
pub(crate) use classes::is_subclass;
pub(crate) use collect::{Collected, Wanted};
pub(crate) use node::inner_nodes;
pub(crate) use serialize::unserializable;

use crate::article;
use crate::model::Guard;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::api::{Api, Make, Maker};
use crate::python::value::arguments::Call;
use crate::python::value::function::{Argument, Arguments};
use crate::python::value::object::{Data, Object};
use crate::python::value::{Choice, Unknown, Value};
use crate::source::Place;

/// A name of the API of Dagster itself: `asset`, `AssetKey.from_coercible`.
pub(crate) fn find(name: &str) -> Option<&'static Api> {
    table::all()
        .chain(&*classes::API)
        .find(|api| api.name == name)
}

/// What `from dagster import *` binds, as far as it is modelled.
pub(crate) fn public_names<'a>() -> impl Iterator<Item = (&'static str, Value<'a>)> {
    table::all()
        .chain(&*classes::API)
        .filter(|api| !api.name.contains('.'))
        .map(|api| (api.name, Value::Api(api)))
}

impl<'a> Interpreter<'a> {
    pub(crate) fn call_api(&mut self, api: &'static Api, arguments: Arguments<'a>) -> Eval<'a> {
        self.note_repeated_elements(&arguments);
        self.check_signature(api, &arguments)?;
        match api.make {
            Make::Plain => {
                let call = Call::bind(api, arguments, None);
                self.check_group_of(&call)?;
                self.check_values(&call)?;
                Ok(self.plain(&call))
            }
            Make::Data => {
                let reason = format!("value comes from `{}.{}(...)`", api.package, api.name);
                let place = arguments.place;
                Ok(Value::Unknown(Unknown::data(reason, place)))
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
            self.check_group_of(call)?;
            self.check_values(call)?;
            return maker(self, call);
        };
        let given = |(guard, value): (Guard, Value<'a>)| match value {
            Value::Absent => (guard, Value::None),
            value => (guard, value),
        };
        let choice: Choice<'a> = choice.into_iter().map(given).collect();
        self.lift(&choice, |cx, value| cx.make(maker, &call.with(at, value)))
    }

    /// A new object of the API.
    pub(crate) fn object(&mut self, data: Data<'a>, place: Place) -> Value<'a> {
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
    pub(crate) fn call_object(
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
                        format!("`@{}` has nothing to decorate", call.api.name),
                        place,
                    );
                };
                self.make(maker, &call.decorating(decorated))
            }
            Data::Node(_) => {
                self.note_literals(&arguments);
                self.invoke(object, None, place)
            }
            Data::Invocable { node, alias } => {
                self.note_literals(&arguments);
                let (node, alias) = (Rc::clone(node), alias.clone());
                self.invoke(&node, alias, place)
            }
            Data::EnvScope => Ok(self.call_environment(&arguments)),
            Data::Plain { .. } => self.call_plain(object, arguments),
            _ => Ok(Value::unknown(
                format!(
                    "value comes from calling {}",
                    article::named(object.type_name())
                ),
                place,
            )),
        }
    }

    /// `AutomationCondition.eager()`, `AssetSelection.all()`
    fn call_plain(&mut self, object: &Rc<Object<'a>>, arguments: Arguments<'a>) -> Eval<'a> {
        let Data::Plain {
            name,
            arguments: before,
        } = &object.data
        else {
            return Ok(Value::Object(Rc::clone(object)));
        };
        self.note_repeated_selected(object, &arguments);
        if let Some((_, Value::Str(method))) = before.last() {
            self.check_method(name, method, &arguments)?;
        }
        let place = arguments.place;
        let positional = arguments.positional.into_iter();
        let positional = positional.map(|argument| (Rc::from(""), argument.value));
        let keywords = arguments.keywords.into_iter();
        let keywords = keywords.map(|(name, argument)| (name, argument.value));
        let before = before.iter().cloned();
        let arguments = before.chain(positional).chain(keywords).collect();
        Ok(self.object(Data::Plain { name, arguments }, place))
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
