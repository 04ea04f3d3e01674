//! Truth, and the expressions that decide by it.

use ruff_python_ast::{BoolOp, Expr, ExprBoolOp, UnaryOp};

use crate::model::Guard;
use crate::python::interpreter::{Eval, Interpreter, Truth};
use crate::python::value::Value;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `and` and `or`, which give one of their operands.
    pub(super) fn bool_op(&mut self, op: &'a ExprBoolOp) -> Eval<'a> {
        let [first, rest @ ..] = op.values.as_slice() else {
            return Ok(Value::None);
        };
        let value = self.expression(first)?;
        self.bool_op_from(value, op.op, rest)
    }

    pub(super) fn bool_op_from(
        &mut self,
        value: Value<'a>,
        op: BoolOp,
        rest: &'a [Expr],
    ) -> Eval<'a> {
        let [next, rest @ ..] = rest else {
            return Ok(value);
        };
        if let Value::Choice(choice) = self.settle(value.clone()) {
            return self.lift(&choice, |cx, value| {
                let decided = cx.decide(value.clone())?;
                cx.one_operand(decided, value, op, next, rest)
            });
        }
        let decided = self.decide(value.clone())?;
        self.one_operand(decided, value, op, next, rest)
    }

    pub(super) fn one_operand(
        &mut self,
        decided: Value<'a>,
        value: Value<'a>,
        op: BoolOp,
        next: &'a Expr,
        rest: &'a [Expr],
    ) -> Eval<'a> {
        let stops = op == BoolOp::Or;
        match decided {
            Value::Choice(choice) => self.lift(&choice, |cx, flag| {
                cx.one_operand(flag, value.clone(), op, next, rest)
            }),
            Value::Bool(flag) if flag == stops => Ok(value),
            _ => {
                let value = self.expression(next)?;
                self.bool_op_from(value, op, rest)
            }
        }
    }

    pub(super) fn unary(&mut self, op: UnaryOp, operand: Value<'a>, place: Place) -> Eval<'a> {
        if let Value::Choice(choice) = &operand {
            return self.lift(choice, |cx, operand| cx.unary(op, operand, place));
        }
        Ok(match (op, operand) {
            (UnaryOp::Not, operand) => match self.decide(operand)? {
                Value::Bool(flag) => Value::Bool(!flag),
                Value::Choice(choice) => {
                    return self.lift(&choice, |_, flag| {
                        Ok(Value::Bool(matches!(flag, Value::Bool(false))))
                    });
                }
                value => value,
            },
            (UnaryOp::USub, Value::Int(int)) => match int.checked_neg() {
                Some(int) => Value::Int(int),
                None => Value::unknown("the number is larger than daglint computes with", place),
            },
            (UnaryOp::USub, Value::Float(float)) => Value::Float(-float),
            (UnaryOp::UAdd, operand @ (Value::Int(_) | Value::Float(_))) => operand,
            (UnaryOp::USub, Value::Bool(flag)) => Value::Int(-i64::from(flag)),
            (UnaryOp::UAdd, Value::Bool(flag)) => Value::Int(i64::from(flag)),
            (UnaryOp::Invert, Value::Int(int)) => Value::Int(!int),
            (UnaryOp::Invert, Value::Object(object)) => self.host.operate(self, &object, place),
            (_, Value::Unknown(unknown)) => Value::Unknown(unknown),
            (_, operand) => Value::unknown(
                format!("an operator of `{}` is not followed", operand.type_name()),
                place,
            ),
        })
    }

    /// A conditional expression: each side under its condition.
    pub(super) fn either_expression(
        &mut self,
        condition: &Value<'a>,
        body: &'a Expr,
        orelse: &'a Expr,
    ) -> Eval<'a> {
        match condition {
            Value::Bool(true) => self.expression(body),
            Value::Choice(choice) => {
                self.lift(choice, |cx, flag| cx.either_expression(&flag, body, orelse))
            }
            _ => self.expression(orelse),
        }
    }

    /// `truth` of a value that is no choice.
    #[expect(
        clippy::too_many_lines,
        reason = "one match: when each kind of value is true"
    )]
    pub(crate) fn truth(&mut self, value: &Value<'a>) -> Eval<'a, Truth> {
        Ok(match value {
            Value::None | Value::Absent => Truth::False,
            Value::Bool(flag) => Truth::from(*flag),
            Value::Int(int) => Truth::from(*int != 0),
            Value::Float(float) => Truth::from(*float != 0.0),
            Value::Str(text) => Truth::from(!text.is_empty()),
            Value::Bytes(bytes) => Truth::from(!bytes.is_empty()),
            Value::Tuple(items) => Truth::from(!items.is_empty()),
            Value::Range { start, stop, step } => Truth::from(if *step > 0 {
                start < stop
            } else {
                start > stop
            }),
            Value::List(list) => {
                let some = list
                    .items
                    .borrow()
                    .iter()
                    .any(|item| !matches!(item, Value::Choice(_)));
                let none = list.items.borrow().is_empty() && !list.is_open();
                if some {
                    Truth::True
                } else if none {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            Value::Dict(dict) | Value::Set(dict, _) => match (dict.len(), dict.is_open()) {
                (0, false) => Truth::False,
                (0, true) => Truth::Unknown,
                // Each entry may be there in some branches only.
                _ if dict.entries().iter().any(|entry| is_certain(&entry.value)) => Truth::True,
                _ => Truth::Unknown,
            },
            Value::Unknown(_) | Value::External(_) | Value::Choice(_) => Truth::Unknown,
            Value::Instance(instance) => {
                if instance.class.lookup("__bool__").is_some()
                    || instance.class.lookup("__len__").is_some()
                    || instance.class.opaque_base
                {
                    Truth::Unknown
                } else {
                    Truth::True
                }
            }
            _ => Truth::True,
        })
    }

    /// Whether the condition of the running code is certain, what is assumed aside.
    pub(crate) fn is_certain(&self) -> bool {
        self.beyond_assumed(&self.guard)
            .is_some_and(|guard: Guard| guard.is_certain())
    }
}

/// Whether the entry of a value is there whichever way the branches go.
fn is_certain(value: &Value<'_>) -> bool {
    match value {
        Value::Choice(choice) => choice
            .iter()
            .all(|(_, value)| !matches!(value, Value::Absent)),
        _ => true,
    }
}
