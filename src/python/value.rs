//! What a Python expression can be worth in a static load.
//!
//! Values are exact where the source says so, a [`Choice`] where a branch cannot be
//! decided, and [`Value::Unknown`] with a reason otherwise. They live in one load
//! and one thread, hence `Rc`; the model that leaves the load shares nothing with them.

pub(crate) mod api;
pub(crate) mod arguments;
pub(crate) mod choice;
pub(crate) mod class;
pub(crate) mod container;
pub(crate) mod frame;
pub(crate) mod function;
pub(crate) mod module;
mod nested;
pub(crate) mod object;
pub(crate) mod schema;
pub(crate) mod scope;
pub(crate) mod unknown;

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

use crate::model::Guard;
use crate::source::Place;
use api::Api;
use class::{Class, Descriptor, Instance, Super};
use container::{Dict, List};
use function::{BoundMethod, Function, Native, Partial};
use module::Module;
use nested::Items;
use object::Object;
use scope::Scope;
pub(crate) use unknown::Unknown;

/// The alternatives of a value that depends on undecided branches, newest first: an
/// alternative holds where its guard does and no earlier one's.
pub(crate) type Choice<'a> = Vec<(Guard, Value<'a>)>;

/// A lazily consumed sequence (generator, `zip`, `iter(...)`). All of it is computed at
/// once; the body of a generator runs when the first element is asked for.
#[derive(Debug)]
pub(crate) struct Iterator_<'a> {
    pub(crate) items: RefCell<Vec<Value<'a>>>,
    pub(crate) next: Cell<usize>,
    /// The generator that has not begun.
    pub(crate) waiting: RefCell<Option<Generator<'a>>>,
}

/// A call of a generator function: its parameters are bound, its body has not run.
#[derive(Debug)]
pub(crate) struct Generator<'a> {
    pub(crate) function: Rc<Function<'a>>,
    pub(crate) scope: Rc<Scope<'a>>,
}

/// A type with arguments: `list[str]`, `str | None`, `Annotated[str, ...]`.
#[derive(Debug)]
pub(crate) struct Generic<'a> {
    /// `list`, `typing.Annotated`; of a union `typing.Union`.
    pub(crate) origin: Value<'a>,
    pub(crate) arguments: Vec<Value<'a>>,
}

