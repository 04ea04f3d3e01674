//! `Definitions.merge`: everything of several, and what conflicts.

use std::rc::Rc;

use crate::model::{Kind, fault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::choice::held;
use crate::python::value::object::{Contents, Data};
use crate::python::value::{Unknown, Value, container};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `Definitions.merge(*defs)`
    pub(super) fn make_merge(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let parts: Vec<Value<'a>> = call
            .rest
            .iter()
            .map(|argument| argument.value.clone())
            .collect();
        let open = call.open.clone();
        let merged = self.merge(&parts, open.as_ref(), place);
        Ok(self.object(Data::Definitions(merged), place))
    }

    /// Everything in several `Definitions`, and what conflicts between them.
    pub(crate) fn merge(
        &mut self,
        parts: &[Value<'a>],
        open: Option<&Rc<Unknown>>,
        place: Place,
    ) -> Contents<'a> {
        let mut merged = Contents::default();
        if let Some(unknown) = open {
            merged.open(&Kind::ALL, unknown);
        }
        for part in parts {
            self.merge_part(&mut merged, part, place);
        }
        merged
    }

    pub(crate) fn merge_part(&mut self, merged: &mut Contents<'a>, part: &Value<'a>, place: Place) {
        match self.settle(part.clone()) {
            Value::Object(object) if matches!(object.data, Data::Definitions(_)) => {
                if let Data::Definitions(contents) = &object.data {
                    self.add_contents(merged, contents, place);
                }
            }
            Value::Choice(choice) => {
                for (guard, value) in held(choice.as_ref(), &self.guard) {
                    self.under(&guard, |cx| cx.merge_part(merged, &value, place));
                }
            }
            Value::Absent => {}
            value => merged.open(&Kind::ALL, &self.reason_of(&value, place)),
        }
    }

    pub(super) fn add_contents(
        &mut self,
        merged: &mut Contents<'a>,
        contents: &Contents<'a>,
        place: Place,
    ) {
        let guard = self.guard.clone();
        let under = |items: &[Value<'a>]| -> Vec<Value<'a>> {
            items
                .iter()
                .map(|item| container::guarded(&guard, item.clone()))
                .collect()
        };
        merged.assets.extend(under(&contents.assets));
        merged.asset_checks.extend(under(&contents.asset_checks));
        merged.jobs.extend(under(&contents.jobs));
        merged.schedules.extend(under(&contents.schedules));
        merged.sensors.extend(under(&contents.sensors));
        merged.asset_checks_at = merged.asset_checks_at.or(contents.asset_checks_at);
        merged.open.extend(contents.open.iter().cloned());
        self.add_bindings(
            "resource",
            &mut merged.resources,
            &contents.resources,
            place,
        );
        self.add_bindings("logger", &mut merged.loggers, &contents.loggers, place);
        self.add_executor(merged, contents, place);
        match (merged.component_tree, contents.component_tree) {
            (Some(first), Some(second)) => {
                self.fault(fault::ComponentTreeConflict {
                    merge: place,
                    loads: vec![first, second],
                });
            }
            (None, Some(tree)) => merged.component_tree = Some(tree),
            _ => {}
        }
    }

    /// The executor of both; two that differ cannot be merged.
    fn add_executor(&mut self, merged: &mut Contents<'a>, contents: &Contents<'a>, place: Place) {
        match (&merged.executor, &contents.executor) {
            (Some((first, at)), Some((second, other))) if differ(first, second) => {
                let (key, first, second) = (String::new(), *at, *other);
                self.fault(fault::MergeConflict {
                    kind: "executor",
                    key,
                    first,
                    second,
                    merge: place,
                });
            }
            (None, Some(executor)) => merged.executor = Some(executor.clone()),
            _ => {}
        }
    }

    pub(super) fn add_bindings(
        &mut self,
        kind: &'static str,
        merged: &mut Vec<(Rc<str>, Value<'a>, Place)>,
        more: &[(Rc<str>, Value<'a>, Place)],
        merge: Place,
    ) {
        for (key, value, place) in more {
            if let Some((_, first, at)) = merged.iter().find(|(known, ..)| known == key) {
                if differ(first, value) {
                    let (key, first, second) = (key.to_string(), *at, *place);
                    self.fault(fault::MergeConflict {
                        kind,
                        key,
                        first,
                        second,
                        merge,
                    });
                }
            } else {
                let value = container::guarded(&self.guard, value.clone());
                merged.push((Rc::clone(key), value, *place));
            }
        }
    }
}

/// Whether two values are certainly different objects. Equal strings and numbers may be
/// one interned object.
pub(super) fn differ<'a>(first: &Value<'a>, second: &Value<'a>) -> bool {
    match (first, second) {
        (Value::Float(a), Value::Float(b)) => a.to_bits() != b.to_bits(),
        _ if has_identity(first) && has_identity(second) => first.is_same(second) == Some(false),
        _ => false,
    }
}

/// Whether it can be told which object a value is.
fn has_identity(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::List(_)
            | Value::Dict(_)
            | Value::Set(..)
            | Value::Function(_)
            | Value::Class(_)
            | Value::Instance(_)
            | Value::Module(_)
            | Value::Object(_)
            | Value::Api(_)
    )
}
