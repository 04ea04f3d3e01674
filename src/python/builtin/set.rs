//! The methods of `set` and `frozenset`.

use std::rc::Rc;

use super::dict::{Lookup, guarded_key};
use super::element::may_be_absent;
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::Value;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    #[expect(clippy::too_many_lines, reason = "one table: the methods of a set")]
    pub(super) fn call_set_method(
        &mut self,
        set: &Rc<Dict<'a>>,
        frozen: bool,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let receiver = Value::Set(Rc::clone(set), frozen);
        let place = arguments.place;
        match (name, arguments.at(0).cloned()) {
            ("add", Some(item)) => {
                self.add_to_set(set, item, place);
                Ok(Value::None)
            }
            ("remove" | "discard", Some(item)) => self.remove_from_set(set, &item, name, arguments),
            ("clear", None) => {
                if self.guard.is_certain() {
                    set.clear();
                } else {
                    for entry in set.entries() {
                        self.drop_key(set, &entry.key);
                    }
                }
                Ok(Value::None)
            }
            ("copy", None) => self.combine_sets(set, frozen, "union", arguments),
            ("union" | "intersection" | "difference" | "symmetric_difference", _) => {
                self.combine_sets(set, frozen, name, arguments)
            }
            ("update", _) => {
                for argument in &arguments.positional {
                    let elements =
                        self.elements_or_open(&argument.value, "set.update", arguments)?;
                    for item in elements.items {
                        self.add_to_set(set, item, place);
                    }
                    if let Some(unknown) = &elements.open {
                        set.open(unknown);
                    }
                }
                Ok(Value::None)
            }
            ("intersection_update" | "difference_update" | "symmetric_difference_update", _) => {
                self.replace_set(set, name.trim_end_matches("_update"), arguments)
            }
            ("issubset" | "issuperset" | "isdisjoint", Some(other)) => {
                self.compare_sets(&receiver, &other, name, arguments)
            }
            ("__contains__", Some(item)) => Ok(match self.look_up(set, &item, place) {
                Lookup::Found(value) if !may_be_absent(&value) => Value::Bool(true),
                Lookup::Missing => Value::Bool(false),
                Lookup::Found(_) | Lookup::Unknown(_) => {
                    self.unknown_method(&receiver, name, arguments)
                }
            }),
            ("pop", None) => self.pop_from_set(set, &receiver, arguments),
            _ => Ok(self.unknown_method(&receiver, name, arguments)),
        }
    }

    /// The order of a set is not known, so neither is which of several elements goes.
    fn pop_from_set(
        &mut self,
        set: &Rc<Dict<'a>>,
        receiver: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let entries = set.entries();
        match entries.as_slice() {
            [] if !set.is_open() => {
                self.raise_missing("KeyError", "pop from an empty set", arguments.place)
            }
            [only] if !set.is_open() && !may_be_absent(&only.value) => {
                self.drop_key(set, &only.key);
                Ok(only.key.clone())
            }
            _ => {
                self.lose_keys(set);
                Ok(self.unknown_method(receiver, "pop", arguments))
            }
        }
    }

    fn remove_from_set(
        &mut self,
        set: &Rc<Dict<'a>>,
        item: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        if key_of(item).is_none() {
            let unknown = self.unknown_cause(item, name, arguments.place);
            set.open(&unknown);
            return Ok(Value::None);
        }
        let is_missing = matches!(self.look_up(set, item, arguments.place), Lookup::Missing);
        if is_missing && name == "remove" {
            let key = self.to_repr(item).unwrap_or_default();
            return self.raise_missing("KeyError", key, arguments.place);
        }
        self.drop_key(set, item);
        Ok(Value::None)
    }

    /// A new set of this one and others; one operator after the other.
    fn combine_sets(
        &mut self,
        set: &Rc<Dict<'a>>,
        frozen: bool,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let mut result = Elements {
            items: set.entries().iter().map(guarded_key).collect(),
            open: set.open.borrow().clone(),
        };
        for argument in &arguments.positional {
            let other = self.elements_or_open(&argument.value, name, arguments)?;
            result = self.combine(result, other, name, arguments)?;
        }
        Ok(self.set_from(result, frozen, place))
    }

    /// The elements of a union, intersection, difference or symmetric difference.
    pub(in crate::python) fn combine(
        &mut self,
        left: Elements<'a>,
        right: Elements<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Elements<'a>> {
        if name == "union" {
            let items = left.items.into_iter().chain(right.items).collect();
            let open = left.open.or(right.open);
            return Ok(Elements { items, open });
        }
        if name == "symmetric_difference" {
            return self.in_one_alone(left, right, arguments);
        }
        let wanted = name == "intersection";
        let Value::Set(other, _) = self.set_from(right, false, arguments.place) else {
            return Ok(left);
        };
        let mut kept = Vec::new();
        for item in left.items {
            let verdict = match super::element::sole(&item).cloned() {
                Some(item) => self.look_up(&other, &item, arguments.place),
                None => Lookup::Unknown(self.unknown_call(name, arguments)),
            };
            match verdict {
                Lookup::Found(presence) if may_be_absent(&presence) => {
                    let unknown = self.unknown_call(name, arguments);
                    kept.push(self.kept_if(item, &unknown)?);
                }
                Lookup::Found(_) if wanted => kept.push(item),
                Lookup::Missing if !wanted => kept.push(item),
                Lookup::Found(_) | Lookup::Missing => {}
                Lookup::Unknown(unknown) => kept.push(self.kept_if(item, &unknown)?),
            }
        }
        Ok(Elements {
            items: kept,
            open: left.open,
        })
    }

    /// The elements that are in one of the two alone.
    fn in_one_alone(
        &mut self,
        left: Elements<'a>,
        right: Elements<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Elements<'a>> {
        let same = |elements: &Elements<'a>| Elements {
            items: elements.items.clone(),
            open: elements.open.clone(),
        };
        let one = self.combine(same(&left), same(&right), "difference", arguments)?;
        let other = self.combine(right, left, "difference", arguments)?;
        self.combine(one, other, "union", arguments)
    }

    fn replace_set(
        &mut self,
        set: &Rc<Dict<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let Value::Set(result, _) = self.combine_sets(set, false, name, arguments)? else {
            return Ok(Value::None);
        };
        let was_open = set.open.borrow().clone();
        for entry in set.entries() {
            self.drop_key(set, &entry.key);
        }
        for entry in result.entries() {
            let item = guarded_key(&entry);
            self.add_to_set(set, item, arguments.place);
        }
        if let Some(unknown) = result.open.borrow().clone().or(was_open) {
            set.open(&unknown);
        }
        Ok(Value::None)
    }

    fn compare_sets(
        &mut self,
        receiver: &Value<'a>,
        other: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let (small, large) = if name == "issuperset" {
            (other, receiver)
        } else {
            (receiver, other)
        };
        let small = match self.certain_elements(small, name, place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let large = self.elements_or_open(large, name, arguments)?;
        let Value::Set(large, _) = self.set_from(large, false, place) else {
            return Ok(self.unknown_call(name, arguments));
        };
        let mut truth = Truth::True;
        for item in small {
            match self.look_up(&large, &item, place) {
                Lookup::Found(presence) if may_be_absent(&presence) => truth = Truth::Unknown,
                Lookup::Unknown(_) => truth = Truth::Unknown,
                Lookup::Found(_) if name == "isdisjoint" => return Ok(Value::Bool(false)),
                Lookup::Missing if name != "isdisjoint" => return Ok(Value::Bool(false)),
                Lookup::Found(_) | Lookup::Missing => {}
            }
        }
        Ok(self.truth_value(truth, name, arguments))
    }
}