/// A Python value.
#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    None,
    Ellipsis,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    Range {
        start: i64,
        stop: i64,
        step: i64,
    },
    Slice(Rc<[Value<'a>; 3]>),
    List(Rc<List<'a>>),
    Tuple(Rc<Items<'a>>),
    /// `set` and `frozenset`; the flag is for the latter.
    Set(Rc<Dict<'a>>, bool),
    Dict(Rc<Dict<'a>>),
    Iterator(Rc<Iterator_<'a>>),
    /// A `pathlib.Path`.
    Path(Rc<PathBuf>),
    Function(Rc<Function<'a>>),
    Bound(Rc<BoundMethod<'a>>),
    Partial(Rc<Partial<'a>>),
    /// A builtin function or type, or a modelled function of the standard library.
    Native(Native),
    Class(Rc<Class<'a>>),
    Generic(Rc<Generic<'a>>),
    Instance(Rc<Instance<'a>>),
    Module(Rc<Module<'a>>),
    /// What `globals()` or `vars(module)` gives: the names of a scope as a dict.
    Namespace(Rc<Scope<'a>>, Rc<Module<'a>>),
    /// `property`, `staticmethod`, `classmethod` around a function.
    Descriptor(Rc<Descriptor<'a>>),
    /// What `super()` gives.
    Super(Rc<Super<'a>>),
    /// A name of a library that is not modelled: `pandas.DataFrame`.
    External(Rc<str>),
    /// A name of the `dagster` API.
    Api(&'static Api),
    /// An object that the `dagster` API made.
    Object(Rc<Object<'a>>),
    Unknown(Rc<Unknown>),
    Choice(Rc<Choice<'a>>),
    /// No value: the other alternative of a name or an element that one arm of an
    /// undecided branch binds or adds. Only ever inside of a [`Choice`].
    Absent,
}

impl<'a> Value<'a> {
    /// A generator that has not begun.
    pub(crate) fn generator(function: &Rc<Function<'a>>, scope: Rc<Scope<'a>>) -> Self {
        let function = Rc::clone(function);
        Self::Iterator(Rc::new(Iterator_ {
            items: RefCell::default(),
            next: Cell::new(0),
            waiting: RefCell::new(Some(Generator { function, scope })),
        }))
    }
}

impl Value<'_> {
    pub(crate) fn str(text: impl AsRef<str>) -> Self {
        Self::Str(Rc::from(text.as_ref()))
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(List::new(items)))
    }

    pub(crate) fn tuple(items: Vec<Self>) -> Self {
        Self::Tuple(Rc::new(Items::from(items)))
    }

    pub(crate) fn iterator(items: Vec<Self>) -> Self {
        Self::Iterator(Rc::new(Iterator_ {
            items: RefCell::new(items),
            next: Cell::new(0),
            waiting: RefCell::new(None),
        }))
    }

    pub(crate) fn external(path: impl AsRef<str>) -> Self {
        Self::External(Rc::from(path.as_ref()))
    }

    pub(crate) fn unknown(reason: impl Into<String>, place: Place) -> Self {
        Self::Unknown(Unknown::new(reason, place))
    }

    /// The text of a `str`.
    pub(crate) fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// Whether nothing is known of it, not even alternatives.
    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::External(_))
    }

    /// `is`: identity, where it can be told.
    pub(crate) fn is_same(&self, other: &Self) -> Option<bool> {
        Some(match (self, other) {
            (Self::Unknown(a), Self::Unknown(b)) if Rc::ptr_eq(a, b) => true,
            (Self::Unknown(_) | Self::Choice(_) | Self::External(_), _)
            | (_, Self::Unknown(_) | Self::Choice(_) | Self::External(_)) => return None,
            (Self::None, Self::None) | (Self::Ellipsis, Self::Ellipsis) => true,
            (Self::Bool(a), Self::Bool(b)) => a == b,
            // Small integers and strings may or may not be one object.
            (Self::Int(a), Self::Int(b)) if a != b => false,
            (Self::Str(a), Self::Str(b)) if a != b => false,
            (Self::Int(_), Self::Int(_)) | (Self::Str(_), Self::Str(_)) => return None,
            (Self::List(a), Self::List(b)) => Rc::ptr_eq(a, b),
            (Self::Tuple(a), Self::Tuple(b)) => Rc::ptr_eq(a, b),
            (Self::Set(a, _), Self::Set(b, _)) | (Self::Dict(a), Self::Dict(b)) => Rc::ptr_eq(a, b),
            (Self::Function(a), Self::Function(b)) => Rc::ptr_eq(a, b),
            (Self::Class(a), Self::Class(b)) => Rc::ptr_eq(a, b),
            (Self::Instance(a), Self::Instance(b)) => Rc::ptr_eq(a, b),
            (Self::Module(a), Self::Module(b)) => Rc::ptr_eq(a, b),
            (Self::Object(a), Self::Object(b)) => a.id == b.id,
            (Self::Api(a), Self::Api(b)) => std::ptr::eq(*a, *b),
            (Self::Native(a), Self::Native(b)) => a == b,
            _ => false,
        })
    }

    /// The name of its Python type, for messages and `type(x).__name__`.
    pub(crate) fn type_name(&self) -> String {
        match self {
            Self::None => "NoneType".into(),
            Self::Ellipsis => "ellipsis".into(),
            Self::Bool(_) => "bool".into(),
            Self::Int(_) => "int".into(),
            Self::Float(_) => "float".into(),
            Self::Str(_) => "str".into(),
            Self::Bytes(_) => "bytes".into(),
            Self::Range { .. } => "range".into(),
            Self::Slice(_) => "slice".into(),
            Self::List(_) => "list".into(),
            Self::Tuple(_) => "tuple".into(),
            Self::Set(_, false) => "set".into(),
            Self::Set(_, true) => "frozenset".into(),
            Self::Dict(_) => "dict".into(),
            Self::Iterator(_) => "generator".into(),
            Self::Path(_) => "PosixPath".into(),
            Self::Function(_) => "function".into(),
            Self::Bound(_) => "method".into(),
            Self::Partial(_) => "partial".into(),
            Self::Native(_) => "builtin_function_or_method".into(),
            Self::Class(_) => "type".into(),
            Self::Instance(instance) => instance.class.name.to_string(),
            Self::Module(_) => "module".into(),
            Self::Namespace(..) => "dict".into(),
            Self::Descriptor(_) => "property".into(),
            Self::Super(_) => "super".into(),
            Self::Object(object) => object.type_name().into(),
            Self::Api(_)
            | Self::Generic(_)
            | Self::External(_)
            | Self::Unknown(_)
            | Self::Choice(_)
            | Self::Absent => "object".into(),
        }
    }
}
