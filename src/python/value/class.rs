//! Classes of the project and their instances.

use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast::Expr;
use rustc_hash::FxHashMap;

use super::Value;
use super::api::Api;
use super::module::Module;
use super::scope::Scope;
use crate::python::call::validator::Validators;
use crate::source::Place;

/// What the decorators and bases of a class make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ClassKind {
    Plain,
    /// `@dataclass`, `@attrs.define`, `NamedTuple`, pydantic and Dagster models: the
    /// annotated names are the parameters of the constructor.
    Record,
    /// As `Record`, and a tuple besides.
    NamedTuple,
    Enum,
}

/// A field of a [`ClassKind::Record`].
#[derive(Debug, Clone)]
pub(crate) struct Field<'a> {
    pub(crate) name: Rc<str>,
    pub(crate) default: Option<FieldDefault<'a>>,
    /// `ClassVar` and `InitVar` aside, whether the constructor takes it.
    pub(crate) in_constructor: bool,
    /// What is said of its type, and where names in that are looked up. Nothing is where
    /// a function made the class.
    pub(crate) annotation: Option<(&'a Expr, Rc<Module<'a>>)>,
    /// Whether a keyword of another name may give it.
    pub(crate) is_aliased: bool,
}

/// What a field is without an argument.
#[derive(Debug, Clone)]
pub(crate) enum FieldDefault<'a> {
    Value(Value<'a>),
    /// `default_factory`.
    Factory(Value<'a>),
}

/// A class of the project.
#[derive(Debug)]
pub(crate) struct Class<'a> {
    pub(crate) name: Rc<str>,
    pub(crate) place: Place,
    pub(crate) kind: ClassKind,
    /// The bases as written; those that are no class of the project are opaque.
    pub(crate) bases: Vec<Value<'a>>,
    /// The classes of the project that it inherits from, itself first, in the order
    /// in which attributes are looked up.
    pub(crate) order: RefCell<Vec<Rc<Class<'a>>>>,
    pub(crate) scope: Rc<Scope<'a>>,
    pub(crate) module: Rc<Module<'a>>,
    /// Of a record: its fields, inherited ones first.
    pub(crate) fields: Vec<Field<'a>>,
    /// The decorator that makes its constructor of its fields: `dataclass`, `record`.
    pub(crate) record_decorator: Option<&'a str>,
    /// Whether attributes may exist that no class of the project defines.
    pub(crate) opaque_base: bool,
    /// What is run when an instance is made.
    pub(crate) validators: Validators<'a>,
    /// Of an enum: its members, in order, aliases left out.
    pub(crate) members: RefCell<Vec<Value<'a>>>,
}

impl<'a> Class<'a> {
    /// An attribute of the class or of what it inherits from, without binding it.
    pub(crate) fn lookup(&self, name: &str) -> Option<Value<'a>> {
        if let Some(value) = self.scope.read(name) {
            return Some(value);
        }
        self.order
            .borrow()
            .iter()
            .skip(1)
            .find_map(|class| class.scope.read(name))
    }

    /// Whether two instances are equal only if they are one object.
    pub(crate) fn equality_is_identity(&self) -> bool {
        matches!(self.kind, ClassKind::Plain | ClassKind::Enum) && self.lookup("__eq__").is_none()
    }

    /// Whether two instances are equal if their fields are.
    pub(crate) fn is_compared_by_fields(&self) -> bool {
        self.kind == ClassKind::Record && !self.opaque_base && self.lookup("__eq__").is_none()
    }

    /// Whether an enum is also a `str` or a number.
    pub(crate) fn has_mixin(&self) -> bool {
        self.inherits(&|base| match base {
            Value::Native(native) => matches!(
                native.0,
                "str"
                    | "int"
                    | "float"
                    | "bytes"
                    | "enum.IntEnum"
                    | "enum.IntFlag"
                    | "enum.StrEnum"
            ),
            Value::External(path) => {
                matches!(&**path, "enum.IntEnum" | "enum.IntFlag" | "enum.StrEnum")
            }
            _ => false,
        })
    }

    /// Whether it is, or inherits from, the class or API name that `test` accepts.
    pub(crate) fn inherits(&self, test: &dyn Fn(&Value<'a>) -> bool) -> bool {
        self.order
            .borrow()
            .iter()
            .any(|class| class.bases.iter().any(test))
    }
}

impl Class<'_> {
    /// The class of Dagster that it is a kind of, whose objects are looked into.
    pub(crate) fn made_by_dagster(&self) -> Option<&'static Api> {
        let order = self.order.borrow();
        let mut bases = order.iter().flat_map(|class| &class.bases);
        bases.find_map(|base| match base {
            Value::Api(api) if api.makes_objects() => Some(*api),
            _ => None,
        })
    }

    /// Whether it is its bases under another name.
    pub(crate) fn adds_nothing(&self) -> bool {
        let order = self.order.borrow();
        let bases = |class: &Class<'_>| class.bases.len() == 1;
        order
            .iter()
            .all(|class| bases(class) && class.scope.names.borrow().is_empty())
    }
}

/// An instance of a class of the project.
#[derive(Debug)]
pub(crate) struct Instance<'a> {
    pub(crate) class: Rc<Class<'a>>,
    pub(crate) attributes: RefCell<FxHashMap<Rc<str>, Value<'a>>>,
    /// The call that made it.
    pub(crate) place: Place,
}

impl<'a> Instance<'a> {
    /// Of a member of an enum that is also a text or a number: that.
    pub(crate) fn mixed_in(&self) -> Option<Value<'a>> {
        let is_mixed = self.class.kind == ClassKind::Enum && self.class.has_mixin();
        let value = is_mixed.then(|| self.attributes.borrow().get("value").cloned());
        value.flatten()
    }
}

/// What a descriptor does with the function that it wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DescriptorKind {
    Property,
    CachedProperty,
    StaticMethod,
    ClassMethod,
}

impl DescriptorKind {
    /// Whether it is called with the instance where it is read.
    pub(crate) fn is_property(self) -> bool {
        matches!(self, Self::Property | Self::CachedProperty)
    }
}

/// A wrapped function in a class body.
#[derive(Debug)]
pub(crate) struct Descriptor<'a> {
    pub(crate) kind: DescriptorKind,
    pub(crate) function: Value<'a>,
    /// Of a property: what is called when it is assigned to.
    pub(crate) setter: Option<Value<'a>>,
}

/// The rest of the classes after the one that calls `super()`.
#[derive(Debug)]
pub(crate) struct Super<'a> {
    pub(crate) order: Vec<Rc<Class<'a>>>,
    pub(crate) receiver: Value<'a>,
}
