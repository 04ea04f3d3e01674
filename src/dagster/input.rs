//! What the function of an asset takes as arguments: the values of other assets.

use std::rc::Rc;

use ruff_python_ast::{Expr, ParameterWithDefault};

use crate::model::AssetKey;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::function::Function;
use crate::python::value::object::{Data, Input};
use crate::source::Place;

/// The names under which Dagster passes the context to the first parameter
/// (`dagster._core.decorator_utils.get_valid_name_permutations`).
pub(super) const CONTEXT: &[&str] = &["context", "_context", "context_", "_", "__"];

/// The last parts of types that are no resource for certain, so what has one is an asset.
const VALUES: &[&str] = &[
    "Any",
    "DataFrame",
    "Dict",
    "GeoDataFrame",
    "Iterable",
    "Iterator",
    "LazyFrame",
    "List",
    "Mapping",
    "Sequence",
    "Series",
    "Set",
    "Table",
    "Tuple",
    "bool",
    "bytes",
    "date",
    "datetime",
    "dict",
    "float",
    "int",
    "list",
    "ndarray",
    "object",
    "set",
    "str",
    "tuple",
];

impl<'a> Interpreter<'a> {
    /// The parameters of the decorated function, and what `ins=` says of them. What `ins=`
    /// names is a dependency for certain; of the others only those that are assets are.
    pub(super) fn inputs(&mut self, call: &Call<'a>, deps: &mut Vec<AssetKey>) -> Vec<Input> {
        let function = call.decorated.as_ref().map(|decorated| &decorated.value);
        let function = match function {
            Some(Value::Function(function)) => Some(Rc::clone(function)),
            _ => None,
        };
        let mut inputs = Vec::new();
        let mut named: Vec<Rc<str>> = Vec::new();
        if let Some(Value::Dict(ins)) = call.some("ins").map(|ins| self.settle(ins)) {
            for entry in ins.entries() {
                let Value::Str(name) = &entry.key else {
                    continue;
                };
                let input = self.settle(entry.value);
                let spec = self.out_spec(&entry.key, &input, call.place);
                named.push(Rc::clone(name));
                let Ok(key) = spec.key else {
                    continue;
                };
                let parameter = function.as_ref().and_then(|it| parameter_of(it, name));
                if let (Some(parameter), Some(function)) = (parameter, &function) {
                    inputs.push(Input {
                        key: key.clone(),
                        place: place_of(parameter, function),
                        is_required: has_value(parameter) && is_loaded(&input),
                    });
                }
                if !deps.contains(&key) {
                    deps.push(key);
                }
            }
        }
        // Dagster makes no dependencies of keyword-only parameters.
        let positional = |it: &Function<'a>| it.parameters.into_iter().flat_map(|it| &it.args);
        inputs.extend(
            function
                .iter()
                .flat_map(|it| unnamed(it, positional(it), &named)),
        );
        inputs
    }

    /// Raises where Dagster would refuse the name of an input: a key of `ins=`, or a parameter
    /// of the decorated function.
    pub(super) fn check_inputs(&mut self, what: &'static str, call: &Call<'a>) -> Eval<'a, ()> {
        self.check_keys(what, call, "ins")?;
        self.check_body(call)?;
        let function = call.decorated.as_ref().map(|decorated| &decorated.value);
        let Some(Value::Function(function)) = function else {
            return Ok(());
        };
        let named: Vec<Rc<str>> = match call.some("ins").map(|ins| self.settle(ins)) {
            None => Vec::new(),
            Some(Value::Dict(ins)) if !ins.is_open() => {
                let names = ins.keys().into_iter();
                names.filter_map(|key| key.as_str().map(Rc::from)).collect()
            }
            Some(_) => return Ok(()),
        };
        let parameters = function.parameters.iter();
        let parameters = parameters.flat_map(|it| it.args.iter().chain(&it.kwonlyargs));
        for input in unnamed(function, parameters, &named) {
            if let (true, [name]) = (input.is_required, input.key.parts()) {
                self.check_given_name(what, &Ok(name.clone()), input.place)?;
            }
        }
        Ok(())
    }
}

fn parameter_of<'p>(function: &Function<'p>, name: &str) -> Option<&'p ParameterWithDefault> {
    let mut parameters = function.parameters?.iter_non_variadic_params();
    parameters.find(|parameter| parameter.parameter.name.as_str() == name)
}

/// The inputs that `ins=` says nothing of, named after their assets.
fn unnamed<'p>(
    function: &Function<'_>,
    parameters: impl Iterator<Item = &'p ParameterWithDefault>,
    named: &[Rc<str>],
) -> Vec<Input> {
    let is_rewritten = !function.attributes.borrow().is_empty();
    let mut inputs = Vec::new();
    for (index, parameter) in parameters.enumerate() {
        let name = parameter.parameter.name.as_str();
        if named.iter().any(|named| &**named == name) {
            continue;
        }
        let is_context = index == 0 && (CONTEXT.contains(&name) || name == "self");
        inputs.push(Input {
            key: AssetKey::new(vec![name.to_owned()]),
            place: place_of(parameter, function),
            is_required: !is_context && !is_rewritten && name != "config" && has_value(parameter),
        });
    }
    inputs
}

fn place_of(parameter: &ParameterWithDefault, function: &Function<'_>) -> Place {
    use ruff_text_size::Ranged;
    let range = parameter.parameter.name.range();
    Place::new(function.place.file, range)
}

/// Whether the type of a parameter is one of a value, not of nothing or of a resource.
fn has_value(parameter: &ParameterWithDefault) -> bool {
    let annotation = parameter.parameter.annotation.as_deref();
    annotation.is_none_or(is_value_type)
}

fn is_value_type(annotation: &Expr) -> bool {
    match annotation {
        Expr::Name(name) => VALUES.contains(&name.id.as_str()),
        Expr::Attribute(attribute) => VALUES.contains(&attribute.attr.as_str()),
        Expr::Subscript(subscript) => match &*subscript.value {
            Expr::Name(name) if name.id.as_str() == "Optional" => is_value_type(&subscript.slice),
            origin => is_value_type(origin),
        },
        Expr::BinOp(union) => {
            is_value_type(&union.left)
                && (union.right.is_none_literal_expr() || is_value_type(&union.right))
        }
        _ => false,
    }
}

/// Whether an `AssetIn` says nothing of a type, which may be `Nothing`.
fn is_loaded(input: &Value<'_>) -> bool {
    match input {
        Value::Object(object) => match &object.data {
            Data::Plain { arguments, .. } => {
                arguments.iter().all(|(name, _)| &**name != "dagster_type")
            }
            _ => false,
        },
        _ => false,
    }
}
