//! `dataclasses`, and what named tuples and models say of themselves.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::{Class, ClassKind, Instance};
use crate::python::value::container::{Dict, List};
use crate::python::value::function::{Argument, Arguments};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn call_dataclasses(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        match (name, arguments.at(0).cloned()) {
            ("dataclasses.asdict", Some(value @ Value::Instance(_))) if no_more(arguments) => {
                self.as_dict(&value, place)
            }
            ("dataclasses.astuple", Some(Value::Instance(instance))) if no_more(arguments) => {
                let fields = self.field_values(&instance).into_iter();
                let values = fields.map(|(_, value)| self.as_dict(&value, place));
                Ok(Value::tuple(values.collect::<Eval<'a, Vec<_>>>()?))
            }
            ("dataclasses.replace", Some(Value::Instance(instance))) => {
                self.replaced(&instance, arguments)
            }
            ("dataclasses.fields", Some(value)) => {
                let class = match &value {
                    Value::Instance(instance) => &instance.class,
                    Value::Class(class) => class,
                    _ => return Ok(self.unknown_call(name, arguments)),
                };
                let names: Vec<Rc<str>> = class.fields.iter().map(|f| Rc::clone(&f.name)).collect();
                let fields = names
                    .into_iter()
                    .map(|name| self.record("Field", [("name", Value::Str(name))], place));
                Ok(Value::tuple(fields.collect()))
            }
            ("dataclasses.is_dataclass", Some(Value::Instance(instance))) => {
                Ok(Value::Bool(instance.class.kind == ClassKind::Record))
            }
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }

    /// The fields of an instance and their values, in order.
    pub(in crate::python) fn field_values(
        &self,
        instance: &Instance<'a>,
    ) -> Vec<(Rc<str>, Value<'a>)> {
        let attributes = instance.attributes.borrow();
        let fields = instance.class.fields.iter();
        let values = fields.filter_map(|field| {
            let value = attributes.get(&field.name)?.clone();
            Some((Rc::clone(&field.name), self.settle(value)))
        });
        values.collect()
    }

    /// A dict of the fields, with dicts for the instances within.
    pub(in crate::python) fn as_dict(&mut self, value: &Value<'a>, place: Place) -> Eval<'a> {
        self.step(place)?;
        Ok(match value {
            Value::Instance(instance) if matches!(instance.class.kind, ClassKind::Record) => {
                let dict = Dict::default();
                for (name, value) in self.field_values(instance) {
                    let value = self.as_dict(&value, place)?;
                    self.insert(&dict, Value::Str(name), value, place);
                }
                Value::Dict(Rc::new(dict))
            }
            Value::List(list) => {
                let items = list.items.borrow().clone();
                let items = items.iter().map(|item| self.as_dict(item, place));
                let copy = List::new(items.collect::<Eval<'a, Vec<_>>>()?);
                if let Some(unknown) = &*list.open.borrow() {
                    copy.open(unknown);
                }
                Value::List(Rc::new(copy))
            }
            Value::Dict(dict) => {
                let copy = Dict::default();
                for entry in dict.entries() {
                    let value = self.as_dict(&entry.value, place)?;
                    self.insert(&copy, entry.key, value, place);
                }
                if let Some(unknown) = &*dict.open.borrow() {
                    copy.open(unknown);
                }
                Value::Dict(Rc::new(copy))
            }
            Value::Choice(choice) => {
                self.lift(&Rc::clone(choice), |cx, value| cx.as_dict(&value, place))?
            }
            value => value.clone(),
        })
    }

    /// Another instance with some fields changed: made anew, as `__post_init__` runs.
    fn replaced(&mut self, instance: &Rc<Instance<'a>>, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let mut given = Arguments {
            positional: Vec::new(),
            ..arguments.clone()
        };
        for (name, value) in self.field_values(instance) {
            let mut fields = instance.class.fields.iter();
            let is_given = given.keywords.iter().any(|(known, _)| *known == name);
            let in_constructor = fields.any(|field| field.name == name && field.in_constructor);
            if in_constructor && !is_given {
                let argument = Argument { value, place };
                given.keywords.push((name, argument));
            }
        }
        self.instantiate(&instance.class, given)
    }

    /// The methods that a named tuple, a model or a dataclass has without defining them.
    pub(in crate::python) fn call_generated_method(
        &mut self,
        instance: &Rc<Instance<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Value<'a>>> {
        let place = arguments.place;
        Ok(match (instance.class.kind, name) {
            (ClassKind::NamedTuple, "_asdict") => {
                let dict = Dict::default();
                for (name, value) in self.field_values(instance) {
                    self.insert(&dict, Value::Str(name), value, place);
                }
                Some(Value::Dict(Rc::new(dict)))
            }
            (ClassKind::NamedTuple, "_replace") => {
                let mut attributes = instance.attributes.borrow().clone();
                let changed = arguments.keywords.iter();
                attributes.extend(changed.map(|(name, a)| (Rc::clone(name), a.value.clone())));
                Some(Value::Instance(Rc::new(Instance {
                    class: Rc::clone(&instance.class),
                    attributes: RefCell::new(attributes),
                    place,
                })))
            }
            (ClassKind::NamedTuple, "index" | "count") => {
                let items = self.field_values(instance).into_iter();
                let tuple = Value::tuple(items.map(|(_, value)| value).collect());
                Some(self.call_method(&tuple, name, arguments.clone())?)
            }
            (ClassKind::Record, "model_dump" | "dict") => self.model_dump(instance, arguments)?,
            (ClassKind::Record, "model_copy" | "copy") => self.model_copy(instance, arguments),
            _ => None,
        })
    }

    /// The attributes that a class of records has without defining them.
    pub(in crate::python) fn generated_class_attribute(
        &mut self,
        class: &Rc<Class<'a>>,
        name: &str,
    ) -> Option<Value<'a>> {
        match (class.kind, name) {
            (ClassKind::NamedTuple, "_fields") => {
                let fields = class.fields.iter();
                let names = fields.map(|field| Value::Str(Rc::clone(&field.name)));
                Some(Value::tuple(names.collect()))
            }
            _ => None,
        }
    }
}

fn no_more(arguments: &Arguments<'_>) -> bool {
    arguments.positional.len() == 1 && arguments.keywords.is_empty() && !arguments.is_open()
}
