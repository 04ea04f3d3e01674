//! Whether Dagster can make out the attributes of a component class: it looks at the
//! fields of pydantic models and dataclasses, else at the parameters of `__init__`.

use std::rc::Rc;

use ruff_python_ast::Parameters;

use super::shape::{has_known_bases, is_pydantic};
use crate::dagster::lazy::has_future_annotations;
use crate::model::{ComponentFault, LoadFault};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::class::Class;
use crate::python::value::schema::Shape;
use crate::source::Place;

/// What to do about a type that Dagster cannot evaluate.
const FUTURE_ANNOTATIONS: &str = "remove `from __future__ import annotations` from its module, or \
                                  make it a `dagster.Model`";

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
        let (module, first) = match (&init, decorator) {
            (None, None) => {
                let message = format!("component `{name}` has no fields that Dagster can find");
                let help = "make it a `dagster.Model` or a dataclass, or give it an `__init__`";
                return Some((class.place, message, help.to_owned()));
            }
            (_, Some("dataclass")) => {
                let field = class.fields.first()?;
                let (_, module) = field.annotation.as_ref()?;
                (Rc::clone(module), field.name.to_string())
            }
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
                let first = parameters.first()?;
                (Rc::clone(&init.module), first.name.to_string())
            }
            _ => return None,
        };
        let tree = module.file?.parsed().module()?;
        has_future_annotations(&tree.body).then(|| {
            let message =
                format!("the type of `{first}` of component `{name}` is a string to Dagster");
            (class.place, message, FUTURE_ANNOTATIONS.to_owned())
        })
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

/// The resolver that is missing in a type.
fn resolver_for(shape: &Shape<'_>) -> Option<&'static str> {
    match shape {
        Shape::Unresolvable(resolver) => Some(resolver),
        Shape::List(inner) | Shape::Dict(inner) => resolver_for(inner),
        Shape::Union(members) => members.iter().find_map(resolver_for),
        _ => None,
    }
}
