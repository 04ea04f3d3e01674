//! Operators, subscripts and iteration.

use std::rc::Rc;

use ruff_python_ast::{CmpOp, Operator};

use super::assign::position;
use super::container::{Dict, List, key_of};
use super::interpreter::{Elements, Eval, Interpreter, Truth};
use super::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn binary(
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
        let too_large = || Value::unknown("the result is larger than daglint computes with", place);
        Ok(match (left, op, right) {
            (Value::Unknown(unknown), ..) | (.., Value::Unknown(unknown)) => {
                Value::Unknown(Rc::clone(unknown))
            }
            (Value::Object(object), ..) | (.., Value::Object(object)) => {
                self.operate_on_object(object, place)
            }
            (Value::Str(a), Operator::Add, Value::Str(b)) => {
                if a.len() + b.len() > self.budget.size {
                    return Ok(too_large());
                }
                Value::str(format!("{a}{b}"))
            }
            (Value::Str(text), Operator::Mod, _) => match self.percent_format(text, right) {
                Some(text) => Value::str(text),
                None => Value::unknown("the text of a `%` format is not known", place),
            },
            (Value::Str(text), Operator::Mult, Value::Int(count))
            | (Value::Int(count), Operator::Mult, Value::Str(text)) => {
                match self.repetition(text.len(), *count) {
                    Some(count) => Value::str(text.repeat(count)),
                    None => too_large(),
                }
            }
            (Value::List(a), Operator::Add, Value::List(b)) => {
                if a.items.borrow().len() + b.items.borrow().len() > self.budget.size {
                    return Ok(too_large());
                }
                let items = a
                    .items
                    .borrow()
                    .iter()
                    .chain(b.items.borrow().iter())
                    .cloned()
                    .collect();
                let sum = List::new(items);
                if let Some(unknown) = a.open.borrow().as_ref().or(b.open.borrow().as_ref()) {
                    sum.open(unknown);
                }
                Value::List(Rc::new(sum))
            }
            (Value::List(list), Operator::Mult, Value::Int(count))
            | (Value::Int(count), Operator::Mult, Value::List(list)) => {
                let items = list.items.borrow();
                match self.repetition(items.len(), *count) {
                    Some(count) => Value::list(
                        items
                            .iter()
                            .cloned()
                            .cycle()
                            .take(items.len() * count)
                            .collect(),
                    ),
                    None => too_large(),
                }
            }
            (Value::Tuple(a), Operator::Add, Value::Tuple(b)) => {
                Value::tuple(a.iter().chain(b.iter()).cloned().collect())
            }
            (Value::Dict(a), Operator::BitOr, Value::Dict(_)) => {
                let merged = Dict::default();
                self.merge_into(&merged, &Value::Dict(Rc::clone(a)), place)?;
                self.merge_into(&merged, right, place)?;
                Value::Dict(Rc::new(merged))
            }
            (Value::Set(a, frozen), _, Value::Set(b, _)) => match set_operation(a, op, b) {
                Some(set) => Value::Set(Rc::new(set), *frozen),
                None => Value::unknown("the sets are not wholly known", place),
            },
            (Value::Path(path), Operator::Div, Value::Str(part)) => {
                Value::Path(Rc::new(path.join(&**part)))
            }
            (Value::Path(path), Operator::Div, Value::Path(part)) => {
                Value::Path(Rc::new(path.join(&**part)))
            }
            (Value::Str(part), Operator::Div, Value::Path(path)) => {
                Value::Path(Rc::new(std::path::Path::new(&**part).join(&**path)))
            }
            _ => match arithmetic(left, op, right) {
                Some(value) => value,
                None => self.overloaded(left, op, right, place)?,
            },
        })
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
            return self.call(
                &method,
                super::function::Arguments::of([right.clone()], place),
            );
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

    pub(super) fn compare(
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
        let negate = |truth| match truth {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        };
        let truth = match op {
            CmpOp::Eq => self.equals(left, right),
            CmpOp::NotEq => negate(self.equals(left, right)),
            CmpOp::Is => left.is_same(right).map_or(Truth::Unknown, Truth::from),
            CmpOp::IsNot => negate(left.is_same(right).map_or(Truth::Unknown, Truth::from)),
            CmpOp::In => self.contains(right, left)?,
            CmpOp::NotIn => negate(self.contains(right, left)?),
            CmpOp::Lt => self.less(left, right),
            CmpOp::Gt => self.less(right, left),
            CmpOp::LtE => negate(self.less(right, left)),
            CmpOp::GtE => negate(self.less(left, right)),
        };
        Ok(match truth {
            Truth::True => Value::Bool(true),
            Truth::False => Value::Bool(false),
            Truth::Unknown => self.undecided(left, op, right, place),
        })
    }

    /// The unknown result of a comparison; the same comparison of the same source is
    /// the same branch each time.
    fn undecided(
        &mut self,
        left: &Value<'a>,
        op: CmpOp,
        right: &Value<'a>,
        place: Place,
    ) -> Value<'a> {
        let (unknown, other) = match (left, right) {
            (Value::Unknown(unknown), other) | (other, Value::Unknown(unknown)) => (unknown, other),
            _ => return Value::unknown("the comparison cannot be decided", place),
        };
        let text = self.to_repr(other);
        let source = match (&unknown.source, text) {
            (Some(source), Some(text)) => {
                Some(Rc::from(format!("{source} {} {text}", op.as_str())))
            }
            _ => None,
        };
        Value::Unknown(Rc::new(Unknown {
            reason: unknown.reason.clone(),
            place: unknown.place,
            source,
            library: true,
        }))
    }

    /// `==`.
    pub(super) fn equals(&mut self, left: &Value<'a>, right: &Value<'a>) -> Truth {
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
            (Dict(a), Dict(b)) | (Set(a, _), Set(b, _)) => {
                if a.is_open() || b.is_open() {
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
            (Instance(a), Instance(b)) if a.class.equality_is_identity() || Rc::ptr_eq(a, b) => {
                Truth::from(Rc::ptr_eq(a, b))
            }
            (Instance(_), _) | (_, Instance(_)) => Truth::Unknown,
            _ => match (key_of(left), key_of(right)) {
                (Some(a), Some(b)) => Truth::from(a == b),
                _ => left.is_same(right).map_or(Truth::Unknown, Truth::from),
            },
        }
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
    pub(super) fn less(&mut self, left: &Value<'a>, right: &Value<'a>) -> Truth {
        match (left, right) {
            (Value::Str(a), Value::Str(b)) => Truth::from(a < b),
            (Value::Int(a), Value::Int(b)) => Truth::from(a < b),
            (Value::Path(a), Value::Path(b)) => Truth::from(a < b),
            (Value::Tuple(a), Value::Tuple(b)) => {
                let (a, b) = (Rc::clone(a), Rc::clone(b));
                for (a, b) in a.iter().zip(b.iter()) {
                    match self.equals(a, b) {
                        Truth::True => {}
                        Truth::False => return self.less(a, b),
                        Truth::Unknown => return Truth::Unknown,
                    }
                }
                Truth::from(a.len() < b.len())
            }
            _ => match (as_float(left), as_float(right)) {
                (Some(a), Some(b)) => Truth::from(a < b),
                _ => Truth::Unknown,
            },
        }
    }

    /// `item in container`.
    fn contains(&mut self, container: &Value<'a>, item: &Value<'a>) -> Eval<'a, Truth> {
        if item.is_unknown() {
            return Ok(Truth::Unknown);
        }
        Ok(match (container, item) {
            (Value::Str(text), Value::Str(part)) => Truth::from(text.contains(&**part)),
            (Value::Dict(dict) | Value::Set(dict, _), _) => {
                match key_of(item).map(|key| dict.get(&key)) {
                    Some(Some(Value::Choice(_))) | None => Truth::Unknown,
                    Some(Some(_)) => Truth::True,
                    Some(None) if dict.is_open() => Truth::Unknown,
                    Some(None) => Truth::False,
                }
            }
            (Value::Namespace(scope, module), Value::Str(name)) => match scope.peek(name) {
                Some(_) => Truth::True,
                None if module.open.borrow().is_some() => Truth::Unknown,
                None => Truth::False,
            },
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

    pub(super) fn subscript(
        &mut self,
        value: &Value<'a>,
        index: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        if let Value::Choice(choice) = value {
            return self.lift(choice, |cx, value| cx.subscript(&value, index, place));
        }
        if let Value::Choice(choice) = index {
            return self.lift(choice, |cx, index| cx.subscript(value, &index, place));
        }
        let element = match (value, index) {
            (Value::Unknown(unknown), _) => Value::Unknown(Rc::clone(unknown)),
            (Value::Dict(dict), _) => return self.dict_item(dict, index, place),
            (Value::Namespace(scope, module), Value::Str(name)) => match scope.read(name) {
                Some(value) => self.settle(value),
                None if module.open.borrow().is_some() => {
                    Value::unknown(format!("`{name}` is not known"), place)
                }
                None => return self.raise("KeyError", name.to_string(), place),
            },
            // `list[str]`, `Generic[T]`: types are not evaluated.
            (Value::Native(_) | Value::Class(_) | Value::Api(_), _) => match value {
                Value::Class(class) if class.kind == super::class::ClassKind::Enum => {
                    self.enum_member(class, index, place)?
                }
                _ => value.clone(),
            },
            (Value::External(_), _) => Value::unknown(
                format!("value comes from `{}[...]`", self.shown(value)),
                place,
            ),
            (Value::Str(text), Value::Int(at)) => {
                let characters: Vec<char> = text.chars().collect();
                match position(*at, characters.len()) {
                    Some(at) => Value::str(characters[at].to_string()),
                    None => return self.raise("IndexError", "string index out of range", place),
                }
            }
            (Value::Str(text), Value::Slice(slice)) => {
                let characters: Vec<char> = text.chars().collect();
                match sliced(slice, characters.len()) {
                    Some(at) => {
                        Value::str(at.into_iter().map(|at| characters[at]).collect::<String>())
                    }
                    None => Value::unknown("the bounds of the slice are not known", place),
                }
            }
            (Value::List(_) | Value::Tuple(_) | Value::Range { .. } | Value::Instance(_), _) => {
                return self.sequence_item(value, index, place);
            }
            _ => Value::unknown(
                format!("an element of a `{}` is not known", value.type_name()),
                place,
            ),
        };
        Ok(element)
    }

    fn dict_item(&mut self, dict: &Rc<Dict<'a>>, index: &Value<'a>, place: Place) -> Eval<'a> {
        let Some(key) = key_of(index) else {
            return Ok(match index {
                Value::Unknown(unknown) => Value::Unknown(Rc::clone(unknown)),
                _ => Value::unknown("the key is not known", place),
            });
        };
        if let Some(value) = dict.get(&key) {
            return Ok(self.settle(value));
        }
        if let Some(unknown) = &*dict.open.borrow() {
            return Ok(Value::Unknown(Rc::clone(unknown)));
        }
        let default = dict.default.borrow().clone();
        if let Some(default) = default {
            let value = self.call(&default, super::function::Arguments::none(place))?;
            dict.insert(key, index.clone(), value.clone());
            return Ok(value);
        }
        let shown = self.to_repr(index).unwrap_or_default();
        self.raise("KeyError", shown, place)
    }

    fn sequence_item(&mut self, value: &Value<'a>, index: &Value<'a>, place: Place) -> Eval<'a> {
        if let Value::Instance(instance) = value
            && instance.class.lookup("__getitem__").is_some()
        {
            let method = self.attribute(value, "__getitem__", place)?;
            return self.call(
                &method,
                super::function::Arguments::of([index.clone()], place),
            );
        }
        let Elements { items, open } = self.elements(value, place)?;
        let uncertain = items.iter().any(|item| matches!(item, Value::Choice(_)));
        Ok(match index {
            Value::Int(at) if !uncertain && (open.is_none() || *at >= 0) => {
                match position(*at, items.len()) {
                    Some(at) => items[at].clone(),
                    None => match open {
                        Some(unknown) => Value::Unknown(unknown),
                        None => return self.raise("IndexError", "list index out of range", place),
                    },
                }
            }
            Value::Slice(slice) if !uncertain && open.is_none() => match sliced(slice, items.len())
            {
                Some(at) => {
                    let items = at.into_iter().map(|at| items[at].clone()).collect();
                    if matches!(value, Value::List(_)) {
                        Value::list(items)
                    } else {
                        Value::tuple(items)
                    }
                }
                None => Value::unknown("the bounds of the slice are not known", place),
            },
            _ => Value::unknown("which element it is is not known", place),
        })
    }

    /// The elements of an iterable. An iterator is consumed.
    pub(super) fn elements(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, Elements<'a>> {
        let known = |items| Ok(Elements { items, open: None });
        match value {
            Value::List(list) => Ok(Elements {
                items: list
                    .items
                    .borrow()
                    .iter()
                    .map(|item| self.settle(item.clone()))
                    .collect(),
                open: list.open.borrow().clone(),
            }),
            Value::Tuple(items) => {
                known(items.iter().map(|item| self.settle(item.clone())).collect())
            }
            Value::Set(set, _) => Ok(Elements {
                items: set.keys(),
                open: set.open.borrow().clone(),
            }),
            Value::Dict(dict) => Ok(Elements {
                items: dict.keys(),
                open: dict.open.borrow().clone(),
            }),
            Value::Str(text) => known(
                text.chars()
                    .map(|character| Value::str(character.to_string()))
                    .collect(),
            ),
            Value::Iterator(iterator) => {
                let rest = iterator
                    .items
                    .get(iterator.next.get()..)
                    .unwrap_or_default()
                    .to_vec();
                iterator.next.set(iterator.items.len());
                known(rest)
            }
            Value::Range { start, stop, step } => {
                match range(*start, *stop, *step, self.budget.size) {
                    Some(items) => known(items),
                    None => Ok(Elements {
                        items: Vec::new(),
                        open: Some(Rc::new(Unknown {
                            reason: "the range is larger than daglint follows".into(),
                            place,
                            source: None,
                            library: false,
                        })),
                    }),
                }
            }
            Value::Class(class) if class.kind == super::class::ClassKind::Enum => {
                known(class.members.borrow().clone())
            }
            Value::Instance(instance) => self.instance_elements(instance, value, place),
            Value::Namespace(scope, module) => Ok(Elements {
                items: scope.sorted_names().into_iter().map(Value::Str).collect(),
                open: module.open.borrow().clone(),
            }),
            Value::Choice(choice) => self.elements_of_choice(&choice.clone(), place),
            Value::Unknown(unknown) => Ok(Elements {
                items: Vec::new(),
                open: Some(Rc::clone(unknown)),
            }),
            Value::Absent => known(Vec::new()),
            value => Ok(Elements {
                items: Vec::new(),
                open: Some(Rc::new(Unknown {
                    reason: format!("what a `{}` iterates over is not known", value.type_name()),
                    place,
                    source: None,
                    library: false,
                })),
            }),
        }
    }

    /// The elements of every alternative, each under its condition.
    fn elements_of_choice(
        &mut self,
        choice: &super::value::Choice<'a>,
        place: Place,
    ) -> Eval<'a, Elements<'a>> {
        let mut all = Elements::default();
        for (guard, value) in super::choice::held(choice, &self.guard) {
            let elements = self.under(&guard, |cx| cx.elements(&value, place))?;
            let condition = guard.and(&self.guard);
            all.items.extend(
                elements
                    .items
                    .into_iter()
                    .map(|item| super::container::guarded(&condition, item)),
            );
            all.open = all.open.or(elements.open);
        }
        Ok(all)
    }

    fn instance_elements(
        &mut self,
        instance: &Rc<super::class::Instance<'a>>,
        value: &Value<'a>,
        place: Place,
    ) -> Eval<'a, Elements<'a>> {
        if instance.class.kind == super::class::ClassKind::NamedTuple {
            let attributes = instance.attributes.borrow();
            let items = instance
                .class
                .fields
                .iter()
                .filter_map(|field| attributes.get(&field.name).cloned())
                .collect();
            return Ok(Elements { items, open: None });
        }
        if instance.class.lookup("__iter__").is_some() {
            let method = self.attribute(value, "__iter__", place)?;
            let iterator = self.call(&method, super::function::Arguments::none(place))?;
            if !matches!(iterator, Value::Instance(_)) {
                return self.elements(&iterator, place);
            }
        }
        let reason = format!(
            "what a `{}` iterates over is not known",
            instance.class.name
        );
        Ok(Elements {
            items: Vec::new(),
            open: Some(Rc::new(Unknown {
                reason,
                place,
                source: None,
                library: false,
            })),
        })
    }
}

/// The numbers of a range, if there are not too many.
fn range<'a>(start: i64, stop: i64, step: i64, most: usize) -> Option<Vec<Value<'a>>> {
    let mut items = Vec::new();
    let mut at = start;
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        if items.len() >= most {
            return None;
        }
        items.push(Value::Int(at));
        at = at.checked_add(step)?;
    }
    Some(items)
}

