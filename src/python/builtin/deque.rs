//! The methods that a `collections.deque` has beyond those of a list.

use std::rc::Rc;

use super::element::may_be_absent;
use super::sequence::integer;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::List;
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn call_deque_method(
        &mut self,
        list: &Rc<List<'a>>,
        name: &str,
        first: Option<Value<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        match (name, first) {
            ("popleft", None) => return self.pop(list, Some(&Value::Int(0)), arguments),
            ("appendleft", Some(value)) => self.push_left(list, value, arguments),
            ("extendleft", Some(values)) => {
                let elements = self.elements_or_open(&values, "deque.extendleft", arguments)?;
                for item in elements.items {
                    self.push_left(list, item, arguments);
                }
                if let Some(unknown) = &elements.open {
                    list.open(unknown);
                }
            }
            ("rotate", steps) => self.rotate(list, steps.as_ref(), arguments),
            _ => return Ok(self.unknown_call(name, arguments)),
        }
        Ok(Value::None)
    }

    fn push_left(&mut self, list: &Rc<List<'a>>, value: Value<'a>, arguments: &Arguments<'a>) {
        let start = Value::Int(0);
        let arguments = Arguments::of([start.clone(), value], arguments.place);
        self.insert_element(list, &start, &arguments);
    }

    fn rotate(&mut self, list: &List<'a>, steps: Option<&Value<'a>>, arguments: &Arguments<'a>) {
        let mut items = list.items.borrow_mut();
        let len = i64::try_from(items.len()).unwrap_or(i64::MAX).max(1);
        let steps = steps.map_or(Some(1), integer);
        let steps = steps.and_then(|steps| usize::try_from(steps.rem_euclid(len)).ok());
        let is_exact =
            self.guard.is_certain() && !list.is_open() && !items.iter().any(may_be_absent);
        match steps {
            Some(steps) if is_exact => items.rotate_right(steps),
            // The same elements, in an order that is not known.
            _ => list.open(&self.unknown_cause(&Value::None, "deque.rotate", arguments.place)),
        }
    }
}
