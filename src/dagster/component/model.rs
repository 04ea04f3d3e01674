//! Whether Dagster can make out the attributes of a component class: it looks at the
//! fields of pydantic models and dataclasses, else at the parameters of `__init__`.

use std::rc::Rc;

use ruff_python_ast::{Expr, Parameter, Parameters};

use super::shape::{has_known_bases, is_pydantic};
use crate::dagster::lazy::has_future_annotations;
use crate::model::{ComponentFault, LoadFault};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::class::Class;
use crate::python::value::function::Function;
use crate::python::value::module::Module;
use crate::python::value::schema::Shape;
use crate::source::Place;

/// What to do about a type that Dagster cannot evaluate.
const FUTURE_ANNOTATIONS: &str = "remove `from __future__ import annotations` from its module, or \
                                  make it a `dagster.Model`";

const QUOTED_ANNOTATION: &str = "write the type without quotes, or make the class a \
                                 `dagster.Model`";

impl<'a> Interpreter<'a> {
    /// Records what keeps Dagster from making out the attributes of a `Resolvable`.
    pub(super) fn check_model(&mut self, class: &Rc<Class<'a>>, component: Place) -> bool {
        if class.module.file.is_none() || !has_known_bases(class) {
            return true;
        }
        let problem = if is_pydantic(class) {
            None
        } else {
            self.unreadable(class)
        };
        let Some((place, message, help)) = problem.or_else(|| self.unresolvable(class)) else {
            return true;
        };
        self.fault(LoadFault::ComponentModel(ComponentFault {
            place,
            message,
            help: Some(help),
            symbol: None,
            evidence: Some(component),
        }));
        false
    }

    fn unreadable(&self, class: &Rc<Class<'a>>) -> Option<(Place, String, String)> {
        let order = class.order.borrow();
        let decorator = order.iter().find_map(|it| it.record_decorator);
        let init = match class.lookup("__init__") {
            Some(Value::Function(init)) => Some(init),
            Some(_) => return None,
            None => None,
        };
        let name = &class.name;
        let (module, first, is_quoted) = match (&init, decorator) {
            (None, None) => {
                let message = format!("component `{name}` has no fields that Dagster can find");
                let help = "make it a `dagster.Model` or a dataclass, or give it an `__init__`";
                return Some((class.place, message, help.to_owned()));
            }
            (_, Some("dataclass")) => first_field(class)?,
            (Some(init), None) => {
                let parameters = init.parameters.into_iter();
                let parameters = parameters.flat_map(Parameters::iter_non_variadic_params);
                let parameters: Vec<_> = parameters.skip(1).map(|it| &it.parameter).collect();
                if let Some(bare) = parameters.iter().find(|it| it.annotation.is_none()) {
                    let bare = bare.name.as_str();
                    let message = format!("parameter `{bare}` of component `{name}` has no type");
                    let help = "annotate every parameter of its `__init__`";
                    return Some((init.place, message, help.to_owned()));
                }
                first_parameter(init, &parameters)?
            }
            _ => return None,
        };
        let tree = module.file?.parsed().module()?;
        let help = match is_quoted {
            true => QUOTED_ANNOTATION,
            false if has_future_annotations(&tree.body) => FUTURE_ANNOTATIONS,
            false => return None,
        };
        let message = format!("the type of `{first}` of component `{name}` is a string to Dagster");
        Some((class.place, message, help.to_owned()))
    }

    fn unresolvable(&mut self, class: &Rc<Class<'a>>) -> Option<(Place, String, String)> {
        let schema = self.schema_of(class);
        schema.attributes.iter().find_map(|attribute| {
            let resolver = resolver_for(&attribute.shape)?;
            let message = format!(
                "Dagster cannot resolve the type of `{}` of component `{}` from YAML",
                attribute.name, class.name
            );
            let help = format!("annotate it with `dagster.{resolver}`");
            Some((class.place, message, help))
        })
    }
}

/// The module of a type, what has the type, and whether it is in quotes.
type Typed<'a> = (Rc<Module<'a>>, String, bool);

/// The first field whose type is in quotes, else the first one.
fn first_field<'a>(class: &Class<'a>) -> Option<Typed<'a>> {
    let quoted = class.fields.iter().find(|field| {
        let annotation = field.annotation.as_ref();
        annotation.is_some_and(|(annotation, _)| is_text(annotation))
    });
    let field = quoted.or_else(|| class.fields.first())?;
    let (_, module) = field.annotation.as_ref()?;
    Some((Rc::clone(module), field.name.to_string(), quoted.is_some()))
}

/// As [`first_field`], of the parameters of an `__init__`.
fn first_parameter<'a>(init: &Function<'a>, parameters: &[&Parameter]) -> Option<Typed<'a>> {
    let quoted = parameters
        .iter()
        .find(|it| it.annotation.as_deref().is_some_and(is_text));
    let first = quoted.or_else(|| parameters.first())?;
    let module = Rc::clone(&init.module);
    Some((module, first.name.to_string(), quoted.is_some()))
}

/// Whether an annotation is a text, and not one that makes no field.
fn is_text(annotation: &Expr) -> bool {
    let text = annotation.as_string_literal_expr();
    text.is_some_and(|text| !text.value.to_str().contains("ClassVar"))
}

/// The resolver that is missing in a type.
fn resolver_for(shape: &Shape<'_>) -> Option<&'static str> {
    match shape {
        Shape::Unresolvable(resolver) => Some(resolver),
        Shape::List(inner) | Shape::Dict(inner) => resolver_for(inner),
        Shape::Union(members) => members.iter().find_map(resolver_for),
        _ => None,
    }
}
