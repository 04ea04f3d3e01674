//! What can be called: functions of the project, methods, builtins.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use ruff_python_ast::{Expr, Parameters, Stmt};
use rustc_hash::FxHashMap;

use super::Value;
use super::class::Class;
use super::container::Key;
use super::module::Module;
use super::scope::Scope;
use crate::source::Place;

/// What runs when a function is called.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Body<'a> {
    Block(&'a [Stmt]),
    /// A lambda.
    Expression(&'a Expr),
}

/// A `def` or a `lambda`.
#[derive(Debug)]
pub(crate) struct Function<'a> {
    pub(crate) name: Rc<str>,
    /// The name in the source, or the whole lambda.
    pub(crate) place: Place,
    pub(crate) parameters: Option<&'a Parameters>,
    /// The values of the defaults, made when the `def` ran, in the order of the
    /// parameters that have one.
    pub(crate) defaults: FxHashMap<&'a str, Value<'a>>,
    pub(crate) body: Body<'a>,
    pub(crate) module: Rc<Module<'a>>,
    pub(crate) closure: Option<Rc<Scope<'a>>>,
    /// The class whose body defined it, for `super()`.
    pub(crate) class: RefCell<Weak<Class<'a>>>,
    pub(crate) is_generator: bool,
    pub(crate) is_async: bool,
    /// Under `functools.cache`: what it gave for which arguments.
    pub(crate) cache: RefCell<Option<FxHashMap<Vec<Key>, Value<'a>>>>,
    /// Attributes set on it: `__name__` by `functools.wraps`, say.
    pub(crate) attributes: RefCell<FxHashMap<Rc<str>, Value<'a>>>,
}

impl<'a> Function<'a> {
    /// Whether it has a parameter of any kind.
    pub(crate) fn has_parameters(&self) -> bool {
        self.parameters
            .is_some_and(|parameters| parameters.iter().next().is_some())
    }

    /// Its `__name__`, which `functools.wraps` or an assignment may have changed.
    pub(crate) fn current_name(&self) -> Value<'a> {
        self.attributes
            .borrow()
            .get("__name__")
            .cloned()
            .unwrap_or_else(|| Value::Str(Rc::clone(&self.name)))
    }
}

/// A function bound to its first argument.
#[derive(Debug)]
pub(crate) struct BoundMethod<'a> {
    pub(crate) receiver: Value<'a>,
    pub(crate) callee: Callee<'a>,
}

/// What a bound method calls.
#[derive(Debug, Clone)]
pub(crate) enum Callee<'a> {
    Function(Rc<Function<'a>>),
    /// A method of a builtin type, of a modelled library or of a Dagster object.
    Method(Rc<str>),
}

/// `functools.partial`.
#[derive(Debug)]
pub(crate) struct Partial<'a> {
    pub(crate) callee: Value<'a>,
    pub(crate) arguments: Arguments<'a>,
}

/// A builtin or a modelled function of the standard library, by its dotted name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Native(pub(crate) &'static str);

/// The arguments of one call, evaluated.
#[derive(Debug, Clone)]
pub(crate) struct Arguments<'a> {
    pub(crate) positional: Vec<Argument<'a>>,
    pub(crate) keywords: Vec<(Rc<str>, Argument<'a>)>,
    /// A `*args` of unknown length was given.
    pub(crate) open_positional: Option<Value<'a>>,
    /// A `**kwargs` of unknown keys was given.
    pub(crate) open_keywords: Option<Value<'a>>,
    /// The whole call.
    pub(crate) place: Place,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Argument<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) place: Place,
}

impl<'a> Arguments<'a> {
    pub(crate) fn none(place: Place) -> Self {
        Self {
            positional: Vec::new(),
            keywords: Vec::new(),
            open_positional: None,
            open_keywords: None,
            place,
        }
    }

    /// Positional arguments that all stand at the call.
    pub(crate) fn of(values: impl IntoIterator<Item = Value<'a>>, place: Place) -> Self {
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
    pub(crate) fn at(&self, index: usize) -> Option<&Value<'a>> {
        self.positional.get(index).map(|argument| &argument.value)
    }

    /// The keyword argument of a name.
    pub(crate) fn keyword(&self, name: &str) -> Option<&Value<'a>> {
        self.keywords
            .iter()
            .find(|(key, _)| &**key == name)
            .map(|(_, argument)| &argument.value)
    }

    /// The argument that is given by position or by name.
    pub(crate) fn place_of(&self, index: usize, name: &str) -> Place {
        let keyword = self.keywords.iter().find(|(known, _)| &**known == name);
        let keyword = keyword.map(|(_, argument)| argument);
        let argument = keyword.or_else(|| self.positional.get(index));
        argument.map_or(self.place, |argument| argument.place)
    }

    /// The argument of a parameter, by position or name.
    pub(crate) fn get(&self, index: usize, name: &str) -> Option<&Value<'a>> {
        self.at(index).or_else(|| self.keyword(name))
    }

    /// Whether a `*` or `**` of unknown content was given.
    pub(crate) fn is_open(&self) -> bool {
        self.open_positional.is_some() || self.open_keywords.is_some()
    }

    /// Whether nothing is given.
    pub(crate) fn is_empty(&self) -> bool {
        self.positional.is_empty() && self.keywords.is_empty() && !self.is_open()
    }

    /// Every value that is given.
    pub(crate) fn values(&self) -> impl Iterator<Item = &Value<'a>> {
        self.positional
            .iter()
            .chain(self.keywords.iter().map(|(_, argument)| argument))
            .map(|argument| &argument.value)
    }

    /// The same call with a first positional argument put before the others.
    #[must_use]
    pub(crate) fn with_receiver(mut self, receiver: Value<'a>) -> Self {
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
