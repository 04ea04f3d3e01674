//! Comparisons and membership.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, UnaryOp};

use super::arithmetic::as_float;
use crate::python::builtin::{may_be_absent, range_len};
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::class::ClassKind;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Native;
use crate::python::value::module::Module;
use crate::python::value::scope::Scope;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(in crate::python) fn compare(
        &mut self,
        left: &Value<'a>,
        op: CmpOp,
        right: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        if let Value::Choice(choice) = left {
            return self.lift(choice, |cx, left| cx.compare(&left, op, right, place));
        }
        if let Value::Choice(choice) = right {
            return self.lift(choice, |cx, right| cx.compare(left, op, &right, place));
        }
        if !matches!(op, CmpOp::Is | CmpOp::IsNot) {
            let (plain, other) = (self.compared_as(left), self.compared_as(right));
            if plain.is_some() || other.is_some() {
                let left = plain.unwrap_or_else(|| left.clone());
                let right = other.unwrap_or_else(|| right.clone());
                return self.compare(&left, op, &right, place);
            }
        }
        if let (CmpOp::In | CmpOp::NotIn, true) = (op, is_environment(right)) {
            let found = self.environment_contains(left, place);
            return if op == CmpOp::In {
                Ok(found)
            } else {
                self.unary(UnaryOp::Not, found, place)
            };
        }
        let truth = self.compared(left, op, right)?;
        Ok(match truth {
            Truth::True => Value::Bool(true),
            Truth::False => Value::Bool(false),
            Truth::Unknown => return self.undecided(left, op, right, place),
        })
    }

    /// What comparing two values that are no choices gives.
    fn compared(&mut self, left: &Value<'a>, op: CmpOp, right: &Value<'a>) -> Eval<'a, Truth> {
        let negate = |truth| match truth {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        };
        Ok(match op {
            CmpOp::Eq => self.equals(left, right),
            CmpOp::NotEq => negate(self.equals(left, right)),
            CmpOp::Is => left.is_same(right).map_or(Truth::Unknown, Truth::from),
            CmpOp::IsNot => negate(left.is_same(right).map_or(Truth::Unknown, Truth::from)),
            CmpOp::In => self.contains(right, left)?,
            CmpOp::NotIn => negate(self.contains(right, left)?),
            CmpOp::Lt => self.less(left, right),
            CmpOp::Gt => self.less(right, left),
            // Sets are ordered in part: neither of two may contain the other.
            CmpOp::LtE if matches!(left, Value::Set(..)) => self.is_subset(left, right)?,
            CmpOp::GtE if matches!(left, Value::Set(..)) => self.is_subset(right, left)?,
            CmpOp::LtE => negate(self.less(right, left)),
            CmpOp::GtE => negate(self.less(left, right)),
        })
    }

    /// What a value is compared as, if not as itself: a member of an enum as the text or
    /// number that it also is, a named tuple as a tuple.
    fn compared_as(&self, value: &Value<'a>) -> Option<Value<'a>> {
        let Value::Instance(instance) = value else {
            return None;
        };
        if instance.class.lookup("__eq__").is_some() || instance.class.lookup("__lt__").is_some() {
            return None;
        }
        if instance.class.kind == ClassKind::NamedTuple {
            let fields = self.field_values(instance).into_iter();
            return Some(Value::tuple(fields.map(|(_, value)| value).collect()));
        }
        instance.mixed_in()
    }

    /// The unknown result of a comparison; the same comparison of the same source is
    /// the same branch each time.
    fn undecided(
        &mut self,
        left: &Value<'a>,
        op: CmpOp,
        right: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let ((Value::Unknown(unknown), other) | (other, Value::Unknown(unknown))) = (left, right)
        else {
            return Ok(Value::unknown("the comparison cannot be decided", place));
        };
        // `x != 1` is the other arm of `x == 1`.
        if let (Some(positive), Some(_)) = (positive(op), &unknown.identity) {
            let value = self.undecided(left, positive, right, place)?;
            return self.unary(UnaryOp::Not, value, place);
        }
        let text = self.to_repr(other);
        let (reason, place) = (unknown.reason.clone(), unknown.place);
        Ok(Value::Unknown(match (&unknown.identity, text) {
            (Some(identity), Some(text)) => {
                Unknown::identified(reason, place, identity.compared(op.as_str(), &text))
            }
            _ => Unknown::data(reason, place),
        }))
    }

    /// `==`. A container that holds itself is compared as deep as the budget allows.
    pub(in crate::python) fn equals(&mut self, left: &Value<'a>, right: &Value<'a>) -> Truth {
        if self.depth >= self.budget.depth || self.step(self.here).is_err() {
            return Truth::Unknown;
        }
        self.depth += 1;
        let truth = self.equals_here(left, right);
        self.depth -= 1;
        truth
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one match: the kinds of value that can be equal"
    )]
    fn equals_here(&mut self, left: &Value<'a>, right: &Value<'a>) -> Truth {
        use Value::{Choice, Dict, External, Instance, List, Set, Tuple, Unknown};
        match (left, right) {
            (Unknown(_) | External(_) | Choice(_), _)
            | (_, Unknown(_) | External(_) | Choice(_)) => Truth::Unknown,
            (List(a), List(b)) => {
                if a.is_open() || b.is_open() {
                    return Truth::Unknown;
                }
                let (a, b) = (a.items.borrow().clone(), b.items.borrow().clone());
                self.all_equal(&a, &b)
            }
            (Tuple(a), Tuple(b)) => self.all_equal(&Rc::clone(a), &Rc::clone(b)),
            (Dict(a), Dict(b)) | (Set(a, _), Set(b, _)) => self.entries_equal(a, b),
            (Instance(a), Instance(b)) if a.class.equality_is_identity() || Rc::ptr_eq(a, b) => {
                Truth::from(Rc::ptr_eq(a, b))
            }
            (Instance(a), Instance(b))
                if Rc::ptr_eq(&a.class, &b.class) && a.class.is_compared_by_fields() =>
            {
                let (a, b) = (self.field_values(a), self.field_values(b));
                let values = |fields: Vec<(Rc<str>, Value<'a>)>| -> Vec<Value<'a>> {
                    fields.into_iter().map(|(_, value)| value).collect()
                };
                self.all_equal(&values(a), &values(b))
            }
            // A member of an enum is equal to nothing else.
            (Instance(member), other) | (other, Instance(member))
                if member.class.equality_is_identity()
                    && member.class.kind == ClassKind::Enum
                    && key_of(other).is_some() =>
            {
                Truth::False
            }
            (Instance(_), _) | (_, Instance(_)) => Truth::Unknown,
            #[expect(clippy::float_cmp, reason = "Python compares exactly")]
            (Value::Float(a), Value::Float(b)) => Truth::from(a == b),
            (Value::Range { .. }, Value::Range { .. }) => same_range(left, right),
            // Equality of what is called or consumed is not followed.
            (Value::Bound(_), Value::Bound(_))
            | (Value::Partial(_), Value::Partial(_))
            | (Value::Slice(_), Value::Slice(_))
            | (Value::Iterator(_), Value::Iterator(_)) => Truth::Unknown,
            _ => match (key_of(left), key_of(right)) {
                (Some(a), Some(b)) => Truth::from(a == b),
                _ => left.is_same(right).map_or(Truth::Unknown, Truth::from),
            },
        }
    }

    fn entries_equal(&mut self, a: &Dict<'a>, b: &Dict<'a>) -> Truth {
        let is_partly_known = |dict: &Dict<'a>| {
            let entries = dict.entries();
            dict.is_open() || entries.iter().any(|entry| may_be_absent(&entry.value))
        };
        if is_partly_known(a) || is_partly_known(b) {
            return Truth::Unknown;
        }
        if a.len() != b.len() {
            return Truth::False;
        }
        let mut result = Truth::True;
        for entry in a.entries() {
            let Some(other) = key_of(&entry.key).and_then(|key| b.get(&key)) else {
                return Truth::False;
            };
            match self.equals(&entry.value, &other) {
                Truth::True => {}
                Truth::False => return Truth::False,
                Truth::Unknown => result = Truth::Unknown,
            }
        }
        result
    }

    fn all_equal(&mut self, left: &[Value<'a>], right: &[Value<'a>]) -> Truth {
        if left.len() != right.len() {
            let uncertain =
                |items: &[Value<'a>]| items.iter().any(|item| matches!(item, Value::Choice(_)));
            return if uncertain(left) || uncertain(right) {
                Truth::Unknown
            } else {
                Truth::False
            };
        }
        let mut result = Truth::True;
        for (a, b) in left.iter().zip(right) {
            match self.equals(a, b) {
                Truth::True => {}
                Truth::False => return Truth::False,
                Truth::Unknown => result = Truth::Unknown,
            }
        }
        result
    }

    /// `<` of numbers, strings and sequences of them.
    pub(in crate::python) fn less(&mut self, left: &Value<'a>, right: &Value<'a>) -> Truth {
        match (left, right) {
            (Value::Str(a), Value::Str(b)) => Truth::from(a < b),
            (Value::Int(a), Value::Int(b)) => Truth::from(a < b),
            (Value::Path(a), Value::Path(b)) => Truth::from(a < b),
            (Value::Tuple(a), Value::Tuple(b)) => self.less_in_order(a, b),
            (Value::List(a), Value::List(b)) if !a.is_open() && !b.is_open() => {
                let (a, b) = (a.items.borrow().clone(), b.items.borrow().clone());
                self.less_in_order(&a, &b)
            }
            (Value::Set(a, _), Value::Set(b, _)) => match self.is_subset(left, right) {
                Ok(Truth::True) => Truth::from(a.len() < b.len()),
                Ok(truth) => truth,
                Err(_) => Truth::Unknown,
            },
            _ => match (as_float(left), as_float(right)) {
                (Some(a), Some(b)) => Truth::from(a < b),
                _ => Truth::Unknown,
            },
        }
    }

    fn less_in_order(&mut self, left: &[Value<'a>], right: &[Value<'a>]) -> Truth {
        for (a, b) in left.iter().zip(right) {
            match self.equals(a, b) {
                Truth::True => {}
                Truth::False => return self.less(a, b),
                Truth::Unknown => return Truth::Unknown,
            }
        }
        if left.iter().chain(right).any(may_be_absent) {
            return Truth::Unknown;
        }
        Truth::from(left.len() < right.len())
    }

    /// `<=` of sets.
    fn is_subset(&mut self, left: &Value<'a>, right: &Value<'a>) -> Eval<'a, Truth> {
        let place = self.here;
        let Ok(items) = self.certain_elements(left, "set", place)? else {
            return Ok(Truth::Unknown);
        };
        let mut result = Truth::True;
        for item in items {
            match self.contains(right, &item)? {
                Truth::True => {}
                Truth::False => return Ok(Truth::False),
                Truth::Unknown => result = Truth::Unknown,
            }
        }
        Ok(result)
    }

    /// Whether a namespace has a name.
    fn is_bound(&mut self, scope: &Scope<'a>, module: &Module<'a>, name: &str) -> Truth {
        let bound = scope.peek(name).map(|binding| self.settle(binding.value));
        match bound.unwrap_or(Value::Absent) {
            Value::Absent if module.open.borrow().is_some() => Truth::Unknown,
            Value::Absent => Truth::False,
            value if may_be_absent(&value) => Truth::Unknown,
            _ => Truth::True,
        }
    }

    /// `item in container`.
    fn contains(&mut self, container: &Value<'a>, item: &Value<'a>) -> Eval<'a, Truth> {
        if item.is_unknown() {
            return Ok(Truth::Unknown);
        }
        Ok(match (container, item) {
            (Value::Str(text), Value::Str(part)) => Truth::from(text.contains(&**part)),
            (Value::Range { start, stop, step }, Value::Int(number)) => {
                Truth::from(range_contains(*start, *stop, *step, *number))
            }
            (Value::Dict(dict) | Value::Set(dict, _), _) => {
                match key_of(item).map(|key| dict.get(&key)) {
                    Some(Some(Value::Choice(_))) | None => Truth::Unknown,
                    Some(Some(_)) => Truth::True,
                    Some(None) if dict.is_open() => Truth::Unknown,
                    Some(None) => Truth::False,
                }
            }
            (Value::Namespace(scope, module), Value::Str(name)) => {
                self.is_bound(scope, module, name)
            }
            (Value::List(_) | Value::Tuple(_) | Value::Range { .. } | Value::Class(_), _) => {
                let place = self.here;
                let Elements { items, open } = self.elements(container, place)?;
                let mut result = Truth::from(false);
                for element in items {
                    match self.equals(&element, item) {
                        Truth::True => return Ok(Truth::True),
                        Truth::False => {}
                        Truth::Unknown => result = Truth::Unknown,
                    }
                }
                if open.is_some() {
                    Truth::Unknown
                } else {
                    result
                }
            }
            _ => Truth::Unknown,
        })
    }
}

