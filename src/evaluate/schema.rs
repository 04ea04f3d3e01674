//! What the fields of a class take, from their annotations.

use std::rc::Rc;

use super::class::Class;
use super::value::Value;

/// What a value in YAML must look like, and what becomes of it.
#[derive(Debug, Clone)]
pub(in crate::evaluate) enum Shape<'a> {
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
pub(in crate::evaluate) struct Resolved<'a> {
    /// The function; none where values are only rendered.
    pub(in crate::evaluate) function: Option<Value<'a>>,
    pub(in crate::evaluate) schema: Shape<'a>,
    /// Whether templates are rendered before the function is called.
    pub(in crate::evaluate) inject: bool,
    /// Whether the function is given the whole model.
    pub(in crate::evaluate) takes_model: bool,
    /// The name in YAML, where it is another than in Python.
    pub(in crate::evaluate) field: Option<Rc<str>>,
}

/// One attribute of a component or of a model in it.
#[derive(Debug)]
pub(in crate::evaluate) struct Attribute<'a> {
    /// The parameter.
    pub(in crate::evaluate) name: Rc<str>,
    /// The key in YAML.
    pub(in crate::evaluate) key: Rc<str>,
    pub(in crate::evaluate) shape: Shape<'a>,
    pub(in crate::evaluate) is_required: bool,
    /// Whether its shape is that of every version of the library that it comes from.
    pub(in crate::evaluate) is_stable: bool,
}

/// The attributes of a class.
#[derive(Debug)]
pub(in crate::evaluate) struct Schema<'a> {
    pub(in crate::evaluate) attributes: Vec<Attribute<'a>>,
    /// Whether there are no others.
    pub(in crate::evaluate) is_closed: bool,
    /// Whether the constructor checks the types, as that of a pydantic model does.
    pub(in crate::evaluate) is_checked: bool,
}
