//! The arguments of a call of the API, matched with its parameters.

use std::rc::Rc;

use super::api::Api;
use super::function::{Argument, Arguments};
use super::{Choice, Unknown, Value};
use crate::source::Place;

/// The parameters that name what is made. Alternatives of them make alternatives of it.
const NAMING: &[&str] = &[
    "name",
    "key",
    "key_prefix",
    "job_name",
    "group_name",
    "asset",
    "prefix",
    "path",
    "source_key_prefix",
    "manifest",
    "project_dir",
    "replication_config",
];

/// One call.
#[derive(Debug, Clone)]
pub(crate) struct Call<'a> {
    pub(crate) api: &'static Api,
    /// The call.
    pub(crate) place: Place,
    /// Parameter and argument, in the order in which they are given.
    arguments: Vec<(Rc<str>, Argument<'a>)>,
    /// Positional arguments beyond the parameters: those of `*args`.
    pub(crate) rest: Vec<Argument<'a>>,
    /// Why further arguments may be given.
    pub(crate) open: Option<Rc<Unknown>>,
    /// What is decorated.
    pub(crate) decorated: Option<Argument<'a>>,
}

impl<'a> Call<'a> {
    /// Matches arguments with the parameters of an API name.
    pub(crate) fn bind(
        api: &'static Api,
        arguments: Arguments<'a>,
        decorated: Option<Argument<'a>>,
    ) -> Self {
        let positional = api
            .parameters
            .split(' ')
            .take_while(|&word| word != "*")
            .filter(|word| !word.is_empty());
        let mut given = arguments.positional.into_iter();
        let mut bound: Vec<(Rc<str>, Argument<'a>)> = positional
            .map_while(|name| given.next().map(|argument| (Rc::from(name), argument)))
            .collect();
        bound.extend(arguments.keywords);
        let open = arguments
            .open_keywords
            .or(arguments.open_positional)
            .map(|value| match value {
                Value::Unknown(unknown) => unknown,
                _ => Unknown::new("arguments are spread that are not known", arguments.place),
            });
        Self {
            api,
            place: arguments.place,
            arguments: bound,
            rest: given.collect(),
            open,
            decorated,
        }
    }

    /// The same call, now with the function that it decorates.
    pub(crate) fn decorating(&self, decorated: Argument<'a>) -> Self {
        Self {
            decorated: Some(decorated),
            ..self.clone()
        }
    }

    /// The argument of a parameter. One that an unknown `**` may give is unknown.
    pub(crate) fn get(&self, name: &str) -> Option<Value<'a>> {
        match self.argument(name) {
            Some(argument) => Some(argument.value.clone()),
            None => self
                .open
                .as_ref()
                .map(|unknown| Value::Unknown(Rc::clone(unknown))),
        }
    }

    /// As [`Self::get`]; `None` and an absent argument are the same.
    pub(crate) fn some(&self, name: &str) -> Option<Value<'a>> {
        self.get(name).filter(|value| !matches!(value, Value::None))
    }

    /// The argument that is certainly given for a parameter.
    pub(crate) fn argument(&self, name: &str) -> Option<&Argument<'a>> {
        self.arguments
            .iter()
            .find(|(known, _)| &**known == name)
            .map(|(_, argument)| argument)
    }

    /// The arguments that are certainly given, with the names of their parameters.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&str, &Argument<'a>)> {
        self.arguments
            .iter()
            .map(|(name, argument)| (&**name, argument))
    }

    /// Where an argument stands, or the call.
    pub(crate) fn place_of(&self, name: &str) -> Place {
        self.argument(name)
            .map_or(self.place, |argument| argument.place)
    }

    /// Where what is made gets its key or name.
    pub(crate) fn naming_place(&self) -> Place {
        let mut naming = ["key", "name", "key_prefix"].iter();
        let argument = naming.find_map(|name| self.argument(name));
        argument.map_or_else(|| self.made_at(), |argument| argument.place)
    }

    /// All arguments by name.
    pub(crate) fn given(&self) -> Vec<(Rc<str>, Value<'a>)> {
        let mut given: Vec<(Rc<str>, Value<'a>)> = self
            .arguments
            .iter()
            .map(|(name, argument)| (Rc::clone(name), argument.value.clone()))
            .collect();
        given.extend(
            self.rest
                .iter()
                .map(|argument| (Rc::from("*"), argument.value.clone())),
        );
        given.extend(
            self.open
                .iter()
                .map(|unknown| (Rc::from("**"), Value::Unknown(Rc::clone(unknown)))),
        );
        given
    }

    /// The first naming argument that has alternatives.
    pub(crate) fn first_choice(&self) -> Option<(usize, Choice<'a>)> {
        self.arguments
            .iter()
            .enumerate()
            .find_map(|(at, (name, argument))| match &argument.value {
                Value::Choice(choice) if NAMING.contains(&&**name) => Some((at, choice.to_vec())),
                _ => None,
            })
    }

    /// The same call with one argument replaced.
    pub(crate) fn with(&self, at: usize, value: Value<'a>) -> Self {
        let mut call = self.clone();
        // `None` names nothing: as if the argument were not there.
        if matches!(value, Value::None) && at < call.arguments.len() {
            call.arguments.remove(at);
            return call;
        }
        if let Some((_, argument)) = call.arguments.get_mut(at) {
            argument.value = value;
        }
        call
    }

    /// What is decorated, for decorators that give it back.
    pub(crate) fn decorated_value(&self) -> Value<'a> {
        self.decorated
            .as_ref()
            .map_or(Value::None, |decorated| decorated.value.clone())
    }

    /// The place of what is made: the name of the decorated function, or the call.
    pub(crate) fn made_at(&self) -> Place {
        match self.decorated.as_ref().map(|decorated| &decorated.value) {
            Some(Value::Function(function)) => function.place,
            Some(Value::Object(object)) => object.place,
            Some(Value::Class(class)) => class.place,
            _ => self.place,
        }
    }
}