/// The positions that a slice takes of a sequence, or `None` if a bound is not known.
fn sliced(slice: &[Value<'_>; 3], len: usize) -> Option<Vec<usize>> {
    let len = i64::try_from(len).ok()?;
    let bound = |value: &Value<'_>| match value {
        Value::None => Some(None),
        Value::Int(at) => Some(Some(*at)),
        _ => None,
    };
    let (lower, upper) = (bound(&slice[0])?, bound(&slice[1])?);
    let step = bound(&slice[2])?.unwrap_or(1);
    if step == 0 {
        return None;
    }
    let (low, high) = if step > 0 { (0, len) } else { (-1, len - 1) };
    let clamp = |at: i64| (if at < 0 { at + len } else { at }).clamp(low, high);
    let mut at = lower.map_or(if step > 0 { 0 } else { len - 1 }, clamp);
    let end = upper.map_or(if step > 0 { len } else { -1 }, clamp);
    let mut positions = Vec::new();
    while (step > 0 && at < end) || (step < 0 && at > end) {
        positions.push(usize::try_from(at).ok()?);
        at = at.checked_add(step)?;
    }
    Some(positions)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "Python converts in the same way"
)]
fn as_float(value: &Value<'_>) -> Option<f64> {
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

/// Numbers; `None` for anything else, and where the result does not fit.
fn arithmetic<'a>(left: &Value<'a>, op: Operator, right: &Value<'a>) -> Option<Value<'a>> {
    if let (Some(a), Some(b)) = (as_int(left), as_int(right)) {
        let int = match op {
            Operator::Add => a.checked_add(b)?,
            Operator::Sub => a.checked_sub(b)?,
            Operator::Mult => a.checked_mul(b)?,
            Operator::FloorDiv => floor_division(a, b)?,
            Operator::Mod => a.checked_sub(floor_division(a, b)?.checked_mul(b)?)?,
            Operator::Pow => a.checked_pow(u32::try_from(b).ok()?)?,
            Operator::BitOr => a | b,
            Operator::BitAnd => a & b,
            Operator::BitXor => a ^ b,
            Operator::LShift => a.checked_mul(2_i64.checked_pow(u32::try_from(b).ok()?)?)?,
            Operator::RShift => a.checked_shr(u32::try_from(b).ok()?)?,
            Operator::Div | Operator::MatMult => {
                return (b != 0 && op == Operator::Div)
                    .then(|| as_float(left).zip(as_float(right)))?
                    .map(|(a, b)| Value::Float(a / b));
            }
        };
        return Some(match (left, right) {
            (Value::Bool(a), Value::Bool(b)) => match op {
                Operator::BitOr => Value::Bool(*a | *b),
                Operator::BitAnd => Value::Bool(*a & *b),
                Operator::BitXor => Value::Bool(*a ^ *b),
                _ => Value::Int(int),
            },
            _ => Value::Int(int),
        });
    }
    let (a, b) = (as_float(left)?, as_float(right)?);
    Some(Value::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
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

fn set_operation<'a>(a: &Dict<'a>, op: Operator, b: &Dict<'a>) -> Option<Dict<'a>> {
    if a.is_open() || b.is_open() {
        return None;
    }
    let in_a = |value: &Value<'a>| key_of(value).is_some_and(|key| a.get(&key).is_some());
    let in_b = |value: &Value<'a>| key_of(value).is_some_and(|key| b.get(&key).is_some());
    let (a, b) = (a.keys(), b.keys());
    let items: Vec<Value<'a>> = match op {
        Operator::BitOr => a.into_iter().chain(b).collect(),
        Operator::BitAnd => a.into_iter().filter(in_b).collect(),
        Operator::Sub => a.into_iter().filter(|item| !in_b(item)).collect(),
        Operator::BitXor => {
            let left: Vec<_> = a.into_iter().filter(|item| !in_b(item)).collect();
            left.into_iter()
                .chain(b.into_iter().filter(|item| !in_a(item)))
                .collect()
        }
        _ => return None,
    };
    let set = Dict::default();
    for item in items {
        set.insert(key_of(&item)?, item, Value::None);
    }
    Some(set)
}
