//! The methods of `list`, `tuple` and iterators.
//!
//! Under an undecided branch what is added exists only in that branch, and what is
//! removed is absent only there.

use std::rc::Rc;

use super::element::{may_be_absent, sole};
use super::sequence::integer;
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::choice::over;
use crate::python::value::container::{List, guarded};
use crate::python::value::function::Arguments;
use crate::python::value::{Iterator_, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    #[expect(clippy::too_many_lines, reason = "one table: the methods of a list")]
    pub(super) fn call_list_method(
        &mut self,
        list: &Rc<List<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let receiver = Value::List(Rc::clone(list));
        let first = arguments.at(0).cloned();
        match (name, first) {
            ("append", Some(value)) => {
                self.push(list, value, arguments.place);
                Ok(Value::None)
            }
            ("extend", Some(values)) => {
                self.extend_list(list, &values, arguments)?;
                Ok(Value::None)
            }
            ("insert", Some(index)) => Ok(self.insert_element(list, &index, arguments)),
            ("pop", index) => self.pop(list, index.as_ref(), arguments),
            ("appendleft" | "extendleft" | "popleft" | "rotate", first) => {
                self.call_deque_method(list, name, first, arguments)
            }
            ("__setitem__", Some(index)) => {
                let value = arguments.at(1).cloned().unwrap_or(Value::None);
                self.set_item(&receiver, &index, value, arguments.place);
                Ok(Value::None)
            }
            ("remove", Some(value)) => self.remove(list, &value, arguments),
            ("clear", None) => {
                self.clear(list);
                Ok(Value::None)
            }
            ("sort", _) => self.sort_in_place(list, arguments),
            ("reverse", None) => {
                if self.guard.is_certain() {
                    list.items.borrow_mut().reverse();
                } else {
                    list.open(&self.unknown_cause(&Value::None, "list.reverse", arguments.place));
                }
                Ok(Value::None)
            }
            ("copy", None) => {
                let elements = self.elements(&receiver, arguments.place)?;
                Ok(self.list_of(elements))
            }
            ("count" | "index" | "__contains__", Some(_)) if !list.is_open() => {
                let items = list.items.borrow().clone();
                self.search_items(items, name, arguments)
            }
            _ => Ok(self.unknown_method(&receiver, name, arguments)),
        }
    }

    /// `list.append(value)`.
    pub(super) fn push(&mut self, list: &List<'a>, value: Value<'a>, place: Place) {
        let len = list.items.borrow().len();
        if self.is_full(len) {
            list.open(&self.too_large(place));
            return;
        }
        let value = self.settle(value);
        if matches!(value, Value::Absent) {
            return;
        }
        let element = match &value {
            Value::Choice(_) if !self.guard.is_certain() => over(&self.guard, value, Value::Absent),
            _ => guarded(&self.guard, value),
        };
        list.items.borrow_mut().push(element);
    }

    /// `list.extend(values)`, also `list += values`.
    pub(in crate::python) fn extend_list(
        &mut self,
        list: &List<'a>,
        values: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, ()> {
        let values = self.settle(values.clone());
        if let Value::Choice(choice) = &values {
            let choice = Rc::clone(choice);
            self.lift(&choice, |cx, values| {
                cx.extend_list(list, &values, arguments)
                    .map(|()| Value::None)
            })?;
            return Ok(());
        }
        let elements = self.elements_or_open(&values, "list.extend", arguments)?;
        for item in elements.items {
            self.push(list, item, arguments.place);
        }
        if let Some(unknown) = &elements.open {
            list.open(unknown);
        }
        Ok(())
    }

    pub(super) fn insert_element(
        &mut self,
        list: &List<'a>,
        index: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let Some(value) = arguments.at(1).cloned() else {
            return self.unknown_call("list.insert", arguments);
        };
        let len = list.items.borrow().len();
        if self.is_full(len) {
            list.open(&self.too_large(arguments.place));
            return Value::None;
        }
        let element = over(&self.guard, value.clone(), Value::Absent);
        let element = if self.guard.is_certain() {
            value
        } else {
            element
        };
        let at = match integer(index) {
            Some(index) => clamp(index, len),
            None => len,
        };
        list.items.borrow_mut().insert(at, element);
        Value::None
    }

    pub(super) fn pop(
        &mut self,
        list: &Rc<List<'a>>,
        index: Option<&Value<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let items: Vec<_> = list
            .items
            .borrow()
            .iter()
            .map(|item| self.settle(item.clone()))
            .collect();
        let at = match index {
            None => items.len().checked_sub(1),
            Some(index) => integer(index).and_then(|index| position(index, items.len())),
        };
        let is_exact = !list.is_open() && !items.iter().any(may_be_absent);
        if !is_exact || index.is_some_and(|index| integer(index).is_none()) {
            // Which element goes is not known: any of them may be the one.
            let unknown =
                self.unknown_cause(&Value::List(Rc::clone(list)), "list.pop", arguments.place);
            list.open(&unknown);
            let branch = crate::model::Guard::new(vec![(self.new_branch(), 1)]);
            let doubtful = items
                .into_iter()
                .map(|item| over(&branch, Value::Absent, item));
            *list.items.borrow_mut() = doubtful.collect();
            return Ok(Value::unknown(unknown.reason.clone(), unknown.place));
        }
        let Some((at, item)) = at.and_then(|at| items.get(at).map(|item| (at, item.clone())))
        else {
            return self.raise_missing("IndexError", "pop index out of range", arguments.place);
        };
        self.take(list, at);
        Ok(item)
    }

    /// Removes the element at an index, in the branch that runs.
    fn take(&mut self, list: &List<'a>, at: usize) {
        let mut items = list.items.borrow_mut();
        if at >= items.len() {
            return;
        }
        if self.guard.is_certain() {
            items.remove(at);
        } else {
            let old = items[at].clone();
            items[at] = self.written(Some(old), Value::Absent);
        }
    }

    fn remove(
        &mut self,
        list: &Rc<List<'a>>,
        value: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let items = list.items.borrow().clone();
        for (at, item) in items.into_iter().enumerate() {
            let item = self.settle(item);
            if matches!(item, Value::Absent) {
                continue;
            }
            let truth = match sole(&item) {
                Some(item) => self.equals(&item.clone(), value),
                None => Truth::Unknown,
            };
            match truth {
                Truth::False => {}
                Truth::True if !may_be_absent(&item) => {
                    self.take(list, at);
                    return Ok(Value::None);
                }
                _ => {
                    self.lose_elements(list, "list.remove", arguments);
                    return Ok(Value::None);
                }
            }
        }
        if list.is_open() {
            return Ok(Value::None);
        }
        self.raise_missing(
            "ValueError",
            "list.remove(x): x not in list",
            arguments.place,
        )
    }

    /// An element that is not known was removed: every element may be gone.
    pub(in crate::python) fn lose_elements(
        &mut self,
        list: &List<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) {
        list.open(&self.unknown_cause(&Value::None, name, arguments.place));
        let branch = crate::model::Guard::new(vec![(self.new_branch(), 1)]);
        for item in list.items.borrow_mut().iter_mut() {
            *item = over(&branch, Value::Absent, item.clone());
        }
    }

    fn clear(&mut self, list: &List<'a>) {
        let mut items = list.items.borrow_mut();
        if self.guard.is_certain() {
            items.clear();
            *list.open.borrow_mut() = None;
            return;
        }
        for item in items.iter_mut() {
            *item = self.written(Some(item.clone()), Value::Absent);
        }
    }

    fn sort_in_place(&mut self, list: &Rc<List<'a>>, arguments: &Arguments<'a>) -> Eval<'a> {
        if !self.guard.is_certain() {
            list.open(&self.unknown_cause(&Value::None, "list.sort", arguments.place));
            return Ok(Value::None);
        }
        let items = list.items.borrow().clone();
        match self.sort(items, arguments)? {
            Ok(items) => *list.items.borrow_mut() = items,
            Err(_) => list.open(&self.unknown_cause(
                &Value::List(Rc::clone(list)),
                "list.sort",
                arguments.place,
            )),
        }
        Ok(Value::None)
    }

    /// `count`, `index` and `in` over known elements.
    pub(super) fn search_items(
        &mut self,
        items: Vec<Value<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let Some(wanted) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call(name, arguments));
        };
        if arguments.at(1).is_some() || !matches!(name, "count" | "index" | "__contains__") {
            return Ok(self.unknown_call(name, arguments));
        }
        let mut count = 0;
        for (at, item) in items.into_iter().enumerate() {
            let item = self.settle(item);
            if matches!(item, Value::Choice(_) | Value::Absent) {
                return Ok(self.unknown_call(name, arguments));
            }
            match (self.equals(&item, &wanted), name) {
                (Truth::Unknown, _) => return Ok(self.unknown_call(name, arguments)),
                (Truth::True, "index") => {
                    return Ok(Value::Int(i64::try_from(at).unwrap_or(i64::MAX)));
                }
                (Truth::True, _) => count += 1,
                (Truth::False, _) => {}
            }
        }
        match name {
            "index" => self.raise_missing(
                "ValueError",
                "the value is not in the list",
                arguments.place,
            ),
            "count" => Ok(Value::Int(count)),
            _ => Ok(Value::Bool(count > 0)),
        }
    }

    /// The methods of iterators; an open file is an iterator over its lines.
    pub(in crate::python) fn call_iterator_method(
        &mut self,
        iterator: &Rc<Iterator_<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let receiver = Value::Iterator(Rc::clone(iterator));
        match name {
            "__next__" => self.advance(iterator, None, arguments),
            "close" => Ok(Value::None),
            "readline" => self.advance(iterator, Some(Value::str("")), arguments),
            "read" if arguments.positional.is_empty() => {
                let elements = self.elements(&receiver, arguments.place)?;
                Ok(joined(&elements).unwrap_or_else(|| self.unknown_call("read", arguments)))
            }
            "readlines" if arguments.positional.is_empty() => {
                let elements = self.elements(&receiver, arguments.place)?;
                Ok(self.list_of(elements))
            }
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }
}

/// The lines of a file as one text.
fn joined<'a>(elements: &Elements<'a>) -> Option<Value<'a>> {
    if elements.open.is_some() {
        return None;
    }
    if let Some(Value::Bytes(_)) = elements.items.first() {
        let mut bytes = Vec::new();
        for item in &elements.items {
            let Value::Bytes(line) = item else {
                return None;
            };
            bytes.extend_from_slice(line);
        }
        return Some(Value::Bytes(bytes.into()));
    }
    let mut text = String::new();
    for item in &elements.items {
        text.push_str(item.as_str()?);
    }
    Some(Value::str(text))
}

/// Where `insert` puts an element: an index beyond either end means that end.
fn clamp(index: i64, len: usize) -> usize {
    if index < 0 {
        len.saturating_sub(usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX))
    } else {
        usize::try_from(index).unwrap_or(usize::MAX).min(len)
    }
}

/// The position that an index means, from the end where it is negative.
pub(super) fn position(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 {
        len.checked_sub(usize::try_from(index.unsigned_abs()).ok()?)?
    } else {
        usize::try_from(index).ok()?
    };
    (at < len).then_some(at)
}
