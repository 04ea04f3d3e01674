//! `copy.copy` and `copy.deepcopy`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::interpreter::{Elements, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::{ClassKind, Instance};
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Arguments;

/// What is nested more deeply is not copied.
const DEEPEST: u32 = 60;

impl<'a> Interpreter<'a> {
    pub(super) fn call_copy(&mut self, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let Some(value) = arguments.at(0).cloned() else {
            return self.unknown_call(name, arguments);
        };
        let mut left = self.budget.size;
        let deep = if name == "copy.deepcopy" { DEEPEST } else { 1 };
        self.copied(&value, deep, &mut left)
            .unwrap_or_else(|| self.unknown_call(name, arguments))
    }

    /// A copy, so many levels deep; none where it is too large or cannot be told.
    #[expect(
        clippy::too_many_lines,
        reason = "one match: the copy of each kind of value"
    )]
    fn copied(&mut self, value: &Value<'a>, levels: u32, left: &mut usize) -> Option<Value<'a>> {
        let deep = levels > 1;
        *left = left.checked_sub(1)?;
        match value {
            // A shallow copy shares what it holds.
            value if levels == 0 => (!deep).then(|| value.clone()),
            Value::List(list) => {
                let items = list.items.borrow().clone();
                let open = list.open.borrow().clone();
                let items = self.copied_all(items, levels, left)?;
                Some(self.list_of(Elements { items, open }))
            }
            Value::Tuple(items) if deep => Some(Value::tuple(self.copied_all(
                items.to_vec(),
                levels,
                left,
            )?)),
            Value::Set(set, false) => {
                let Value::Dict(copy) = self.copy_dict(set) else {
                    return None;
                };
                Some(Value::Set(copy, false))
            }
            Value::Dict(dict) if !deep => Some(self.copy_dict(dict)),
            Value::Dict(dict) => {
                let copy = Dict::default();
                for entry in dict.entries() {
                    let value = self.copied(&entry.value, levels - 1, left)?;
                    copy.insert(key_of(&entry.key)?, entry.key, value);
                }
                if let Some(unknown) = &*dict.open.borrow() {
                    copy.open(unknown);
                }
                copy.default.borrow_mut().clone_from(&dict.default.borrow());
                Some(Value::Dict(Rc::new(copy)))
            }
            Value::Choice(choice) => {
                let mut entries = Vec::with_capacity(choice.len());
                for (guard, value) in choice.iter() {
                    entries.push((guard.clone(), self.copied(value, levels, left)?));
                }
                Some(Value::Choice(Rc::new(entries)))
            }
            Value::Instance(instance) => self.copied_instance(instance, levels, left),
            Value::Object(_) | Value::Iterator(_) => None,
            value => Some(value.clone()),
        }
    }

    fn copied_all(
        &mut self,
        items: Vec<Value<'a>>,
        levels: u32,
        left: &mut usize,
    ) -> Option<Vec<Value<'a>>> {
        if levels == 1 {
            return Some(items);
        }
        items
            .iter()
            .map(|item| self.copied(item, levels - 1, left))
            .collect()
    }

    fn copied_instance(
        &mut self,
        instance: &Rc<Instance<'a>>,
        levels: u32,
        left: &mut usize,
    ) -> Option<Value<'a>> {
        if instance.class.kind == ClassKind::Enum {
            return Some(Value::Instance(Rc::clone(instance)));
        }
        let has_own = ["__copy__", "__deepcopy__", "__reduce__"]
            .iter()
            .any(|name| instance.class.lookup(name).is_some());
        if has_own {
            return None;
        }
        let mut attributes = instance.attributes.borrow().clone();
        if levels > 1 {
            let mut names: Vec<_> = attributes.keys().cloned().collect();
            names.sort_unstable();
            for name in names {
                let copy = self.copied(&attributes.get(&name).cloned()?, levels - 1, left)?;
                attributes.insert(name, copy);
            }
        }
        let copy = Instance {
            class: Rc::clone(&instance.class),
            attributes: RefCell::new(attributes),
            place: instance.place,
        };
        Some(Value::Instance(Rc::new(copy)))
    }
}
