//! What an expression of Jinja is worth, where it depends on nothing but literals and variables.

use ruff_python_ast::{CmpOp, Expr, Number, Operator, UnaryOp};
use serde_json::Value as Json;

use super::jinja::Vars;

/// What a scalar of a YAML file is worth: the value of the expression if it is one in
/// Jinja; none where that is not known.
pub(super) fn rendered(text: &str, vars: Vars<'_>) -> Option<Json> {
    if !text.contains("{{") && !text.contains("{%") {
        return Some(Json::from(text));
    }
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let inner = inner.trim_matches('-').trim();
    if inner.contains("}}") {
        return None;
    }
    let parsed = ruff_python_parser::parse_expression(inner).ok()?;
    worth(parsed.expr(), vars)
}

/// The value of a simple expression.
#[expect(clippy::too_many_lines, reason = "one match: the kinds of expression")]
pub(super) fn worth(expr: &Expr, vars: Vars<'_>) -> Option<Json> {
    Some(match expr {
        Expr::StringLiteral(text) => Json::from(text.value.to_str()),
        Expr::BooleanLiteral(flag) => Json::from(flag.value),
        Expr::NoneLiteral(_) => Json::Null,
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(number) => Json::from(number.as_i64()?),
            Number::Float(number) => Json::from(*number),
            Number::Complex { .. } => return None,
        },
        Expr::Name(name) => match name.id.as_str() {
            "true" => Json::Bool(true),
            "false" => Json::Bool(false),
            "none" => Json::Null,
            _ => return None,
        },
        Expr::List(list) => Json::Array(all(&list.elts, vars)?),
        Expr::Tuple(tuple) => Json::Array(all(&tuple.elts, vars)?),
        Expr::Dict(dict) => {
            let entries = dict.items.iter().map(|item| {
                let key = worth(item.key.as_ref()?, vars)?;
                Some((key.as_str()?.to_owned(), worth(&item.value, vars)?))
            });
            Json::Object(entries.collect::<Option<_>>()?)
        }
        Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => {
            Json::Bool(!worth(&unary.operand, vars)?.as_bool()?)
        }
        Expr::UnaryOp(unary) if unary.op == UnaryOp::USub => {
            Json::from(-worth(&unary.operand, vars)?.as_i64()?)
        }
        Expr::If(choice) => match worth(&choice.test, vars) {
            Some(Json::Bool(true)) => worth(&choice.body, vars)?,
            Some(Json::Bool(false)) => worth(&choice.orelse, vars)?,
            _ => {
                let (one, other) = (worth(&choice.body, vars)?, worth(&choice.orelse, vars)?);
                return (one == other).then_some(one);
            }
        },
        Expr::Compare(compare) => compared(compare, vars)?,
        // A filter.
        Expr::BinOp(binary) if binary.op == Operator::BitOr => {
            let value = worth(&binary.left, vars)?;
            let Expr::Name(filter) = &*binary.right else {
                return None;
            };
            match (filter.id.as_str(), &value) {
                ("as_bool", Json::Bool(_)) | ("as_native", _) | ("as_text", Json::String(_)) => {
                    value
                }
                _ => return None,
            }
        }
        Expr::Call(call) => called(call, vars)?,
        _ => return None,
    })
}

fn all(exprs: &[Expr], vars: Vars<'_>) -> Option<Vec<Json>> {
    exprs.iter().map(|expr| worth(expr, vars)).collect()
}

fn compared(compare: &ruff_python_ast::ExprCompare, vars: Vars<'_>) -> Option<Json> {
    let ([op], [right]) = (&*compare.ops, &*compare.comparators) else {
        return None;
    };
    let (left, right) = (worth(&compare.left, vars)?, worth(right, vars)?);
    match op {
        CmpOp::Eq => Some(Json::Bool(left == right)),
        CmpOp::NotEq => Some(Json::Bool(left != right)),
        _ => None,
    }
}

/// `var(name, default)`, and `ref(...)` and `source(...)` as arguments of others.
fn called(call: &ruff_python_ast::ExprCall, vars: Vars<'_>) -> Option<Json> {
    let Expr::Name(name) = &*call.func else {
        return None;
    };
    let arguments = all(&call.arguments.args, vars)?;
    match (name.id.as_str(), arguments.as_slice()) {
        ("var", [Json::String(name)]) => vars(name),
        ("var", [Json::String(name), default]) => vars(name).or_else(|| Some(default.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_of_yaml_may_be_jinja() {
        let vars: Vars<'_> = &|_| None;
        assert_eq!(rendered("plain", vars), Some(Json::from("plain")));
        assert_eq!(
            rendered("{{ var('x', false) }}", vars),
            Some(Json::Bool(false))
        );
        assert_eq!(rendered("{{ var('x') }}", vars), None);
        assert_eq!(rendered("a_{{ var('x', 'b') }}", vars), None);
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "one list")]
    fn expressions_of_jinja_have_values() {
        let vars: Vars<'_> = &|name| (name == "on").then_some(Json::Bool(true));
        for (text, value) in [
            ("'a'", Some(r#""a""#)),
            ("-3", Some("-3")),
            ("1.5", Some("1.5")),
            ("true", Some("true")),
            ("False", Some("false")),
            ("none", Some("null")),
            ("None", Some("null")),
            ("other", None),
            ("[1, 'a']", Some(r#"[1,"a"]"#)),
            ("(1, 2)", Some("[1,2]")),
            ("[1, other]", None),
            ("{'a': 1}", Some(r#"{"a":1}"#)),
            ("{1: 1}", None),
            ("not false", Some("true")),
            ("not 1", None),
            ("'a' if true else 'b'", Some(r#""a""#)),
            ("'a' if false else 'b'", Some(r#""b""#)),
            ("'a' if var('on') else 'b'", Some(r#""a""#)),
            ("'a' if not var('on') else 'b'", Some(r#""b""#)),
            ("'a' if other else 'a'", Some(r#""a""#)),
            ("'a' if other else 'b'", None),
            ("1 == 1", Some("true")),
            ("1 == 2", Some("false")),
            ("1 != 2", Some("true")),
            ("1 != 1", Some("false")),
            ("1 < 2", None),
            ("1 == 1 == 1", None),
            ("true | as_bool", Some("true")),
            ("'a' | as_bool", None),
            ("'a' | as_text", Some(r#""a""#)),
            ("1 | as_text", None),
            ("1 | as_native", Some("1")),
            ("1 | other", None),
            ("1 | other(1)", None),
            ("1 + 1", None),
            ("var('on')", Some("true")),
            ("var('off')", None),
            ("var('off', 'd')", Some(r#""d""#)),
            ("var('on', 'd')", Some("true")),
            ("var('off', other)", None),
            ("env_var('on')", None),
            ("a.var('on')", None),
            ("1 }} {{ 2", None),
        ] {
            let found = rendered(&format!("{{{{ {text} }}}}"), vars);
            let found = found.map(|value| value.to_string());
            assert_eq!(found.as_deref(), value, "{text}");
        }
        assert_eq!(rendered("{{- 1 -}}", vars), Some(Json::from(1)));
        assert_eq!(rendered("{% if x %}", vars), None);
    }
}
