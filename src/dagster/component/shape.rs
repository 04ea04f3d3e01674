//! The shape that a YAML attribute must have, from the annotation of the field that it
//! gives (`dagster.components.resolved.base`).

use std::rc::Rc;

use super::annotation::may_hold_default;
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::class::Class;
use crate::python::value::function::Function;
use crate::python::value::module::Module;
use crate::python::value::schema::{Attribute, Schema, Shape};

impl Shape<'_> {
    /// Whether values are only rendered, and no function is called on the way.
    pub(super) fn is_default(&self) -> bool {
        match self {
            Self::Model(_) => false,
            Self::Resolved(resolved) => resolved.function.is_none(),
            Self::List(inner) | Self::Dict(inner) => inner.is_default(),
            Self::Union(members) => members.iter().all(Self::is_default),
            _ => true,
        }
    }

    /// Whether every part of it is a type that Dagster resolves.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Opaque | Self::Unresolvable(_) => false,
            Self::List(inner) | Self::Dict(inner) => inner.is_known(),
            Self::Union(members) => members.iter().all(Self::is_known),
            _ => true,
        }
    }

    /// What the YAML itself must look like.
    pub(super) fn schema(&self) -> &Self {
        match self {
            Self::Resolved(resolved) => resolved.schema.schema(),
            shape => shape,
        }
    }
}

impl<'a> Interpreter<'a> {
    /// The attributes that a class takes from YAML.
    pub(in crate::dagster) fn schema_of(&mut self, class: &Rc<Class<'a>>) -> Rc<Schema<'a>> {
        let key = Rc::as_ptr(class);
        if let Some((_, known)) = self.kept.components.schemas.get(&key) {
            return Rc::clone(known);
        }
        // A model may hold models of its own class.
        let open = Rc::new(Schema {
            attributes: Vec::new(),
            is_closed: false,
            is_checked: false,
        });
        self.kept
            .components
            .schemas
            .insert(key, (Rc::clone(class), open));
        let schema = Rc::new(self.make_schema(class));
        let entry = (Rc::clone(class), Rc::clone(&schema));
        self.kept.components.schemas.insert(key, entry);
        schema
    }

    fn make_schema(&mut self, class: &Rc<Class<'a>>) -> Schema<'a> {
        let is_checked = is_pydantic(class);
        let mut is_closed = has_known_bases(class);
        let mut attributes = Vec::new();
        if let (false, Some(Value::Function(init))) = (is_checked, class.lookup("__init__")) {
            return Schema {
                attributes: self.attributes_of_init(&init),
                is_closed,
                is_checked,
            };
        }
        for field in &class.fields {
            let hidden = field.name.starts_with('_') || &*field.name == "model_config";
            if is_checked && hidden {
                continue;
            }
            is_closed &= !field.is_aliased;
            let annotation = field.annotation.as_ref();
            let shape = match annotation {
                Some((annotation, module)) => self.annotated_shape(annotation, module),
                None => Shape::Opaque,
            };
            let is_required = field.default.is_none()
                && !annotation.is_some_and(|(annotation, _)| may_hold_default(annotation));
            let mut made = attribute(Rc::clone(&field.name), shape, is_required);
            made.is_stable = annotation.is_some_and(|(_, module)| !is_versioned(module));
            is_closed &= made.is_stable;
            attributes.push(made);
        }
        Schema {
            attributes,
            is_closed,
            is_checked,
        }
    }

    /// The attributes that a class takes by its own constructor.
    fn attributes_of_init(&mut self, init: &Function<'a>) -> Vec<Attribute<'a>> {
        let parameters = init.parameters.into_iter();
        let parameters = parameters.flat_map(|it| it.iter_non_variadic_params().skip(1));
        let parameters = parameters.map(|parameter| {
            let name = parameter.parameter.name.as_str();
            let shape = match parameter.parameter.annotation.as_deref() {
                Some(annotation) => self.annotated_shape(annotation, &init.module),
                None => Shape::Opaque,
            };
            attribute(Rc::from(name), shape, !init.defaults.contains_key(name))
        });
        parameters.collect()
    }
}

fn attribute(name: Rc<str>, shape: Shape<'_>, is_required: bool) -> Attribute<'_> {
    let key = match &shape {
        Shape::Resolved(resolved) => resolved.field.clone(),
        _ => None,
    };
    Attribute {
        key: key.unwrap_or_else(|| Rc::clone(&name)),
        name,
        shape,
        is_required,
        is_stable: true,
    }
}

/// Whether a module models a library whose components differ from version to version.
fn is_versioned(module: &Module<'_>) -> bool {
    module.file.is_none() && !module.name.starts_with("<dagster ")
}

/// The last name of a base that is no class of the project or of a modelled library.
fn foreign_name<'v>(base: &'v Value<'_>) -> Option<&'v str> {
    match base {
        Value::Api(api) => Some(api.name),
        Value::External(path) => path.rsplit('.').next(),
        Value::Native(native) => native.0.rsplit('.').next(),
        Value::Generic(generic) => foreign_name(&generic.origin),
        Value::Class(_) => None,
        _ => Some(""),
    }
}

fn inherits_name(class: &Class<'_>, names: &[&str]) -> bool {
    class.inherits(&|base| foreign_name(base).is_some_and(|name| names.contains(&name)))
}

/// Whether it is a `Resolvable`.
pub(super) fn is_resolvable(class: &Class<'_>) -> bool {
    inherits_name(class, &["Resolvable"])
}

/// Whether it is a `Component`.
pub(super) fn is_component(class: &Class<'_>) -> bool {
    inherits_name(class, &["Component", "StateBackedComponent"])
}

/// Whether it is a pydantic model.
pub(in crate::dagster) fn is_pydantic(class: &Class<'_>) -> bool {
    const MODELS: &[&str] = &[
        "BaseModel",
        "Config",
        "ConfigurableIOManager",
        "ConfigurableResource",
        "Model",
        "PermissiveConfig",
    ];
    inherits_name(class, MODELS)
}

/// Whether everything that it inherits from is known.
pub(crate) fn has_known_bases(class: &Class<'_>) -> bool {
    !class.inherits(&|base| !is_known_base(base))
}

/// Whether a base is one of the project, or known to bring nothing along.
pub(crate) fn is_known_base(base: &Value<'_>) -> bool {
    const KNOWN: &[&str] = &[
        "ABC",
        "BaseModel",
        "Component",
        "Generic",
        "IHaveNew",
        "Model",
        "Protocol",
        "Resolvable",
        "object",
    ];
    foreign_name(base).is_none_or(|name| KNOWN.contains(&name))
}
