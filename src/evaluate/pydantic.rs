//! Models of pydantic: what their constructor makes of dicts within its arguments, and the
//! class methods that make a model of data.

use std::cell::RefCell;
use std::rc::Rc;

use super::builtin::{may_be_absent, replace_absent};
use super::class::{Class, Instance};
use super::container::{Dict, key_of};
use super::dagster::component::{Shape, coerced, is_pydantic};
use super::function::{Argument, Arguments, Native};
use super::interpreter::{Elements, Eval, Interpreter};
use super::value::Value;
use crate::source::Place;

/// The class methods of a model that are followed.
pub(super) const CLASS_METHODS: &[&str] = &[
    "model_validate",
    "model_validate_json",
    "parse_obj",
    "parse_raw",
];

impl<'a> Interpreter<'a> {
    /// `Model.model_validate(data)` and its older and JSON forms.
    pub(super) fn call_model_method(
        &mut self,
        class: &Rc<Class<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let Some(data) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call(name, arguments));
        };
        let data = if matches!(name, "model_validate_json" | "parse_raw") {
            let text = Arguments::of([data], place);
            self.call(&Value::Native(Native("json.loads")), text)?
        } else {
            data
        };
        match &data {
            Value::Choice(choice) => self.lift(&Rc::clone(choice), |cx, data| {
                cx.model_of(class, &data, place)
            }),
            data => self.model_of(class, data, place),
        }
    }

    /// The model that a dict is validated into.
    fn model_of(&mut self, class: &Rc<Class<'a>>, data: &Value<'a>, place: Place) -> Eval<'a> {
        match data {
            Value::Dict(dict) => match keywords_of(dict, place) {
                Some(arguments) => self.instantiate(class, arguments),
                None => Ok(self.derived(data, &class.name, place)),
            },
            Value::Instance(instance) if Rc::ptr_eq(&instance.class, class) => Ok(data.clone()),
            data => Ok(self.derived(data, &class.name, place)),
        }
    }

    /// Puts models in the place of the dicts that the constructor of a model is given.
    pub(super) fn fit_arguments(
        &mut self,
        class: &Rc<Class<'a>>,
        arguments: &mut Arguments<'a>,
    ) -> Eval<'a, ()> {
        if !is_pydantic(class) {
            return Ok(());
        }
        let place = arguments.place;
        let schema = self.schema_of(class);
        for (name, argument) in &mut arguments.keywords {
            let mut attributes = schema.attributes.iter();
            if let Some(attribute) = attributes.find(|attribute| attribute.name == *name) {
                argument.value = self.fitted(&argument.value, &attribute.shape, place)?;
            }
        }
        Ok(())
    }

    /// What a model holds of a value that it was given.
    fn fitted(&mut self, value: &Value<'a>, shape: &Shape<'a>, place: Place) -> Eval<'a> {
        self.step(place)?;
        match (shape, value) {
            (_, Value::Choice(choice)) => self.lift(&Rc::clone(choice), |cx, value| {
                cx.fitted(&value, shape, place)
            }),
            (Shape::Record(class) | Shape::Model(class), Value::Dict(_)) if is_pydantic(class) => {
                self.model_of(&Rc::clone(class), value, place)
            }
            (Shape::List(item), Value::List(_)) => {
                let Elements { items, open } = self.elements(value, place)?;
                let items = items.iter().map(|held| self.fitted(held, item, place));
                let items = items.collect::<Eval<'a, Vec<_>>>()?;
                Ok(self.list_of(Elements { items, open }))
            }
            (Shape::Dict(item), Value::Dict(dict)) => {
                let copy = Dict::default();
                for entry in dict.entries() {
                    let value = self.fitted(&entry.value, item, place)?;
                    self.insert(&copy, entry.key, value, place);
                }
                if let Some(unknown) = &*dict.open.borrow() {
                    copy.open(unknown);
                }
                Ok(Value::Dict(Rc::new(copy)))
            }
            (Shape::Union(members), Value::Dict(_) | Value::List(_)) => {
                match self.only_possible(value, members) {
                    Some(member) => self.fitted(value, &member, place),
                    None => Ok(Value::unknown(
                        "which member of a union it is is not followed",
                        place,
                    )),
                }
            }
            // What it refuses stays as it was given: the constructor raises.
            (shape, value) => Ok(coerced(value, shape).unwrap_or_else(|_| value.clone())),
        }
    }

    /// The fields of a model as a dict, without those that are left out.
    pub(super) fn model_dump(
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
    pub(super) fn model_copy(
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

    /// The one member of a union that may take a dict or a list.
    fn only_possible(&mut self, value: &Value<'a>, members: &[Shape<'a>]) -> Option<Shape<'a>> {
        let takes = |shape: &Shape<'a>| match value {
            Value::Dict(_) => !matches!(shape, Shape::Null | Shape::List(_)),
            _ => !matches!(shape, Shape::Null | Shape::Dict(_) | Shape::Record(_)),
        };
        let mut possible = members
            .iter()
            .filter(|shape| takes(shape) && self.is_possible(value, shape));
        let member = possible.next().cloned()?;
        possible.next().is_none().then_some(member)
    }

    /// Whether a model may take a dict: what it requires is there, and each literal is one
    /// of those that it names.
    fn is_possible(&mut self, value: &Value<'a>, shape: &Shape<'a>) -> bool {
        let (Value::Dict(dict), Shape::Record(class) | Shape::Model(class)) = (value, shape) else {
            return true;
        };
        let schema = self.schema_of(class);
        schema.attributes.iter().all(|attribute| {
            let key = Value::Str(Rc::clone(&attribute.name));
            let held = key_of(&key).and_then(|key| dict.get(&key));
            match (held, &attribute.shape) {
                (None, _) => !attribute.is_required || !schema.is_closed || dict.is_open(),
                (Some(held @ Value::Str(_)), Shape::Literal(_)) => {
                    coerced(&held, &attribute.shape).is_ok()
                }
                _ => true,
            }
        })
    }
}

/// A dict as keywords, if all of it is known.
fn keywords_of<'a>(dict: &Dict<'a>, place: Place) -> Option<Arguments<'a>> {
    let mut arguments = Arguments::none(place);
    for entry in dict.entries() {
        let Value::Str(name) = &entry.key else {
            return None;
        };
        if may_be_absent(&entry.value) {
            return None;
        }
        let value = entry.value.clone();
        let argument = Argument { value, place };
        arguments.keywords.push((Rc::clone(name), argument));
    }
    let open = dict.open.borrow().clone();
    arguments.open_keywords = open.map(Value::Unknown);
    Some(arguments)
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
