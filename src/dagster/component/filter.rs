//! Filters of Jinja that stand at the end of an expression: `{{ node.name | upper }}`.

use ruff_python_ast::{Expr, Operator};

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::{Argument, Arguments, Native};
use crate::source::Place;

/// A filter that is followed, and the expressions of its arguments.
pub(super) struct Filter<'a> {
    name: &'a str,
    arguments: &'a [Expr],
}

/// The filters that are followed; the flag says which are methods of texts.
const FILTERS: &[(&str, bool)] = &[
    ("capitalize", true),
    ("count", false),
    ("int", false),
    ("join", false),
    ("length", false),
    ("list", false),
    ("lower", true),
    ("replace", true),
    ("string", false),
    ("title", true),
    ("trim", true),
    ("upper", true),
];

/// An expression without its filters, and these in the order in which they are applied.
pub(super) fn split(expr: &Expr) -> (&Expr, Vec<Filter<'_>>) {
    let mut filters = Vec::new();
    let mut inner = expr;
    while let Expr::BinOp(operation) = inner {
        let found = match (operation.op, &*operation.right) {
            (Operator::BitOr, Expr::Name(name)) => Some((name.id.as_str(), &[][..])),
            (Operator::BitOr, Expr::Call(call)) if call.arguments.keywords.is_empty() => call
                .func
                .as_name_expr()
                .map(|name| (name.id.as_str(), &*call.arguments.args)),
            _ => None,
        };
        let Some((name, arguments)) = found else {
            break;
        };
        if !FILTERS.iter().any(|(known, _)| *known == name) {
            return (expr, Vec::new());
        }
        filters.push(Filter { name, arguments });
        inner = &operation.left;
    }
    filters.reverse();
    (inner, filters)
}

impl<'a> Interpreter<'a> {
    /// What a filter makes of a value.
    pub(super) fn apply_filter(
        &mut self,
        value: Value<'a>,
        filter: &Filter<'a>,
        place: Place,
    ) -> Eval<'a> {
        let mut arguments = Arguments::none(place);
        for expr in filter.arguments {
            let value = self.expression(expr)?;
            let argument = Argument { value, place };
            arguments.positional.push(argument);
        }
        let native = |cx: &mut Self, name, value| {
            cx.call(&Value::Native(Native(name)), Arguments::of([value], place))
        };
        let is_method = FILTERS.contains(&(filter.name, true));
        match filter.name {
            _ if value.is_unknown() => Ok(self.derived(&value, filter.name, place)),
            "string" => native(self, "str", value),
            "length" | "count" => native(self, "len", value),
            "int" => native(self, "int", value),
            "list" => native(self, "list", value),
            "join" => {
                let between = arguments.at(0).cloned().unwrap_or_else(|| Value::str(""));
                let texts = Arguments::of([Value::Native(Native("str")), value], place);
                let texts = self.call(&Value::Native(Native("map")), texts)?;
                self.call_method(&between, "join", Arguments::of([texts], place))
            }
            name if is_method => {
                let text = native(self, "str", value)?;
                let method = if name == "trim" { "strip" } else { name };
                self.call_method(&text, method, arguments)
            }
            name => Ok(Value::unknown(
                format!("daglint does not follow the Jinja filter `{name}`"),
                place,
            )),
        }
    }
}
