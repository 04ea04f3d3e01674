//! The constructor and the methods of `dict`.

use std::rc::Rc;

use super::element::{may_be_absent, replace_absent};
use crate::model::Guard;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::choice::{held, over};
use crate::python::value::container::{Dict, Entry, Missing, key_of};
use crate::python::value::function::Arguments;
use crate::python::value::{Choice, Value};
use crate::source::Place;

/// What a dict has for a key.
pub(in crate::python) enum Lookup<'a> {
    /// A value; it may be absent in some branches.
    Found(Value<'a>),
    Missing,
    /// The key, or whether the dict has it, is not known.
    Unknown(Value<'a>),
}

impl<'a> Interpreter<'a> {
    /// What a dict has for a key that has no alternatives.
    pub(in crate::python) fn look_up(
        &mut self,
        dict: &Dict<'a>,
        key: &Value<'a>,
        place: Place,
    ) -> Lookup<'a> {
        let Some(known) = key_of(key) else {
            return Lookup::Unknown(self.derived(key, "dict.get", place));
        };
        let found = dict
            .get(&known)
            .map_or(Value::Absent, |value| self.settle(value));
        let open = dict.open.borrow().clone();
        match (found, open) {
            (Value::Absent, None) => Lookup::Missing,
            (found, Some(unknown)) if may_be_absent(&found) => {
                let other = Value::unknown(unknown.reason.clone(), unknown.place);
                match replace_absent(&found, other) {
                    unknown @ Value::Unknown(_) => Lookup::Unknown(unknown),
                    found => Lookup::Found(found),
                }
            }
            (found, _) => Lookup::Found(found),
        }
    }

    /// `dict[key] = value`.
    pub(in crate::python) fn store(
        &mut self,
        dict: &Dict<'a>,
        key: &Value<'a>,
        value: Value<'a>,
        place: Place,
    ) {
        let key = self.settle(key.clone());
        if let Value::Choice(choice) = &key {
            for (guard, key) in held(choice, &self.guard) {
                if !matches!(key, Value::Absent) {
                    let value = value.clone();
                    self.under(&guard, |cx| cx.store(dict, &key, value, place));
                }
            }
            return;
        }
        match key_of(&key) {
            Some(known) => {
                if self.is_full(dict.len()) && dict.get(&known).is_none() {
                    dict.open(&self.too_large(place));
                    return;
                }
                let value = match (&value, self.guard.is_certain()) {
                    (Value::Choice(_), false) => over(
                        &self.guard,
                        value,
                        dict.get(&known).unwrap_or(Value::Absent),
                    ),
                    _ => self.written(dict.get(&known), value),
                };
                dict.insert(known, key, value);
            }
            None => dict.open(&self.unknown_cause(&key, "dict", place)),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one table: the methods of a dict")]
    pub(super) fn call_dict_method(
        &mut self,
        dict: &Rc<Dict<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let receiver = Value::Dict(Rc::clone(dict));
        let place = arguments.place;
        match (name, arguments.at(0).cloned()) {
            ("get" | "setdefault" | "pop", Some(key)) => {
                self.call_with_key(dict, name, &key, arguments)
            }
            ("items", None) => self.items(dict, place),
            ("keys", None) => {
                let open = dict.open.borrow().clone();
                let items = dict.entries().iter().map(guarded_key).collect();
                Ok(self.set_from(Elements { items, open }, false, place))
            }
            ("values", None) => {
                let items = dict
                    .entries()
                    .into_iter()
                    .map(|entry| self.settle(entry.value));
                let items = items
                    .filter(|value| !matches!(value, Value::Absent))
                    .collect();
                Ok(self.list_of(Elements {
                    items,
                    open: dict.open.borrow().clone(),
                }))
            }
            ("update", _) if matches!(&*dict.default.borrow(), Some(Missing::Zero)) => {
                self.update_counter(dict, arguments)
            }
            ("update", _) => {
                self.update(dict, arguments)?;
                Ok(Value::None)
            }
            ("__setitem__", Some(key)) => {
                let value = arguments.at(1).cloned().unwrap_or(Value::None);
                self.store(dict, &key, value, place);
                Ok(Value::None)
            }
            ("__contains__", Some(key)) => Ok(match self.look_up(dict, &key, place) {
                Lookup::Found(value) if !may_be_absent(&value) => Value::Bool(true),
                Lookup::Missing => Value::Bool(false),
                Lookup::Found(_) | Lookup::Unknown(_) => {
                    self.unknown_method(&receiver, name, arguments)
                }
            }),
            ("copy", None) => Ok(self.copy_dict(dict)),
            ("clear", None) => {
                if self.guard.is_certain() {
                    dict.clear();
                } else {
                    for entry in dict.entries() {
                        self.drop_key(dict, &entry.key);
                    }
                }
                Ok(Value::None)
            }
            ("popitem", None) => self.pop_item(dict, arguments),
            _ => Ok(self.unknown_method(&receiver, name, arguments)),
        }
    }

    fn call_with_key(
        &mut self,
        dict: &Rc<Dict<'a>>,
        name: &str,
        key: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        if let Value::Choice(choice) = key {
            return self.lift(&choice.clone(), |cx, key| {
                cx.call_with_key(dict, name, &key, arguments)
            });
        }
        let default = arguments.get(1, "default").cloned();
        let found = self.look_up(dict, key, arguments.place);
        if let Lookup::Unknown(unknown) = &found {
            // Only `get` leaves the dict as it is.
            if name != "get" {
                dict.open(&self.unknown_cause(unknown, name, arguments.place));
            }
        }
        let otherwise = default.clone().unwrap_or(Value::None);
        let value = match found {
            Lookup::Found(value) => replace_absent(&value, otherwise),
            Lookup::Missing if name == "pop" && default.is_none() => {
                let key = self.to_repr(key).unwrap_or_default();
                return self.raise_missing("KeyError", key, arguments.place);
            }
            Lookup::Missing => otherwise,
            Lookup::Unknown(unknown) => return Ok(unknown),
        };
        match name {
            "setdefault" => self.store(dict, key, value.clone(), arguments.place),
            "pop" => self.drop_key(dict, key),
            _ => {}
        }
        Ok(value)
    }

    /// Removes a key, in the branch that runs.
    pub(super) fn drop_key(&mut self, dict: &Dict<'a>, key: &Value<'a>) {
        let Some(known) = key_of(key) else { return };
        if self.guard.is_certain() {
            dict.remove(&known);
        } else if let Some(old) = dict.get(&known) {
            let value = self.written(Some(old), Value::Absent);
            dict.insert(known, key.clone(), value);
        }
    }

    /// An entry that is not known was removed: every entry may be gone.
    pub(super) fn lose_keys(&mut self, dict: &Dict<'a>) {
        let branch = Guard::new(vec![(self.new_branch(), 1)]);
        for entry in dict.entries() {
            if let Some(key) = key_of(&entry.key) {
                dict.insert(key, entry.key, over(&branch, Value::Absent, entry.value));
            }
        }
    }

    fn items(&mut self, dict: &Dict<'a>, place: Place) -> Eval<'a> {
        self.step(place)?;
        let mut items = Vec::with_capacity(dict.len());
        for entry in dict.entries() {
            let value = self.settle(entry.value.clone());
            if matches!(value, Value::Absent) {
                continue;
            }
            // Only an entry that may be absent splits; a value keeps its alternatives.
            let item = if may_be_absent(&value) {
                self.map_element(value, |_, value| {
                    Ok(Value::tuple(vec![entry.key.clone(), value]))
                })?
            } else {
                Value::tuple(vec![entry.key.clone(), value])
            };
            items.push(item);
        }
        Ok(self.list_of(Elements {
            items,
            open: dict.open.borrow().clone(),
        }))
    }

    /// A shallow copy.
    pub(in crate::python) fn copy_dict(&mut self, dict: &Dict<'a>) -> Value<'a> {
        let copy = Dict::default();
        for entry in dict.entries() {
            let value = self.settle(entry.value);
            if let (Some(key), false) = (key_of(&entry.key), matches!(value, Value::Absent)) {
                copy.insert(key, entry.key, value);
            }
        }
        if let Some(unknown) = &*dict.open.borrow() {
            copy.open(unknown);
        }
        copy.default.borrow_mut().clone_from(&dict.default.borrow());
        Value::Dict(Rc::new(copy))
    }

    fn pop_item(&mut self, dict: &Rc<Dict<'a>>, arguments: &Arguments<'a>) -> Eval<'a> {
        let last = dict.entries().pop();
        match last {
            Some(entry) if !dict.is_open() && !may_be_absent(&entry.value) => {
                self.drop_key(dict, &entry.key);
                Ok(Value::tuple(vec![entry.key, entry.value]))
            }
            None if !dict.is_open() => self.raise_missing(
                "KeyError",
                "popitem(): dictionary is empty",
                arguments.place,
            ),
            _ => {
                self.lose_keys(dict);
                Ok(self.unknown_method(&Value::Dict(Rc::clone(dict)), "popitem", arguments))
            }
        }
    }
}

/// The key of an entry as an element: absent where its value is.
pub(in crate::python) fn guarded_key<'a>(entry: &Entry<'a>) -> Value<'a> {
    let Value::Choice(choice) = &entry.value else {
        return entry.key.clone();
    };
    if !may_be_absent(&entry.value) {
        return entry.key.clone();
    }
    let presence: Choice<'a> = choice
        .iter()
        .map(|(guard, value)| {
            let key = if matches!(value, Value::Absent) {
                Value::Absent
            } else {
                entry.key.clone()
            };
            (guard.clone(), key)
        })
        .collect();
    Value::Choice(Rc::new(presence))
}
