//! `collections`: a `defaultdict`, a `Counter` and an `OrderedDict` are dicts, a
//! `deque` is a list.

use std::rc::Rc;

use ruff_python_ast::Operator;

use crate::python::builtin::Lookup;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::{Dict, Missing};
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn call_collections(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        match name {
            "collections.OrderedDict" => self.make_dict(arguments),
            "collections.defaultdict" => {
                let rest = Arguments {
                    positional: arguments.positional.iter().skip(1).cloned().collect(),
                    ..arguments.clone()
                };
                let made = self.make_dict(&rest)?;
                if let (Value::Dict(dict), Some(factory)) = (&made, arguments.at(0))
                    && !matches!(factory, Value::None)
                {
                    *dict.default.borrow_mut() = Some(Missing::Made(factory.clone()));
                }
                Ok(made)
            }
            "collections.Counter" => self.count_elements(arguments),
            "collections.deque" => {
                if arguments
                    .get(1, "maxlen")
                    .is_some_and(|most| !matches!(most, Value::None))
                {
                    return Ok(self.unknown_call(name, arguments));
                }
                let Some(values) = arguments.at(0).cloned() else {
                    return Ok(Value::list(Vec::new()));
                };
                let elements = self.elements_or_open(&values, name, arguments)?;
                Ok(self.list_of(elements))
            }
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }

    fn count_elements(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let counter = Dict::default();
        *counter.default.borrow_mut() = Some(Missing::Zero);
        // A new counter is whole within the branch that makes it.
        let guard = std::mem::take(&mut self.guard);
        let counted = self.count_into(&counter, arguments);
        self.guard = guard;
        Ok(match counted? {
            Ok(()) => Value::Dict(Rc::new(counter)),
            Err(unknown) => unknown,
        })
    }

    /// `Counter.update(...)`: adds to what is counted.
    pub(in crate::python) fn update_counter(
        &mut self,
        counter: &Dict<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        if let Err(unknown) = self.count_into(counter, arguments)? {
            // Any count may be another now.
            for entry in counter.entries() {
                self.store(counter, &entry.key, unknown.clone(), arguments.place);
            }
            counter.open(&self.unknown_cause(&unknown, "Counter.update", arguments.place));
        }
        Ok(Value::None)
    }

    /// Counts elements; counts that are given as such are not followed.
    fn count_into(
        &mut self,
        counter: &Dict<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Result<(), Value<'a>>> {
        let name = "collections.Counter";
        let place = arguments.place;
        let values = match arguments.at(0).cloned() {
            None if arguments.keywords.is_empty() => return Ok(Ok(())),
            Some(values) if !matches!(values, Value::Dict(_)) => values,
            _ => return Ok(Err(self.unknown_call(name, arguments))),
        };
        let items = match self.certain_elements(&values, name, place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(Err(unknown)),
        };
        for item in items {
            let count = match self.look_up(counter, &item, place) {
                Lookup::Found(count) => {
                    self.binary(&count, Operator::Add, &Value::Int(1), place)?
                }
                Lookup::Missing => Value::Int(1),
                Lookup::Unknown(unknown) => unknown,
            };
            self.store(counter, &item, count, place);
        }
        Ok(Ok(()))
    }
}
