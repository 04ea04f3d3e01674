//! What fills a dict: its constructor and `dict.update`.

use std::rc::Rc;

use super::element::{may_be_absent, replace_absent};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::choice::over;
use crate::python::value::container::{Dict, Entry, key_of};
use crate::python::value::function::Arguments;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(in crate::python) fn make_dict(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let first = arguments.at(0).cloned().map(|value| self.settle(value));
        if let Some(Value::Choice(choice)) = &first {
            return self.lift(&choice.clone(), |cx, value| {
                let mut arguments = arguments.clone();
                if let Some(argument) = arguments.positional.first_mut() {
                    argument.value = value;
                }
                cx.make_dict(&arguments)
            });
        }
        let dict = Rc::new(Dict::default());
        // A new dict is whole within the branch that makes it.
        let guard = std::mem::take(&mut self.guard);
        let result = self.update(&dict, arguments);
        self.guard = guard;
        result.map(|()| Value::Dict(dict))
    }

    pub(super) fn dict_from_keys(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(keys) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call("dict.fromkeys", arguments));
        };
        let value = arguments.at(1).cloned().unwrap_or(Value::None);
        let elements = self.elements_or_open(&keys, "dict.fromkeys", arguments)?;
        let dict = Dict::default();
        if let Some(unknown) = &elements.open {
            dict.open(unknown);
        }
        for key in elements.items {
            self.store_pair(&dict, key, |_| value.clone(), arguments.place);
        }
        Ok(Value::Dict(Rc::new(dict)))
    }

    /// Stores a value under each alternative of an element.
    fn store_pair(
        &mut self,
        dict: &Dict<'a>,
        item: Value<'a>,
        value: impl Fn(&Value<'a>) -> Value<'a>,
        place: Place,
    ) {
        match self.settle(item) {
            Value::Absent => {}
            Value::Choice(choice) => {
                for (guard, key) in choice.iter().rev() {
                    if !matches!(key, Value::Absent) {
                        self.under(guard, |cx| cx.store(dict, key, value(key), place));
                    }
                }
            }
            key => {
                let value = value(&key);
                self.store(dict, &key, value, place);
            }
        }
    }

    /// `dict.update(...)`, also what `dict(...)` begins with.
    pub(super) fn update(&mut self, dict: &Dict<'a>, arguments: &Arguments<'a>) -> Eval<'a, ()> {
        let place = arguments.place;
        if let Some(value) = arguments.at(0).cloned() {
            self.update_from(dict, &value, arguments)?;
        }
        for (name, argument) in &arguments.keywords {
            self.store(
                dict,
                &Value::Str(Rc::clone(name)),
                argument.value.clone(),
                place,
            );
        }
        if let Some(open) = arguments
            .open_keywords
            .as_ref()
            .or(arguments.open_positional.as_ref())
        {
            dict.open(&self.unknown_cause(open, "dict", place));
        }
        Ok(())
    }

    /// Takes over a mapping or pairs.
    pub(super) fn update_from(
        &mut self,
        dict: &Dict<'a>,
        value: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, ()> {
        let place = arguments.place;
        let value = self.settle(value.clone());
        match &value {
            Value::Choice(choice) => {
                let choice = Rc::clone(choice);
                self.lift(&choice, |cx, value| {
                    cx.update_from(dict, &value, arguments)
                        .map(|()| Value::None)
                })?;
            }
            Value::Dict(other) => {
                for entry in other.entries() {
                    self.store_entry(dict, &entry, place);
                }
                if let Some(unknown) = &*other.open.borrow() {
                    dict.open(unknown);
                }
            }
            Value::Str(_) | Value::None | Value::Int(_) => {
                dict.open(&self.unknown_cause(&value, "dict", place));
            }
            pairs => {
                let elements = self.elements_or_open(pairs, "dict", arguments)?;
                if let Some(unknown) = &elements.open {
                    dict.open(unknown);
                }
                for pair in elements.items {
                    self.map_element(pair, |cx, pair| {
                        match cx.certain_elements(&pair, "dict", place)? {
                            Ok(parts) if parts.len() == 2 => {
                                cx.store(dict, &parts[0], parts[1].clone(), place);
                            }
                            _ => dict.open(&cx.unknown_cause(&pair, "dict", place)),
                        }
                        Ok(Value::None)
                    })?;
                }
            }
        }
        Ok(())
    }

    fn store_entry(&mut self, dict: &Dict<'a>, entry: &Entry<'a>, place: Place) {
        let value = self.settle(entry.value.clone());
        if matches!(value, Value::Absent) {
            return;
        }
        match key_of(&entry.key) {
            Some(key) if may_be_absent(&value) => {
                let old = dict.get(&key).unwrap_or(Value::Absent);
                let value = replace_absent(&value, old.clone());
                let value = if self.guard.is_certain() {
                    value
                } else {
                    over(&self.guard, value, old)
                };
                dict.insert(key, entry.key.clone(), value);
            }
            _ => self.store(dict, &entry.key, value, place),
        }
    }
}
