//! What the fields of a class take, from their annotations.

use std::rc::Rc;

use super::Value;
use super::class::Class;

/// What a value in YAML must look like, and what becomes of it.
#[derive(Debug, Clone)]
pub(crate) enum Shape<'a> {
    /// Everything is taken as it is.
    Any,
    /// What is taken is not known.
    Opaque,
    /// A type of Dagster that needs a resolver, and the one that there is for it.
    Unresolvable(&'static str),
    Null,
    Str,
    Int,
    Float,
    Bool,
    Literal(Vec<Value<'a>>),
    Enum(Rc<Class<'a>>),
    List(Box<Shape<'a>>),
    Dict(Box<Shape<'a>>),
    Union(Vec<Shape<'a>>),
    /// A `Resolvable` class.
    Model(Rc<Class<'a>>),
    /// A pydantic model that is not `Resolvable`: templates in it are not rendered.
    Record(Rc<Class<'a>>),
    Resolved(Rc<Resolved<'a>>),
}

/// What a `Resolver` says.
#[derive(Debug)]
pub(crate) struct Resolved<'a> {
    /// The function; none where values are only rendered.
    pub(crate) function: Option<Value<'a>>,
    pub(crate) schema: Shape<'a>,
    /// Whether templates are rendered before the function is called.
    pub(crate) inject: bool,
    /// Whether the function is given the whole model.
    pub(crate) takes_model: bool,
    /// The name in YAML, where it is another than in Python.
    pub(crate) field: Option<Rc<str>>,
}

/// One attribute of a component or of a model in it.
#[derive(Debug)]
pub(crate) struct Attribute<'a> {
    /// The parameter.
    pub(crate) name: Rc<str>,
    /// The key in YAML.
    pub(crate) key: Rc<str>,
    pub(crate) shape: Shape<'a>,
    pub(crate) is_required: bool,
    /// Whether its shape is that of every version of the library that it comes from.
    pub(crate) is_stable: bool,
}

/// The attributes of a class.
#[derive(Debug)]
pub(crate) struct Schema<'a> {
    pub(crate) attributes: Vec<Attribute<'a>>,
    /// Whether there are no others.
    pub(crate) is_closed: bool,
    /// Whether the constructor checks the types, as that of a pydantic model does.
    pub(crate) is_checked: bool,
}
