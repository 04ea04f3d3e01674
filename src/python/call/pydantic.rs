//! Models of pydantic: their fields as a dict, and their copies.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::builtin::replace_absent;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::Instance;
use crate::python::value::container::Dict;
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    /// The fields of a model as a dict, without those that are left out.
    pub(in crate::python) fn model_dump(
        &mut self,
        instance: &Rc<Instance<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Value<'a>>> {
        let place = arguments.place;
        if !arguments.positional.is_empty() || arguments.is_open() {
            return Ok(None);
        }
        let Some(Dump {
            only,
            left_out,
            without_none,
        }) = Dump::of(arguments)
        else {
            return Ok(None);
        };
        let whole = self.as_dict(&Value::Instance(Rc::clone(instance)), place)?;
        let Value::Dict(whole) = whole else {
            return Ok(None);
        };
        let dict = Dict::default();
        for entry in whole.entries() {
            let name = entry.key.as_str().unwrap_or_default();
            let is_named = |names: &Vec<Rc<str>>| names.iter().any(|named| &**named == name);
            match &entry.value {
                _ if is_named(&left_out) || !only.as_ref().is_none_or(is_named) => {}
                Value::None if without_none => {}
                Value::Choice(_) | Value::Unknown(_) | Value::Dict(_) | Value::List(_)
                    if without_none =>
                {
                    return Ok(None);
                }
                value => {
                    self.insert(&dict, entry.key.clone(), value.clone(), place);
                }
            }
        }
        Ok(Some(Value::Dict(Rc::new(dict))))
    }

    /// A copy of a model with some fields changed; nothing is validated.
    pub(in crate::python) fn model_copy(
        &self,
        instance: &Rc<Instance<'a>>,
        arguments: &Arguments<'a>,
    ) -> Option<Value<'a>> {
        let place = arguments.place;
        let mut attributes = instance.attributes.borrow().clone();
        let is_followed = |(name, _): &(Rc<str>, _)| matches!(&**name, "update" | "deep");
        if !arguments.positional.is_empty() || !arguments.keywords.iter().all(is_followed) {
            return None;
        }
        match arguments.keyword("update") {
            None => {}
            Some(Value::Dict(update)) if !update.is_open() => {
                for entry in update.entries() {
                    let name = entry.key.as_str()?;
                    let old = attributes.get(name).cloned().unwrap_or(Value::Absent);
                    let value = replace_absent(&entry.value, old);
                    attributes.insert(Rc::from(name), value);
                }
            }
            Some(_) => return None,
        }
        Some(Value::Instance(Rc::new(Instance {
            class: Rc::clone(&instance.class),
            attributes: RefCell::new(attributes),
            place,
        })))
    }
}

/// The texts of a collection of them.
fn texts(value: &Value<'_>) -> Option<Vec<Rc<str>>> {
    let text = |value: &Value<'_>| match value {
        Value::Str(text) => Some(Rc::clone(text)),
        _ => None,
    };
    match value {
        Value::Set(set, _) if !set.is_open() => {
            set.entries().iter().map(|entry| text(&entry.key)).collect()
        }
        Value::List(list) if !list.is_open() => list.items.borrow().iter().map(text).collect(),
        Value::Tuple(items) => items.iter().map(text).collect(),
        _ => None,
    }
}

/// Which fields `model_dump` gives.
#[derive(Default)]
struct Dump {
    only: Option<Vec<Rc<str>>>,
    left_out: Vec<Rc<str>>,
    without_none: bool,
}

impl Dump {
    /// None where an option is not followed.
    fn of(arguments: &Arguments<'_>) -> Option<Self> {
        let mut dump = Self::default();
        for (option, argument) in &arguments.keywords {
            match (&**option, &argument.value) {
                ("mode", Value::Str(mode)) if &**mode == "python" => {}
                ("by_alias", Value::Bool(false)) => {}
                ("exclude_none", Value::Bool(flag)) => dump.without_none = *flag,
                ("include", names) => dump.only = Some(texts(names)?),
                ("exclude", names) => dump.left_out = texts(names)?,
                _ => return None,
            }
        }
        Some(dump)
    }
}
