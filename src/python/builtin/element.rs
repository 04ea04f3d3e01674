//! Elements of containers: which are certain, which exist only in some branches.

use std::rc::Rc;

use crate::model::Guard;
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::container::{Dict, List, guarded, key_of};
use crate::python::value::{Choice, Unknown, Value, choice};
use crate::source::Place;

/// Elements that all exist for certain, or an unknown that says why that is not known.
pub(super) type Certain<'a> = Result<Vec<Value<'a>>, Value<'a>>;

impl<'a> Interpreter<'a> {
    /// The elements of an iterable where all of them exist for certain. A single
    /// element may still have alternatives.
    pub(in crate::python) fn certain_elements(
        &mut self,
        value: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Eval<'a, Certain<'a>> {
        if value.is_unknown() {
            return Ok(Err(self.derived(value, name, place)));
        }
        let elements = self.elements(value, place)?;
        Ok(self.certain(elements, name, place))
    }

    /// The same of elements at hand.
    pub(in crate::python) fn certain(
        &mut self,
        elements: Elements<'a>,
        name: &str,
        place: Place,
    ) -> Certain<'a> {
        if let Some(unknown) = elements.open {
            return Err(Value::unknown(unknown.reason.clone(), unknown.place));
        }
        let mut items = Vec::with_capacity(elements.items.len());
        for item in elements.items {
            match self.settle(item) {
                Value::Absent => {}
                item if may_be_absent(&item) => return Err(self.derived(&item, name, place)),
                item => items.push(item),
            }
        }
        Ok(items)
    }

    /// Does something with an element, in each of its alternatives.
    pub(in crate::python) fn map_element(
        &mut self,
        item: Value<'a>,
        mut work: impl FnMut(&mut Self, Value<'a>) -> Eval<'a>,
    ) -> Eval<'a> {
        match self.settle(item) {
            Value::Choice(choice) => self.lift(&choice, work),
            Value::Absent => Ok(Value::Absent),
            item => work(self, item),
        }
    }

    /// A result that needs every element of `items` to be one value: made for each
    /// combination of their alternatives.
    pub(in crate::python) fn each_combination(
        &mut self,
        items: Vec<Value<'a>>,
        work: &mut dyn FnMut(&mut Self, Vec<Value<'a>>) -> Eval<'a>,
    ) -> Eval<'a> {
        let items: Vec<Value<'a>> = items
            .into_iter()
            .map(|item| self.settle(item))
            .filter(|item| !matches!(item, Value::Absent))
            .collect();
        let choices = items
            .iter()
            .filter(|item| matches!(item, Value::Choice(_)))
            .count();
        if choices > super::MOST_CHOICES {
            return Ok(Value::unknown(
                "there are more alternatives than daglint follows",
                self.here,
            ));
        }
        let found = items.iter().enumerate().find_map(|(at, item)| match item {
            Value::Choice(choice) => Some((at, Rc::clone(choice))),
            _ => None,
        });
        let Some((at, choice)) = found else {
            return work(self, items);
        };
        let mut results: Choice<'a> = Vec::new();
        for (guard, value) in choice::held(&choice, &self.guard) {
            let mut rest = items.clone();
            rest[at] = value;
            let result = self.under(&guard, |cx| cx.each_combination(rest, work))?;
            results.push((guard, result));
        }
        Ok(choice::join(results, self.here))
    }

