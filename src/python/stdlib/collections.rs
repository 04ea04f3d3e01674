//! `collections`: a `defaultdict`, a `Counter` and an `OrderedDict` are dicts, a
//! `deque` is a list.

use std::rc::Rc;

use crate::python::builtin::{Lookup, find};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::Dict;
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
                    *dict.default.borrow_mut() = Some(factory.clone());
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
        let unknown = |cx: &Self| Ok(cx.unknown_call("collections.Counter", arguments));
        let counter = Dict::default();
        *counter.default.borrow_mut() = find("int").map(Value::Native);
        match arguments.at(0).cloned() {
            None if arguments.keywords.is_empty() => {}
            Some(values) if !matches!(values, Value::Dict(_)) => {
                let items =
                    match self.certain_elements(&values, "collections.Counter", arguments.place)? {
                        Ok(items) => items,
                        Err(unknown) => return Ok(unknown),
                    };
                let guard = std::mem::take(&mut self.guard);
                for item in items {
                    let count = match self.look_up(&counter, &item, arguments.place) {
                        Lookup::Found(Value::Int(count)) => count,
                        _ => 0,
                    };
                    self.store(&counter, &item, Value::Int(count + 1), arguments.place);
                }
                self.guard = guard;
            }
            _ => return unknown(self),
        }
        Ok(Value::Dict(Rc::new(counter)))
    }
}
