//! Numbers.

use ruff_python_ast::Operator;

use crate::python::value::Value;

#[expect(
    clippy::cast_precision_loss,
    reason = "Python converts in the same way"
)]
pub(super) fn as_float(value: &Value<'_>) -> Option<f64> {
    match value {
        Value::Int(int) => Some(*int as f64),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::Float(float) => Some(*float),
        _ => None,
    }
}

fn as_int(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(int) => Some(*int),
        Value::Bool(flag) => Some(i64::from(*flag)),
        _ => None,
    }
}

/// `/`, `//` and `%` of a number by zero.
pub(super) fn is_division_by_zero(left: &Value<'_>, op: Operator, right: &Value<'_>) -> bool {
    let divides = matches!(op, Operator::Div | Operator::FloorDiv | Operator::Mod);
    divides && as_float(left).is_some() && as_float(right) == Some(0.0)
}

/// Numbers; `None` for anything else, and where the result does not fit.
pub(super) fn arithmetic<'a>(
    left: &Value<'a>,
    op: Operator,
    right: &Value<'a>,
) -> Option<Value<'a>> {
    if let (Some(a), Some(b)) = (as_int(left), as_int(right)) {
        return whole(a, op, b).map(|result| match (left, right, result) {
            (Value::Bool(_), Value::Bool(_), Value::Int(bit)) if is_bitwise(op) => {
                Value::Bool(bit != 0)
            }
            (.., result) => result,
        });
    }
    let (a, b) = (as_float(left)?, as_float(right)?);
    Some(Value::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        Operator::FloorDiv if b != 0.0 && a.is_finite() && b.is_finite() => floor_quotient(a, b),
        Operator::Mod if b != 0.0 && a.is_finite() && b.is_finite() => remainder(a, b),
        _ => return None,
    }))
}

fn is_bitwise(op: Operator) -> bool {
    matches!(op, Operator::BitOr | Operator::BitAnd | Operator::BitXor)
}

/// Whole numbers; a quotient and a negative power are not whole.
fn whole<'a>(a: i64, op: Operator, b: i64) -> Option<Value<'a>> {
    let floats = || Some((as_float(&Value::Int(a))?, as_float(&Value::Int(b))?));
    Some(Value::Int(match op {
        Operator::Add => a.checked_add(b)?,
        Operator::Sub => a.checked_sub(b)?,
        Operator::Mult => a.checked_mul(b)?,
        Operator::FloorDiv => floor_division(a, b)?,
        Operator::Mod => a.checked_sub(floor_division(a, b)?.checked_mul(b)?)?,
        Operator::Pow if b < 0 => {
            let (a, b) = floats()?;
            return (a != 0.0).then(|| Value::Float(a.powf(b)));
        }
        Operator::Pow => a.checked_pow(u32::try_from(b).ok()?)?,
        Operator::BitOr => a | b,
        Operator::BitAnd => a & b,
        Operator::BitXor => a ^ b,
        Operator::LShift => a.checked_mul(2_i64.checked_pow(u32::try_from(b).ok()?)?)?,
        Operator::RShift => a.checked_shr(u32::try_from(b).ok()?)?,
        Operator::Div if b != 0 => {
            let (a, b) = floats()?;
            return Some(Value::Float(a / b));
        }
        Operator::Div | Operator::MatMult => return None,
    }))
}

fn floor_division(a: i64, b: i64) -> Option<i64> {
    let quotient = a.checked_div(b)?;
    let exact = quotient.checked_mul(b)? == a;
    Some(if !exact && (a < 0) != (b < 0) {
        quotient - 1
    } else {
        quotient
    })
}
/// `a % b`: the remainder has the sign of `b`.
fn remainder(a: f64, b: f64) -> f64 {
    let rest = a % b;
    if rest != 0.0 && (rest < 0.0) != (b < 0.0) {
        rest + b
    } else if rest == 0.0 {
        0.0_f64.copysign(b)
    } else {
        rest
    }
}

/// `a // b`, as CPython computes it (`Objects/floatobject.c`).
fn floor_quotient(a: f64, b: f64) -> f64 {
    let quotient = (a - remainder(a, b)) / b;
    if quotient == 0.0 {
        return 0.0_f64.copysign(a / b);
    }
    let floor = quotient.floor();
    if quotient - floor > 0.5 {
        floor + 1.0
    } else {
        floor
    }
}
