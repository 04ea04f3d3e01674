//! The function below a decorator: whether Dagster can hand over what it asks for
//! (`dagster._core.definitions.decorators.op_decorator.resolve_checked_op_fn_inputs`).

use std::rc::Rc;

use ruff_python_ast::{Expr, Parameters};
use ruff_text_size::Ranged;

use super::input::CONTEXT;
use crate::model::SignatureFault;
use crate::model::fault::WrongSignature;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::function::Function;
use crate::python::value::object::Data;
use crate::source::Place;

/// The classes that the context of an op, an asset or a check may be annotated with.
const CONTEXTS: [&str; 3] = [
    "AssetCheckExecutionContext",
    "AssetExecutionContext",
    "OpExecutionContext",
];

/// The types of Python that the context certainly is not.
const TYPES: [&str; 9] = [
    "bool", "bytes", "dict", "float", "int", "list", "set", "str", "tuple",
];

impl<'a> Interpreter<'a> {
    /// Records what Dagster refuses of the function that a call decorates.
    pub(super) fn check_body(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        let function = call.decorated.as_ref().map(|decorated| &decorated.value);
        let Some(Value::Function(function)) = function else {
            return Ok(());
        };
        // What `functools.wraps` says of it counts.
        let is_rewritten = !function.attributes.borrow().is_empty();
        let Some(parameters) = function.parameters.filter(|_| !is_rewritten) else {
            return Ok(());
        };
        let file = function.place.file;
        if let Some(rest) = &parameters.vararg {
            let message = format!("the function of `{}` takes `*{}`", call.api.name, rest.name);
            let remedy = "Dagster hands over every value by its name, so name each";
            let place = Place::new(file, rest.range());
            self.wrong_body(call, message, remedy, place)?;
        }
        if matches!(
            call.api.name,
            "asset" | "multi_asset" | "op" | "asset_check"
        ) {
            self.check_context(call, function, parameters)?;
        }
        if matches!(call.api.name, "asset" | "op") && parameters.kwarg.is_none() {
            self.check_ins(call, parameters)?;
        }
        Ok(())
    }

    /// The annotation of the context.
    fn check_context(
        &mut self,
        call: &Call<'a>,
        function: &Rc<Function<'a>>,
        parameters: &'a Parameters,
    ) -> Eval<'a, ()> {
        let first = parameters.iter_non_variadic_params().next();
        let first = first.filter(|first| CONTEXT.contains(&first.name().as_str()));
        let Some(annotation) = first.and_then(|first| first.annotation()) else {
            return Ok(());
        };
        let written = matches!(annotation, Expr::Name(_) | Expr::Attribute(_));
        let found = match self
            .annotation(annotation, &function.module)
            .filter(|_| written)
        {
            Some(Value::Native(native)) if TYPES.contains(&native.0) => native.0,
            Some(Value::Api(api))
                if api.package == "dagster"
                    && api.name.ends_with("Context")
                    && !CONTEXTS.contains(&api.name) =>
            {
                api.name
            }
            _ => return Ok(()),
        };
        let message = format!(
            "the context of `{}` is annotated with `{found}`",
            call.api.name
        );
        let remedy = "annotate it with `AssetExecutionContext`, `OpExecutionContext` or \
                      `AssetCheckExecutionContext`, or with nothing";
        let place = Place::new(function.place.file, annotation.range());
        self.wrong_body(call, message, remedy, place)
    }

    /// The keys of `ins=` that are no parameters.
    fn check_ins(&mut self, call: &Call<'a>, parameters: &Parameters) -> Eval<'a, ()> {
        let Some(Value::Dict(ins)) = call.some("ins").map(|ins| self.settle(ins)) else {
            return Ok(());
        };
        for entry in ins.entries() {
            let Value::Str(name) = &entry.key else {
                continue;
            };
            let mut known = parameters.iter_non_variadic_params();
            let is_known = known.any(|known| known.name().as_str() == &**name);
            // One of the type `Nothing` has no value to be handed over.
            if is_known || !is_plain_input(&entry.value) {
                continue;
            }
            let message = format!("`ins` has `{name}`, of which the function has no parameter");
            let remedy = "name a parameter so, or list it in `deps`";
            self.wrong_body(call, message, remedy, call.place_of("ins"))?;
        }
        Ok(())
    }

    fn wrong_body(
        &mut self,
        call: &Call<'a>,
        message: String,
        remedy: &'static str,
        place: Place,
    ) -> Eval<'a, ()> {
        let fault = WrongSignature {
            place,
            callable: call.api.name,
            fault: SignatureFault::Body {
                message: message.clone(),
                remedy,
            },
        };
        self.tell("DagsterInvalidDefinitionError", message, place, fault)
    }
}

/// Whether an entry of `ins=` is certainly of a type that has values.
fn is_plain_input(value: &Value<'_>) -> bool {
    let Value::Object(object) = value else {
        return false;
    };
    let Data::Plain { name, arguments } = &object.data else {
        return false;
    };
    let may_be_nothing = |name: &str| name == "dagster_type" || name.starts_with('*');
    matches!(*name, "In" | "AssetIn") && !arguments.iter().any(|(name, _)| may_be_nothing(name))
}
