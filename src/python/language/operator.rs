//! Binary operators.

use std::rc::Rc;

use ruff_python_ast::Operator;

use super::arithmetic::{arithmetic, is_division_by_zero};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::container::{Dict, List};
use crate::python::value::function::Arguments;
use crate::python::value::{Generic, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Two sequences of one type after each other; none where that is too large.
    fn joined(&self, left: &Value<'a>, right: &Value<'a>) -> Option<Value<'a>> {
        let fits = |a: usize, b: usize| a + b <= self.budget.size;
        match (left, right) {
            (Value::Str(a), Value::Str(b)) if fits(a.len(), b.len()) => {
                Some(Value::str(format!("{a}{b}")))
            }
            (Value::Tuple(a), Value::Tuple(b)) if fits(a.len(), b.len()) => {
                Some(Value::tuple(a.iter().chain(b.iter()).cloned().collect()))
            }
            (Value::List(a), Value::List(b)) => {
                let (own, other) = (a.items.borrow(), b.items.borrow());
                if !fits(own.len(), other.len()) {
                    return None;
                }
                let sum = List::new(own.iter().chain(other.iter()).cloned().collect());
                if let Some(unknown) = a.open.borrow().as_ref().or(b.open.borrow().as_ref()) {
                    sum.open(unknown);
                }
                Some(Value::List(Rc::new(sum)))
            }
            _ => None,
        }
    }

    /// A sequence several times after itself; none where that is too large.
    fn repeated(&self, sequence: &Value<'a>, count: i64) -> Option<Value<'a>> {
        let again = |items: &[Value<'a>]| {
            let count = self.repetition(items.len(), count)?;
            let all = (0..count).flat_map(|_| items.iter().cloned());
            Some(all.collect())
        };
        match sequence {
            Value::Str(text) => {
                let count = self.repetition(text.len(), count)?;
                Some(Value::str(text.repeat(count)))
            }
            Value::Tuple(items) => again(items).map(Value::tuple),
            Value::List(list) => again(&list.items.borrow()).map(Value::list),
            _ => None,
        }
    }

    pub(crate) fn binary(
        &mut self,
        left: &Value<'a>,
        op: Operator,
        right: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        if let Value::Choice(choice) = left {
            return self.lift(choice, |cx, left| cx.binary(&left, op, right, place));
        }
        if let Value::Choice(choice) = right {
            return self.lift(choice, |cx, right| cx.binary(left, op, &right, place));
        }
        let mixed = |value: &Value<'a>| match value {
            Value::Instance(instance) => instance.mixed_in(),
            // How often: `["x"] * is_needed`.
            Value::Bool(flag) if op == Operator::Mult => Some(Value::Int(i64::from(*flag))),
            _ => None,
        };
        let plain = (mixed(left), mixed(right));
        if plain.0.is_some() || plain.1.is_some() {
            let left = plain.0.unwrap_or_else(|| left.clone());
            let right = plain.1.unwrap_or_else(|| right.clone());
            return self.binary(&left, op, &right, place);
        }
        self.operate(left, op, right, place)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one match: the pairs of kinds that an operator takes"
    )]
    fn operate(
        &mut self,
        left: &Value<'a>,
        op: Operator,
        right: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let too_large = || Value::unknown("the result is larger than daglint computes with", place);
        Ok(match (left, op, right) {
            (Value::List(_) | Value::Tuple(_), Operator::Add, other) if other.is_unknown() => {
                self.added_to_unknown(left, other, place)?
            }
            (other, Operator::Add, Value::List(_)) if other.is_unknown() => {
                self.added_to_unknown(right, other, place)?
            }
            (_, Operator::BitOr, _) if is_type_union(left, right) => {
                Value::Generic(Rc::new(Generic {
                    origin: Value::external("typing.Union"),
                    arguments: vec![left.clone(), right.clone()],
                }))
            }
            (unknown @ Value::Unknown(_), ..) | (.., unknown @ Value::Unknown(_)) => {
                self.derived(unknown, op.as_str(), place)
            }
            (Value::Object(object), ..) | (.., Value::Object(object)) => {
                self.host.operate(self, object, place)
            }
            (Value::Str(_), Operator::Add, Value::Str(_))
            | (Value::List(_), Operator::Add, Value::List(_))
            | (Value::Tuple(_), Operator::Add, Value::Tuple(_)) => {
                self.joined(left, right).unwrap_or_else(too_large)
            }
            (Value::Str(text), Operator::Mod, _) => self.percent_value(text, right, place)?,
            (
                sequence @ (Value::Str(_) | Value::Tuple(_) | Value::List(_)),
                Operator::Mult,
                Value::Int(count),
            )
            | (
                Value::Int(count),
                Operator::Mult,
                sequence @ (Value::Str(_) | Value::Tuple(_) | Value::List(_)),
            ) => self.repeated(sequence, *count).unwrap_or_else(too_large),
            (Value::Dict(a), Operator::BitOr, Value::Dict(_)) => {
                let merged = Dict::default();
                self.merge_into(&merged, &Value::Dict(Rc::clone(a)), place)?;
                self.merge_into(&merged, right, place)?;
                Value::Dict(Rc::new(merged))
            }
            (Value::Set(_, frozen), _, Value::Set(..)) => {
                return self.combine_operands(left, op, right, *frozen, place);
            }
            (Value::Path(_), Operator::Div, Value::Str(_) | Value::Path(_))
            | (Value::Str(_), Operator::Div, Value::Path(_)) => {
                let parts = Arguments::of([left.clone(), right.clone()], place);
                self.make_path(&parts)
            }
            _ => match arithmetic(left, op, right) {
                Some(value) => value,
                None if is_division_by_zero(left, op, right) => {
                    return self.raise("ZeroDivisionError", "division by zero", place);
                }
                None if is_refused(left, op, right) => {
                    let (left, right) = (left.type_name(), right.type_name());
                    let (op, message) = (op.as_str(), "unsupported operand type(s) for");
                    let message = format!("{message} {op}: '{left}' and '{right}'");
                    return self.raise("TypeError", message, place);
                }
                None => self.overloaded(left, op, right, place)?,
            },
        })
    }

    /// `list + unknown`: the elements of the list are there in any case.
    fn added_to_unknown(
        &mut self,
        known: &Value<'a>,
        unknown: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let mut elements = self.elements(known, place)?;
        elements.open = Some(self.unknown_cause(unknown, "+", place));
        Ok(self.list_of(elements))
    }

    /// `|`, `&`, `-` and `^` of sets.
    fn combine_operands(
        &mut self,
        left: &Value<'a>,
        op: Operator,
        right: &Value<'a>,
        frozen: bool,
        place: Place,
    ) -> Eval<'a> {
        let name = match op {
            Operator::BitOr => "union",
            Operator::BitAnd => "intersection",
            Operator::Sub => "difference",
            Operator::BitXor => "symmetric_difference",
            _ => return self.overloaded(left, op, right, place),
        };
        let (left, right) = (self.elements(left, place)?, self.elements(right, place)?);
        let combined = self.combine(left, right, name, &Arguments::none(place))?;
        Ok(self.set_from(combined, frozen, place))
    }

    /// `__add__` and its kin of a class of the project; everything else is unknown.
    fn overloaded(
        &mut self,
        left: &Value<'a>,
        op: Operator,
        right: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let name = match op {
            Operator::Add => "__add__",
            Operator::Sub => "__sub__",
            Operator::Mult => "__mul__",
            Operator::Div => "__truediv__",
            Operator::BitOr => "__or__",
            Operator::BitAnd => "__and__",
            _ => "",
        };
        if let Value::Instance(instance) = left
            && instance.class.lookup(name).is_some()
        {
            let method = self.attribute(left, name, place)?;
            return self.call(&method, Arguments::of([right.clone()], place));
        }
        let (left, right) = (left.type_name(), right.type_name());
        Ok(Value::unknown(
            format!(
                "`{}` of `{left}` and `{right}` is not computed",
                op.as_str()
            ),
            place,
        ))
    }

    fn repetition(&self, len: usize, count: i64) -> Option<usize> {
        let count = usize::try_from(count.max(0)).ok()?;
        len.checked_mul(count)
            .filter(|&size| size <= self.budget.size)
            .map(|_| count)
    }
}

/// Whether `|` makes a type of its operands: one of them is a type for certain, and the
/// other may be one.
fn is_type_union(left: &Value<'_>, right: &Value<'_>) -> bool {
    let certain = |value: &Value<'_>| {
        matches!(
            value,
            Value::Native(_) | Value::Class(_) | Value::Generic(_) | Value::None | Value::Api(_)
        )
    };
    let possible = |value: &Value<'_>| certain(value) || matches!(value, Value::External(_));
    possible(left) && possible(right) && (certain(left) || certain(right))
}

/// Whether Python has no sum of two values, whatever they hold.
fn is_refused(left: &Value<'_>, op: Operator, right: &Value<'_>) -> bool {
    let of = |value: &Value<'_>| match value {
        Value::None => Some(0),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => Some(1),
        Value::Str(_) => Some(2),
        Value::List(_) => Some(3),
        Value::Tuple(_) => Some(4),
        Value::Dict(_) => Some(5),
        _ => None,
    };
    let has_sum = |kind| matches!(kind, 1..=4);
    match (op, of(left), of(right)) {
        (Operator::Add, Some(left), Some(right)) => left != right || !has_sum(left),
        _ => false,
    }
}
