//! What the bases and decorators of a class make of it.

use std::rc::Rc;

use ruff_python_ast::{Expr, StmtClassDef};

use crate::python::value::Value;
use crate::python::value::class::{Class, ClassKind};

/// Whether a class names a metaclass other than that of abstract classes.
pub(super) fn has_metaclass(def: &StmtClassDef) -> bool {
    let keyword = def
        .arguments
        .as_ref()
        .and_then(|a| a.find_keyword("metaclass"));
    keyword.is_some_and(|keyword| !is_named(&keyword.value, "ABCMeta"))
}

/// Whether an expression is a name, or ends with an attribute, of this name.
pub(super) fn is_named(expr: &Expr, wanted: &str) -> bool {
    match expr {
        Expr::Name(name) => name.id.as_str() == wanted,
        Expr::Attribute(attribute) => attribute.attr.as_str() == wanted,
        _ => false,
    }
}

pub(super) fn same_external(a: &Value<'_>, b: &Value<'_>) -> bool {
    matches!((a, b), (Value::External(a), Value::External(b)) if a == b)
}

/// The classes in the order in which attributes are looked up: depth first, and a
/// class that several share after the last of them, which is C3 for what is consistent.
pub(super) fn resolution_order<'a>(
    class: &Rc<Class<'a>>,
    parents: &[Rc<Class<'a>>],
) -> Vec<Rc<Class<'a>>> {
    let mut order = vec![Rc::clone(class)];
    for parent in parents {
        order.extend(parent.order.borrow().iter().cloned());
    }
    let last_only: Vec<Rc<Class<'a>>> = order
        .iter()
        .enumerate()
        .filter(|(at, class)| !order[at + 1..].iter().any(|later| Rc::ptr_eq(later, class)))
        .map(|(_, class)| Rc::clone(class))
        .collect();
    last_only
}

pub(super) fn class_kind(bases: &[Value<'_>], decorated: bool) -> ClassKind {
    let ends_with = |names: &[&str]| {
        bases.iter().any(|base| match base {
            Value::External(path) => names
                .iter()
                .any(|name| path.rsplit('.').next() == Some(name)),
            Value::Native(native) => names
                .iter()
                .any(|name| native.0.rsplit('.').next() == Some(name)),
            _ => false,
        })
    };
    let inherited = |kind: ClassKind| {
        bases
            .iter()
            .any(|base| matches!(base, Value::Class(class) if class.kind == kind))
    };
    if ends_with(&["Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"]) || inherited(ClassKind::Enum) {
        ClassKind::Enum
    } else if ends_with(&["NamedTuple"]) || inherited(ClassKind::NamedTuple) {
        ClassKind::NamedTuple
    } else if decorated
        || ends_with(&["BaseModel", "BaseSettings"])
        || bases.iter().any(|base| matches!(base, Value::Api(_)))
        || inherited(ClassKind::Record)
    {
        ClassKind::Record
    } else {
        ClassKind::Plain
    }
}

pub(super) fn is_opaque(base: &Value<'_>) -> bool {
    match base {
        Value::Class(class) => class.opaque_base,
        Value::Native(native) => !matches!(native.0, "object" | "Exception" | "str" | "int"),
        Value::External(path) => !matches!(
            path.rsplit('.').next(),
            Some("ABC" | "Protocol" | "Generic" | "Enum" | "StrEnum" | "NamedTuple")
        ),
        _ => true,
    }
}

/// The last name of a decorator.
pub(super) fn decorator_name(expr: &Expr) -> &str {
    let callee = match expr {
        Expr::Call(call) => &*call.func,
        expr => expr,
    };
    match callee {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

pub(super) fn is_record_decorator(expr: &Expr) -> bool {
    matches!(
        decorator_name(expr),
        "dataclass" | "define" | "frozen" | "attrs" | "mutable" | "record"
    )
}

/// Whether a class decorator gives back the class that it is given.
pub(in crate::python) fn keeps_class(expr: &Expr) -> bool {
    is_record_decorator(expr)
        || matches!(
            decorator_name(expr),
            "total_ordering"
                | "runtime_checkable"
                | "final"
                | "unique"
                | "scaffold_with"
                | "whitelist_for_serdes"
        )
}
