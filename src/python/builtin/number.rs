//! Arithmetic builtins and the methods of numbers.

use super::sequence::integer;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::{Arguments, Native};

impl<'a> Interpreter<'a> {
    pub(super) fn call_arithmetic(
        &mut self,
        native: Native,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let result = match native.0 {
            "abs" => match arguments.at(0) {
                Some(Value::Float(number)) => Some(Value::Float(number.abs())),
                number => number
                    .and_then(integer)
                    .and_then(i64::checked_abs)
                    .map(Value::Int),
            },
            "round" => round(arguments.get(0, "number"), arguments.get(1, "ndigits")),
            "divmod" => match (
                arguments.at(0).and_then(integer),
                arguments.at(1).and_then(integer),
            ) {
                (Some(_), Some(0)) => {
                    return self.raise("ZeroDivisionError", "division by zero", arguments.place);
                }
                (Some(a), Some(b)) => floor_divide(a, b).map(|(quotient, rest)| {
                    Value::tuple(vec![Value::Int(quotient), Value::Int(rest)])
                }),
                _ => None,
            },
            "pow" => power(arguments),
            "bin" | "hex" | "oct" => arguments
                .at(0)
                .and_then(integer)
                .map(|number| Value::str(based(native.0, number))),
            "chr" => arguments
                .at(0)
                .and_then(integer)
                .and_then(character)
                .map(|character| Value::str(character.to_string())),
            "ord" => match arguments.at(0) {
                Some(Value::Str(text)) => only_character(text)
                    .map(|character| Value::Int(i64::from(u32::from(character)))),
                _ => None,
            },
            _ => None,
        };
        Ok(result.unwrap_or_else(|| self.unknown_call(native.0, arguments)))
    }

    pub(super) fn call_number_method(
        &mut self,
        receiver: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let result = match (receiver, name) {
            (Value::Float(number), "is_integer") => Some(Value::Bool(number.fract() == 0.0)),
            (Value::Int(_) | Value::Bool(_), "is_integer") => Some(Value::Bool(true)),
            (Value::Float(_), "conjugate") => Some(receiver.clone()),
            (number, "bit_length") => integer(number).map(|number| {
                Value::Int(i64::from(u64::BITS - number.unsigned_abs().leading_zeros()))
            }),
            (number, "bit_count") => integer(number)
                .map(|number| Value::Int(i64::from(number.unsigned_abs().count_ones()))),
            (number, "conjugate") => integer(number).map(Value::Int),
            _ => None,
        };
        Ok(result.unwrap_or_else(|| self.unknown_method(receiver, name, arguments)))
    }
}

/// How many numbers a range has.
pub(in crate::python) fn range_len(start: i64, stop: i64, step: i64) -> Option<i64> {
    let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
    let span = if step > 0 { stop - start } else { start - stop };
    if span <= 0 || step == 0 {
        return Some(0);
    }
    i64::try_from((span - 1) / step.abs() + 1).ok()
}

/// `a // b` and `a % b` as Python has them: the remainder has the sign of `b`.
pub(super) fn floor_divide(a: i64, b: i64) -> Option<(i64, i64)> {
    let quotient = a.checked_div(b)?;
    let rest = a.checked_rem(b)?;
    if rest != 0 && (rest < 0) != (b < 0) {
        Some((quotient.checked_sub(1)?, rest + b))
    } else {
        Some((quotient, rest))
    }
}

fn round<'a>(number: Option<&Value<'a>>, digits: Option<&Value<'a>>) -> Option<Value<'a>> {
    let digits = match digits {
        None | Some(Value::None) => None,
        Some(digits) => Some(integer(digits)?),
    };
    match (number?, digits) {
        (Value::Float(number), None) => {
            let rounded = number.round_ties_even();
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the bound keeps it in range"
            )]
            let whole = rounded as i64;
            (rounded.abs() < 9e15).then_some(Value::Int(whole))
        }
        // Formatting rounds the exact binary value, half to even, as Python does.
        (Value::Float(number), Some(digits))
            if number.is_finite() && (0..=15).contains(&digits) =>
        {
            format!("{number:.*}", usize::try_from(digits).ok()?)
                .parse()
                .ok()
                .map(Value::Float)
        }
        (Value::Float(_), Some(_)) => None,
        (number, None | Some(0..)) => integer(number).map(Value::Int),
        _ => None,
    }
}

fn power<'a>(arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let base = integer(arguments.get(0, "base")?)?;
    let exponent = u32::try_from(integer(arguments.get(1, "exp")?)?).ok()?;
    match arguments.get(2, "mod") {
        None | Some(Value::None) => base.checked_pow(exponent).map(Value::Int),
        Some(modulus) => {
            let modulus = integer(modulus)?;
            let power = base.checked_pow(exponent)?;
            floor_divide(power, modulus).map(|(_, rest)| Value::Int(rest))
        }
    }
}

fn based(name: &str, number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let size = number.unsigned_abs();
    match name {
        "bin" => format!("{sign}0b{size:b}"),
        "oct" => format!("{sign}0o{size:o}"),
        _ => format!("{sign}0x{size:x}"),
    }
}

fn character(code: i64) -> Option<char> {
    char::from_u32(u32::try_from(code).ok()?)
}

fn only_character(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let first = characters.next()?;
    characters.next().is_none().then_some(first)
}
