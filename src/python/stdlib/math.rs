//! `math`, as far as its results are exact.

use crate::python::builtin::integer;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn call_math(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        if name == "math.prod" {
            return self.product_of(arguments);
        }
        Ok(exact(name, arguments).unwrap_or_else(|| self.unknown_call(name, arguments)))
    }

    fn product_of(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(values) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call("math.prod", arguments));
        };
        let items = match self.certain_elements(&values, "math.prod", arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let mut total = arguments.keyword("start").cloned().unwrap_or(Value::Int(1));
        for item in items {
            total = self.binary(
                &total,
                ruff_python_ast::Operator::Mult,
                &item,
                arguments.place,
            )?;
        }
        Ok(total)
    }
}

fn exact<'a>(name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let first = arguments.at(0)?;
    match (name, first) {
        ("math.ceil", Value::Float(number)) => whole(number.ceil()),
        ("math.floor", Value::Float(number)) => whole(number.floor()),
        ("math.trunc", Value::Float(number)) => whole(number.trunc()),
        ("math.ceil" | "math.floor" | "math.trunc", number) => integer(number).map(Value::Int),
        ("math.isnan", Value::Float(number)) => Some(Value::Bool(number.is_nan())),
        ("math.sqrt" | "math.log2" | "math.fabs", number) => {
            #[expect(clippy::cast_precision_loss, reason = "Python rounds as well")]
            let number = match number {
                Value::Float(number) => *number,
                number => integer(number)? as f64,
            };
            match name {
                "math.sqrt" if number >= 0.0 => Some(Value::Float(number.sqrt())),
                "math.fabs" => Some(Value::Float(number.abs())),
                _ => None,
            }
        }
        ("math.gcd", _) => {
            let mut divisor = 0;
            for argument in &arguments.positional {
                divisor = greatest_divisor(divisor, integer(&argument.value)?.checked_abs()?);
            }
            Some(Value::Int(divisor))
        }
        _ => None,
    }
}

fn whole<'a>(number: f64) -> Option<Value<'a>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the bound keeps it in range"
    )]
    let whole = number as i64;
    (number.abs() < 9e15).then_some(Value::Int(whole))
}

fn greatest_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
