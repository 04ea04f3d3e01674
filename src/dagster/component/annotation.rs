//! The shape that the annotation of an attribute stands for.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt};

use super::shape::{is_pydantic, is_resolvable};
use crate::python::interpreter::Interpreter;
use crate::python::value::class::ClassKind;
use crate::python::value::frame::Frame;
use crate::python::value::module::Module;
use crate::python::value::object::Data;
use crate::python::value::schema::{Resolved, Shape};
use crate::python::value::scope::{Scope, ScopeKind};
use crate::python::value::{Generic, Value};

impl<'a> Interpreter<'a> {
    /// The shape of an annotation that stands in a module.
    pub(super) fn annotated_shape(
        &mut self,
        annotation: &'a Expr,
        module: &Rc<Module<'a>>,
    ) -> Shape<'a> {
        let value = self.annotation(annotation, module);
        value.map_or(Shape::Opaque, |value| self.shape_of(&value))
    }

    /// The value of an annotation that stands in a module.
    pub(in crate::dagster) fn annotation(
        &mut self,
        annotation: &'a Expr,
        module: &Rc<Module<'a>>,
    ) -> Option<Value<'a>> {
        let module = Rc::clone(module);
        self.frames.push(Frame {
            scope: Scope::new(ScopeKind::Function, None),
            module,
            function: None,
            entered: self.guard.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        });
        let here = self.here;
        let value = self.expression(annotation);
        self.here = here;
        self.frames.pop();
        value.ok()
    }

    /// The shape that a type stands for.
    pub(super) fn shape_of(&mut self, value: &Value<'a>) -> Shape<'a> {
        match value {
            Value::None => Shape::Null,
            Value::Native(native) => match native.0 {
                "str" => Shape::Str,
                "int" => Shape::Int,
                "float" => Shape::Float,
                "bool" => Shape::Bool,
                "list" => Shape::List(Box::new(Shape::Any)),
                "dict" => Shape::Dict(Box::new(Shape::Any)),
                _ => Shape::Opaque,
            },
            Value::External(path) if &**path == "typing.Any" => Shape::Any,
            Value::Api(api) => match api.name {
                "AssetKey" => Shape::Unresolvable("ResolvedAssetKey"),
                "AssetSpec" => Shape::Unresolvable("ResolvedAssetSpec"),
                "AssetCheckSpec" => Shape::Unresolvable("ResolvedAssetCheckSpec"),
                _ => Shape::Opaque,
            },
            Value::Class(class) if class.kind == ClassKind::Enum => Shape::Enum(Rc::clone(class)),
            Value::Class(class) if is_resolvable(class) => Shape::Model(Rc::clone(class)),
            Value::Class(class) if is_pydantic(class) => Shape::Record(Rc::clone(class)),
            Value::Generic(generic) => self.generic_shape(generic),
            // An annotation in quotes.
            Value::Str(text) => self.quoted_shape(text),
            _ => Shape::Opaque,
        }
    }

    fn quoted_shape(&mut self, text: &str) -> Shape<'a> {
        let tree = self.sources.snippet(text).module();
        match tree.map(|tree| tree.body.as_slice()) {
            Some([Stmt::Expr(annotation)]) => {
                let value = self.expression(&annotation.value);
                match value {
                    Ok(Value::Str(_)) | Err(_) => Shape::Opaque,
                    Ok(value) => self.shape_of(&value),
                }
            }
            _ => Shape::Opaque,
        }
    }

    fn generic_shape(&mut self, generic: &Generic<'a>) -> Shape<'a> {
        let origin = match &generic.origin {
            Value::Native(native) => native.0,
            Value::External(path) => path.rsplit('.').next().unwrap_or_default(),
            _ => return Shape::Opaque,
        };
        let arguments = generic.arguments.as_slice();
        match (origin, arguments) {
            ("Annotated", [inner, metadata @ ..]) => self.resolver_shape(inner, metadata),
            ("Injected", [_]) => Shape::Resolved(Rc::new(Resolved {
                function: None,
                schema: Shape::Str,
                inject: false,
                takes_model: false,
                field: None,
            })),
            ("Optional", [inner]) => union(vec![self.shape_of(inner), Shape::Null]),
            ("Union", members) => union(members.iter().map(|it| self.shape_of(it)).collect()),
            ("Literal", values) => Shape::Literal(values.to_vec()),
            ("list" | "List" | "Sequence" | "tuple" | "Tuple", [item, ..]) => {
                Shape::List(Box::new(self.shape_of(item)))
            }
            ("dict" | "Dict" | "Mapping", [_, item]) => Shape::Dict(Box::new(self.shape_of(item))),
            _ => Shape::Opaque,
        }
    }

    /// `Annotated[inner, Resolver(...)]`
    fn resolver_shape(&mut self, inner: &Value<'a>, metadata: &[Value<'a>]) -> Shape<'a> {
        let own = self.shape_of(inner);
        let Some(arguments) = metadata.iter().find_map(resolver_arguments) else {
            let foreign =
                |value: &Value<'_>| matches!(value, Value::Unknown(it) if it.may_be_definition());
            return if metadata.iter().any(foreign) {
                Shape::Opaque
            } else {
                own
            };
        };
        let get = |name: &str| {
            let found = arguments.iter().find(|(known, _)| &**known == name);
            found.map(|(_, value)| value.clone())
        };
        let made_by = get("attribute");
        let made_by = made_by.as_ref().and_then(Value::as_str);
        let is_default = matches!(made_by, Some("default" | "passthrough"));
        // What is said of a type that needs no resolver of its own is not listened to.
        if made_by == Some("default") && own.is_known() {
            return own;
        }
        let schema = match get("model_field_type") {
            Some(written) => self.shape_of(&written),
            None => own,
        };
        let inject = !matches!(get("inject_before_resolve"), Some(Value::Bool(false)));
        Shape::Resolved(Rc::new(Resolved {
            function: match made_by {
                _ if is_default => None,
                Some(_) => get("").or_else(|| get("fn")),
                None => get("fn"),
            },
            schema,
            inject: inject && !is_default,
            takes_model: made_by == Some("from_model"),
            field: get("model_field_name").and_then(|name| match name {
                Value::Str(name) => Some(name),
                _ => None,
            }),
        }))
    }
}

/// The members of a union, those of unions in it included.
fn union(members: Vec<Shape<'_>>) -> Shape<'_> {
    let mut flat = Vec::new();
    for member in members {
        match member {
            Shape::Union(members) => flat.extend(members),
            member => flat.push(member),
        }
    }
    Shape::Union(flat)
}

/// Whether an annotation may hold a default: `Annotated[str, Field(default="x")]`.
pub(super) fn may_hold_default(annotation: &Expr) -> bool {
    match annotation {
        Expr::Subscript(subscript) => match &*subscript.slice {
            Expr::Tuple(tuple) => tuple.elts.iter().any(is_field_call),
            _ => false,
        },
        Expr::StringLiteral(_) => true,
        _ => false,
    }
}

fn is_field_call(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else {
        return false;
    };
    match &*call.func {
        Expr::Name(name) => name.id.as_str() == "Field",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "Field",
        _ => true,
    }
}

/// What a `Resolver(...)` is given; none for any other value.
fn resolver_arguments<'v, 'a>(value: &'v Value<'a>) -> Option<&'v Vec<(Rc<str>, Value<'a>)>> {
    match value {
        Value::Object(object) => match &object.data {
            Data::Plain {
                name: "Resolver",
                arguments,
            } => Some(arguments),
            _ => None,
        },
        _ => None,
    }
}
