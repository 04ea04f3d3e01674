//! `@definitions`: functions that Dagster calls while loading.

use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::function::{Arguments, Function};
use crate::python::value::object::Data;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `@definitions`
    pub(super) fn make_lazy(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let Some(function) = call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone())
        else {
            return self.refuse("`@definitions` decorates a function", place);
        };
        let takes_context = match &function {
            Value::Function(function) => {
                let parameters = function
                    .parameters
                    .map_or(0, ruff_python_ast::Parameters::len);
                if parameters > 1 {
                    return self.refuse(
                        "an `@definitions` function takes at most a `ComponentLoadContext`",
                        place,
                    );
                }
                if parameters == 1 && !self.has_context_parameter(function) {
                    let message = "the parameter of an `@definitions` function must be annotated with the class \
                                   `ComponentLoadContext` itself, not with a string or another type";
                    return self.refuse(message, place);
                }
                parameters == 1
            }
            _ => false,
        };
        Ok(self.object(
            Data::Lazy {
                function,
                takes_context,
            },
            place,
        ))
    }

    /// Whether the one parameter is annotated so that Dagster sees the class itself.
    pub(super) fn has_context_parameter(&mut self, function: &Rc<Function<'a>>) -> bool {
        let Some(file) = function.module.file else {
            return true;
        };
        let future = file
            .parsed()
            .module()
            .is_some_and(|tree| has_future_annotations(&tree.body));
        let annotation = function
            .parameters
            .and_then(|parameters| parameters.iter_non_variadic_params().next())
            .and_then(|parameter| parameter.parameter.annotation.as_deref());
        match annotation {
            Some(ruff_python_ast::Expr::StringLiteral(_)) | None => false,
            Some(_) if future => false,
            // Whether another class is meant is not looked at.
            Some(_) => true,
        }
    }

    /// Calls an `@definitions` function.
    pub(crate) fn call_lazy(
        &mut self,
        function: &Value<'a>,
        context: bool,
        path: Option<&std::path::Path>,
        place: Place,
    ) -> Eval<'a> {
        let arguments = if context {
            let context = match path {
                Some(path) => self.component_load_context(path, place),
                None => Value::unknown("the component load context", place),
            };
            Arguments::of([context], place)
        } else {
            Arguments::none(place)
        };
        self.call(function, arguments)
    }
}

pub(super) fn has_future_annotations(body: &[ruff_python_ast::Stmt]) -> bool {
    body.iter().any(|stmt| {
        matches!(stmt, ruff_python_ast::Stmt::ImportFrom(import)
            if import.module.as_ref().is_some_and(|module| module.as_str() == "__future__")
                && import.names.iter().any(|alias| alias.name.as_str() == "annotations"))
    })
}