fn is_environment(value: &Value<'_>) -> bool {
    matches!(value, Value::Native(Native("os.environ")))
}

/// Two ranges are equal if they have the same numbers.
fn same_range(left: &Value<'_>, right: &Value<'_>) -> Truth {
    let shape = |value: &Value<'_>| match value {
        Value::Range { start, stop, step } => match range_len(*start, *stop, *step)? {
            0 => Some((0, 0, 0)),
            1 => Some((1, *start, 0)),
            len => Some((len, *start, *step)),
        },
        _ => None,
    };
    match (shape(left), shape(right)) {
        (Some(left), Some(right)) => Truth::from(left == right),
        _ => Truth::Unknown,
    }
}

fn range_contains(start: i64, stop: i64, step: i64, number: i64) -> bool {
    let (start, stop, step) = (i128::from(start), i128::from(stop), i128::from(step));
    let number = i128::from(number);
    let is_within = if step > 0 {
        start <= number && number < stop
    } else {
        stop < number && number <= start
    };
    is_within && step != 0 && (number - start) % step == 0
}

/// The comparison that a negative one is the opposite of.
fn positive(op: CmpOp) -> Option<CmpOp> {
    match op {
        CmpOp::NotEq => Some(CmpOp::Eq),
        CmpOp::IsNot => Some(CmpOp::Is),
        CmpOp::NotIn => Some(CmpOp::In),
        _ => None,
    }
}