    /// An element as it is left by a condition on it.
    pub(in crate::python) fn kept_if(
        &mut self,
        item: Value<'a>,
        condition: &Value<'a>,
    ) -> Eval<'a> {
        if let Value::Choice(choice) = condition {
            return self.lift(&choice.clone(), |cx, condition| {
                cx.kept_if(item.clone(), &condition)
            });
        }
        Ok(match self.truth(condition)? {
            Truth::True => item,
            Truth::False => Value::Absent,
            Truth::Unknown => {
                let branch = match condition {
                    Value::Unknown(unknown) => match &unknown.identity {
                        Some(identity) => self.branch_of(identity),
                        None => self.new_branch(),
                    },
                    _ => self.new_branch(),
                };
                guarded(&Guard::new(vec![(branch, 1)]), item)
            }
        })
    }

    /// The list of some elements.
    pub(crate) fn list_of(&self, elements: Elements<'a>) -> Value<'a> {
        let list = List::new(elements.items);
        if let Some(unknown) = &elements.open {
            list.open(unknown);
        }
        Value::List(Rc::new(list))
    }

    /// What a lazy function gives: an iterator, or an open list where there may be more
    /// elements than are known.
    pub(in crate::python) fn lazy(
        &self,
        items: Vec<Value<'a>>,
        open: Option<Rc<Unknown>>,
    ) -> Value<'a> {
        let items = items
            .into_iter()
            .filter(|item| !matches!(item, Value::Absent))
            .collect();
        if open.is_none() {
            Value::iterator(items)
        } else {
            self.list_of(Elements { items, open })
        }
    }

    /// Adds an element to a set; what is not known opens it.
    pub(super) fn add_to_set(&mut self, set: &Dict<'a>, item: Value<'a>, place: Place) {
        match self.settle(item) {
            Value::Absent => {}
            Value::Choice(choice) => {
                for at in 0..choice.len() {
                    let Some((_, value)) = choice.get(at) else {
                        continue;
                    };
                    if matches!(value, Value::Absent) {
                        continue;
                    }
                    let Some(key) = key_of(value) else {
                        set.open(&self.unknown_cause(value, "set", place));
                        continue;
                    };
                    let old = set.get(&key).unwrap_or(Value::Absent);
                    let presence = replace_absent(&only_alternative(&choice, at), old);
                    set.insert(key, value.clone(), presence);
                }
            }
            item => match key_of(&item) {
                Some(key) => {
                    let presence = self.written(set.get(&key), Value::None);
                    set.insert(key, item, presence);
                }
                None => set.open(&self.unknown_cause(&item, "set", place)),
            },
        }
    }

    /// The set of some elements.
    pub(in crate::python) fn set_from(
        &mut self,
        elements: Elements<'a>,
        frozen: bool,
        place: Place,
    ) -> Value<'a> {
        let set = Dict::default();
        if let Some(unknown) = &elements.open {
            set.open(unknown);
        }
        let guard = std::mem::take(&mut self.guard);
        for item in elements.items {
            // A new set is whole within the branch that makes it.
            let item = match &item {
                Value::Choice(choice) => narrowed(choice, &guard),
                _ => item,
            };
            self.add_to_set(&set, item, place);
        }
        self.guard = guard;
        Value::Set(Rc::new(set), frozen)
    }

    /// Whether a container grew past the size limit; it is opened then.
    pub(super) fn is_full(&self, len: usize) -> bool {
        len >= self.budget.size
    }

    /// The unknown for what exceeds the size limit.
    pub(crate) fn too_large(&self, place: Place) -> Rc<Unknown> {
        Unknown::new("there are more elements than daglint follows", place)
    }
}

fn narrowed<'a>(choice: &Choice<'a>, guard: &Guard) -> Value<'a> {
    let mut held = choice::held(choice, guard);
    if held.len() == 1 && held[0].0.implied_by(guard) {
        return held.swap_remove(0).1;
    }
    Value::Choice(Rc::new(held))
}

/// Whether an element does not exist in some branch.
pub(crate) fn may_be_absent(item: &Value<'_>) -> bool {
    match item {
        Value::Absent => true,
        Value::Choice(choice) => choice
            .iter()
            .any(|(_, value)| matches!(value, Value::Absent)),
        _ => false,
    }
}

/// The one value that an element has where it exists.
pub(super) fn sole<'v, 'a>(item: &'v Value<'a>) -> Option<&'v Value<'a>> {
    let Value::Choice(choice) = item else {
        return Some(item);
    };
    let mut present = choice
        .iter()
        .map(|(_, value)| value)
        .filter(|value| !matches!(value, Value::Absent));
    let first = present.next()?;
    present.next().is_none().then_some(first)
}

/// The presence of one alternative: `None` where it holds, absent elsewhere.
fn only_alternative<'a>(choice: &Choice<'a>, at: usize) -> Value<'a> {
    let mut entries: Choice<'a> = choice
        .iter()
        .take(at)
        .map(|(guard, _)| (guard.clone(), Value::Absent))
        .collect();
    if let Some((guard, _)) = choice.get(at) {
        entries.push((guard.clone(), Value::None));
    }
    entries.push((Guard::default(), Value::Absent));
    Value::Choice(Rc::new(entries))
}

/// A value with `old` in the place of its absence.
pub(in crate::python) fn replace_absent<'a>(value: &Value<'a>, old: Value<'a>) -> Value<'a> {
    let Value::Choice(choice) = value else {
        return if matches!(value, Value::Absent) {
            old
        } else {
            value.clone()
        };
    };
    let mut entries: Choice<'a> = Vec::new();
    for (guard, value) in choice.iter() {
        match (value, &old) {
            (Value::Absent, Value::Choice(old)) => {
                entries.extend(
                    old.iter()
                        .map(|(condition, value)| (guard.and(condition), value.clone())),
                );
            }
            (Value::Absent, old) => entries.push((guard.clone(), old.clone())),
            (value, _) => entries.push((guard.clone(), value.clone())),
        }
    }
    Value::Choice(Rc::new(entries))
}

/// What a value is in the branches where it exists.
pub(in crate::python) fn without_absent<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    let Value::Choice(choice) = value else {
        return (!matches!(value, Value::Absent)).then(|| value.clone());
    };
    let present: Choice<'a> = choice
        .iter()
        .filter(|(_, value)| !matches!(value, Value::Absent))
        .cloned()
        .collect();
    match present.as_slice() {
        [] => None,
        [(_, only)] => Some(only.clone()),
        _ => Some(Value::Choice(Rc::new(present))),
    }
}
