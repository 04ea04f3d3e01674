//! `next`, `sum`, `any` and `all`: what consumes an iterator.

use std::rc::Rc;

use ruff_python_ast::Operator;

use super::element::{may_be_absent, replace_absent};
use crate::python::interpreter::{Eval, Interpreter, Truth};
use crate::python::value::container::List;
use crate::python::value::function::Arguments;
use crate::python::value::{Iterator_, Value};

impl<'a> Interpreter<'a> {
    pub(super) fn next(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        let default = arguments.at(1).cloned();
        match value {
            Value::Iterator(iterator) => self.advance(iterator, default, arguments),
            Value::Instance(_) => {
                let method = self.attribute(value, "__next__", arguments.place)?;
                self.call(&method, Arguments::none(arguments.place))
            }
            _ => Ok(self.unknown_call("next", arguments)),
        }
    }

    /// The next element of an iterator, and what may come in its place.
    pub(super) fn advance(
        &mut self,
        iterator: &Rc<Iterator_<'a>>,
        default: Option<Value<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        self.begin(iterator, arguments.place)?;
        let mut passed: Option<Value<'a>> = None;
        loop {
            let item = iterator.items.borrow().get(iterator.next.get()).cloned();
            let item = match item {
                Some(item) => self.settle(item),
                None => match default {
                    Some(default) => return Ok(after(passed, default)),
                    None if passed.is_some() => return Ok(self.unknown_call("next", arguments)),
                    None => return self.raise_missing("StopIteration", "", arguments.place),
                },
            };
            if matches!(item, Value::Absent) {
                iterator.next.set(iterator.next.get() + 1);
                continue;
            }
            if !may_be_absent(&item) {
                // An element that may be absent was passed over: where the iterator
                // stands depends on it, so this one may come again.
                if passed.is_none() {
                    iterator.next.set(iterator.next.get() + 1);
                }
                return Ok(after(passed, item));
            }
            iterator.next.set(iterator.next.get() + 1);
            passed = Some(after(passed, item));
        }
    }

    pub(super) fn sum(&mut self, value: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        let start = arguments.get(1, "start").cloned().unwrap_or(Value::Int(0));
        if let Value::List(list) = &start {
            return self.sum_of_lists(value, list, arguments);
        }
        let items = match self.certain_elements(value, "sum", arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let mut total = start;
        for item in items {
            self.step(arguments.place)?;
            total = self.binary(&total, Operator::Add, &item, arguments.place)?;
        }
        Ok(total)
    }

    fn sum_of_lists(
        &mut self,
        value: &Value<'a>,
        start: &Rc<List<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let total = List::new(start.items.borrow().clone());
        if let Some(unknown) = &*start.open.borrow() {
            total.open(unknown);
        }
        let outer = self.elements_or_open(value, "sum", arguments)?;
        if let Some(unknown) = &outer.open {
            total.open(unknown);
        }
        for item in outer.items {
            self.step(arguments.place)?;
            self.extend_list(&total, &item, arguments)?;
        }
        Ok(Value::List(Rc::new(total)))
    }

    pub(super) fn any_or_all(
        &mut self,
        value: &Value<'a>,
        is_any: bool,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let elements = self.elements_or_open(value, "any", arguments)?;
        let mut undecided = elements.open.is_some();
        for item in elements.items {
            let item = self.settle(item);
            let may_lack = may_be_absent(&item);
            let truth = match super::element::sole(&item) {
                Some(item) => self.truth(&item.clone())?,
                None => Truth::Unknown,
            };
            match truth {
                Truth::Unknown => undecided = true,
                Truth::True | Truth::False if (truth == Truth::True) == is_any => {
                    if !may_lack {
                        return Ok(Value::Bool(is_any));
                    }
                    undecided = true;
                }
                _ => {}
            }
        }
        if undecided {
            return Ok(self.unknown_call(if is_any { "any" } else { "all" }, arguments));
        }
        Ok(Value::Bool(!is_any))
    }
}

/// `item` where what was passed over is absent.
fn after<'a>(passed: Option<Value<'a>>, item: Value<'a>) -> Value<'a> {
    match passed {
        Some(passed) => replace_absent(&passed, item),
        None => item,
    }
}

/// A choice of nothing but absences is an absence.
pub(super) fn present(value: Value<'_>) -> Value<'_> {
    match &value {
        Value::Choice(choice)
            if choice
                .iter()
                .all(|(_, value)| matches!(value, Value::Absent)) =>
        {
            Value::Absent
        }
        _ => value,
    }
}
