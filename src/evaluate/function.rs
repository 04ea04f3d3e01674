//! What can be called: functions of the project, methods, builtins.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use ruff_python_ast::{Expr, Parameters, Stmt};
use rustc_hash::FxHashMap;

use super::class::Class;
use super::container::Key;
use super::module::Module;
use super::scope::Scope;
use super::value::Value;
use crate::source::Place;

/// What runs when a function is called.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body<'a> {
    Block(&'a [Stmt]),
    /// A lambda.
    Expression(&'a Expr),
}

/// A `def` or a `lambda`.
#[derive(Debug)]
pub(super) struct Function<'a> {
    pub(super) name: Rc<str>,
    /// The name in the source, or the whole lambda.
    pub(super) place: Place,
    pub(super) parameters: Option<&'a Parameters>,
    /// The values of the defaults, made when the `def` ran, in the order of the
    /// parameters that have one.
    pub(super) defaults: FxHashMap<&'a str, Value<'a>>,
    pub(super) body: Body<'a>,
    pub(super) module: Rc<Module<'a>>,
    pub(super) closure: Option<Rc<Scope<'a>>>,
    /// The class whose body defined it, for `super()`.
    pub(super) class: RefCell<Weak<Class<'a>>>,
    pub(super) is_generator: bool,
    pub(super) is_async: bool,
    /// Under `functools.cache`: what it gave for which arguments.
    pub(super) cache: RefCell<Option<FxHashMap<Vec<Key>, Value<'a>>>>,
    /// Attributes set on it: `__name__` by `functools.wraps`, say.
    pub(super) attributes: RefCell<FxHashMap<Rc<str>, Value<'a>>>,
}

impl<'a> Function<'a> {
    /// Whether it cannot be called without arguments.
    pub(super) fn needs_arguments(&self) -> bool {
        self.parameters.is_some_and(|parameters| {
            let mut given = parameters.iter_non_variadic_params();
            given.any(|parameter| parameter.default.is_none())
        })
    }

    /// Its `__name__`, which `functools.wraps` or an assignment may have changed.
    pub(super) fn current_name(&self) -> Value<'a> {
        self.attributes
            .borrow()
            .get("__name__")
            .cloned()
            .unwrap_or_else(|| Value::Str(Rc::clone(&self.name)))
    }
}

/// A function bound to its first argument.
#[derive(Debug)]
pub(super) struct BoundMethod<'a> {
    pub(super) receiver: Value<'a>,
    pub(super) callee: Callee<'a>,
}

/// What a bound method calls.
#[derive(Debug, Clone)]
pub(super) enum Callee<'a> {
    Function(Rc<Function<'a>>),
    /// A method of a builtin type, of a modelled library or of a Dagster object.
    Method(Rc<str>),
}

/// `functools.partial`.
#[derive(Debug)]
pub(super) struct Partial<'a> {
    pub(super) callee: Value<'a>,
    pub(super) arguments: Arguments<'a>,
}

/// A builtin or a modelled function of the standard library, by its dotted name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Native(pub(super) &'static str);

/// The arguments of one call, evaluated.
#[derive(Debug, Clone)]
pub(super) struct Arguments<'a> {
    pub(super) positional: Vec<Argument<'a>>,
    pub(super) keywords: Vec<(Rc<str>, Argument<'a>)>,
    /// A `*args` of unknown length was given.
    pub(super) open_positional: Option<Value<'a>>,
    /// A `**kwargs` of unknown keys was given.
    pub(super) open_keywords: Option<Value<'a>>,
    /// The whole call.
    pub(super) place: Place,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Argument<'a> {
    pub(super) value: Value<'a>,
    pub(super) place: Place,
}

impl<'a> Arguments<'a> {
    pub(super) fn none(place: Place) -> Self {
        Self {
            positional: Vec::new(),
            keywords: Vec::new(),
            open_positional: None,
            open_keywords: None,
            place,
        }
    }

    /// Positional arguments that all stand at the call.
    pub(super) fn of(values: impl IntoIterator<Item = Value<'a>>, place: Place) -> Self {
        let positional = values
            .into_iter()
            .map(|value| Argument { value, place })
            .collect();
        Self {
            positional,
            ..Self::none(place)
        }
    }

    /// The positional argument at an index.
    pub(super) fn at(&self, index: usize) -> Option<&Value<'a>> {
        self.positional.get(index).map(|argument| &argument.value)
    }

    /// The keyword argument of a name.
    pub(super) fn keyword(&self, name: &str) -> Option<&Value<'a>> {
        self.keywords
            .iter()
            .find(|(key, _)| &**key == name)
            .map(|(_, argument)| &argument.value)
    }

    /// The argument that is given by position or by name.
    pub(super) fn place_of(&self, index: usize, name: &str) -> Place {
        let keyword = self.keywords.iter().find(|(known, _)| &**known == name);
        let keyword = keyword.map(|(_, argument)| argument);
        let argument = keyword.or_else(|| self.positional.get(index));
        argument.map_or(self.place, |argument| argument.place)
    }

    /// The argument of a parameter, by position or name.
    pub(super) fn get(&self, index: usize, name: &str) -> Option<&Value<'a>> {
        self.at(index).or_else(|| self.keyword(name))
    }

    /// Whether a `*` or `**` of unknown content was given.
    pub(super) fn is_open(&self) -> bool {
        self.open_positional.is_some() || self.open_keywords.is_some()
    }

    /// Whether nothing is given.
    pub(super) fn is_empty(&self) -> bool {
        self.positional.is_empty() && self.keywords.is_empty() && !self.is_open()
    }

    /// Every value that is given.
    pub(super) fn values(&self) -> impl Iterator<Item = &Value<'a>> {
        self.positional
            .iter()
            .chain(self.keywords.iter().map(|(_, argument)| argument))
            .map(|argument| &argument.value)
    }

    /// The same call with a first positional argument put before the others.
    #[must_use]
    pub(super) fn with_receiver(mut self, receiver: Value<'a>) -> Self {
        self.positional.insert(
            0,
            Argument {
                value: receiver,
                place: self.place,
            },
        );
        self
    }
}
