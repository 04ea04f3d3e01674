//! Iteration.

use std::rc::Rc;

use crate::article;
use crate::python::builtin::guarded_key;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::choice::held;
use crate::python::value::class::{ClassKind, Instance};
use crate::python::value::container::{Dict, guarded};
use crate::python::value::function::Arguments;
use crate::python::value::{Choice, Unknown, Value};
use crate::source::Place;

/// How many elements are copied at the price of one step.
const ELEMENTS_OF_A_STEP: usize = 8;

impl<'a> Interpreter<'a> {
    /// The elements of an iterable. An iterator is consumed.
    pub(crate) fn elements(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, Elements<'a>> {
        let elements = self.elements_at_once(value, place)?;
        self.pay(elements.items.len() / ELEMENTS_OF_A_STEP, place)?;
        Ok(elements)
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one match: what each kind of value iterates over"
    )]
    fn elements_at_once(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, Elements<'a>> {
        let known = |items| Ok(Elements { items, open: None });
        match value {
            Value::List(list) => Ok(Elements {
                items: list
                    .items
                    .borrow()
                    .iter()
                    .map(|item| self.settle(item.clone()))
                    .collect(),
                open: list.open.borrow().clone(),
            }),
            Value::Tuple(items) => {
                known(items.iter().map(|item| self.settle(item.clone())).collect())
            }
            Value::Set(set, _) => Ok(Elements {
                items: self.present_keys(set),
                open: set.open.borrow().clone(),
            }),
            Value::Dict(dict) => Ok(Elements {
                items: self.present_keys(dict),
                open: dict.open.borrow().clone(),
            }),
            Value::Str(text) => known(
                text.chars()
                    .map(|character| Value::str(character.to_string()))
                    .collect(),
            ),
            Value::Iterator(iterator) => {
                self.begin(iterator, place)?;
                let items = iterator.items.borrow();
                let rest = items.get(iterator.next.get()..).unwrap_or_default();
                iterator.next.set(items.len());
                known(rest.to_vec())
            }
            Value::Range { start, stop, step } => {
                match range(*start, *stop, *step, self.budget.size) {
                    Some(items) => known(items),
                    None => Ok(Elements {
                        items: Vec::new(),
                        open: Some(Unknown::new(
                            "the range is larger than daglint follows",
                            place,
                        )),
                    }),
                }
            }
            Value::Class(class) if class.kind == ClassKind::Enum => {
                known(class.members.borrow().clone())
            }
            Value::Instance(instance) => self.instance_elements(instance, value, place),
            Value::Namespace(scope, module) => Ok(Elements {
                items: scope.sorted_names().into_iter().map(Value::Str).collect(),
                open: module.open.borrow().clone(),
            }),
            Value::Choice(choice) => self.elements_of_choice(&choice.clone(), place),
            Value::Unknown(unknown) => Ok(Elements {
                items: Vec::new(),
                open: Some(Rc::clone(unknown)),
            }),
            Value::Absent => known(Vec::new()),
            value => Ok(Elements {
                items: Vec::new(),
                open: Some(Unknown::new(
                    format!(
                        "what {} iterates over is not known",
                        article::named(value.type_name())
                    ),
                    place,
                )),
            }),
        }
    }

    /// The elements of every alternative, each under its condition.
    fn elements_of_choice(&mut self, choice: &Choice<'a>, place: Place) -> Eval<'a, Elements<'a>> {
        let mut all = Elements::default();
        for (guard, value) in held(choice, &self.guard) {
            let elements = self.under(&guard, |cx| cx.elements(&value, place))?;
            let condition = guard.and(&self.guard);
            all.items.extend(
                elements
                    .items
                    .into_iter()
                    .map(|item| guarded(&condition, item)),
            );
            all.open = all.open.or(elements.open);
        }
        Ok(all)
    }

    fn instance_elements(
        &mut self,
        instance: &Rc<Instance<'a>>,
        value: &Value<'a>,
        place: Place,
    ) -> Eval<'a, Elements<'a>> {
        if instance.class.kind == ClassKind::NamedTuple {
            let attributes = instance.attributes.borrow();
            let items = instance
                .class
                .fields
                .iter()
                .filter_map(|field| attributes.get(&field.name).cloned())
                .collect();
            return Ok(Elements { items, open: None });
        }
        if instance.class.lookup("__iter__").is_some() {
            let method = self.attribute(value, "__iter__", place)?;
            let iterator = self.call(&method, Arguments::none(place))?;
            if !matches!(iterator, Value::Instance(_)) {
                return self.elements(&iterator, place);
            }
        }
        let reason = format!(
            "what {} iterates over is not known",
            article::named(&instance.class.name)
        );
        Ok(Elements {
            items: Vec::new(),
            open: Some(Unknown::new(reason, place)),
        })
    }

    /// The keys that a dict or a set has here, some of them only in some branches.
    fn present_keys(&self, dict: &Dict<'a>) -> Vec<Value<'a>> {
        let keys = dict
            .entries()
            .into_iter()
            .map(|entry| self.settle(guarded_key(&entry)));
        keys.filter(|key| !matches!(key, Value::Absent)).collect()
    }
}

/// The numbers of a range, if there are not too many.
fn range<'a>(start: i64, stop: i64, step: i64, most: usize) -> Option<Vec<Value<'a>>> {
    let mut items = Vec::new();
    let mut at = start;
    while (step > 0 && at < stop) || (step < 0 && at > stop) {
        if items.len() >= most {
            return None;
        }
        items.push(Value::Int(at));
        at = at.checked_add(step)?;
    }
    Some(items)
}
