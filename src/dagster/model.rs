//! Models of pydantic and of Dagster's resources: what their constructor makes of dicts
//! within its arguments, and the class methods that make a model of data.

use std::rc::Rc;

use super::component::{coerced, is_pydantic};
use crate::python::builtin::may_be_absent;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::Class;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::{Argument, Arguments, Native};
use crate::python::value::schema::Shape;
use crate::source::Place;

/// The class methods of a model that are followed.
const CLASS_METHODS: &[&str] = &[
    "model_validate",
    "model_validate_json",
    "parse_obj",
    "parse_raw",
];

/// Whether a class has a method that makes a model of data.
pub(crate) fn has_class_method(class: &Class<'_>, name: &str) -> bool {
    CLASS_METHODS.contains(&name) && is_pydantic(class)
}

impl<'a> Interpreter<'a> {
    /// `Model.model_validate(data)` and its older and JSON forms.
    pub(crate) fn call_model_method(
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
    pub(crate) fn fit_arguments(
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
