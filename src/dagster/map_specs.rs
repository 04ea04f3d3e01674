//! Functions that are mapped over the specs of assets.

use std::rc::Rc;

use crate::model::Guard;
use crate::python::interpreter::{Elements, Eval, Interpreter, Raise};
use crate::python::value::arguments::Call;
use crate::python::value::container::{List, guarded};
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, Known, Object, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `apply_freshness_policy(spec, policy)`
    pub(super) fn make_apply_freshness_policy(&mut self, call: &Call<'a>) -> Eval<'a> {
        let given = call.get("spec").unwrap_or(Value::None);
        let Value::Object(object) = &given else {
            return Ok(Value::Unknown(self.reason_of(&given, call.place)));
        };
        let Data::Spec(spec) = &object.data else {
            return Ok(Value::Unknown(self.reason_of(&given, call.place)));
        };
        let mut spec = spec.clone();
        spec.attributes
            .retain(|(name, _)| &**name != "freshness_policy");
        let policy = call.get("policy").unwrap_or(Value::None);
        spec.attributes.push((Rc::from("freshness_policy"), policy));
        Ok(self.object(Data::Spec(spec), call.place))
    }

    /// `map_asset_specs(func, iterable)`
    pub(super) fn make_map_asset_specs(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let (Some(function), Some(iterable)) = (call.get("func"), call.get("iterable")) else {
            return Ok(Value::unknown("`map_asset_specs` lacks an argument", place));
        };
        let Elements { items, open } = self.elements(&iterable, place)?;
        let mut mapped = Vec::new();
        for item in items {
            let guard = self.guard.clone();
            self.each(item, &mut |cx, item| {
                let value = cx.map_specs(&function, &item, place)?;
                mapped.push(if cx.guard == guard {
                    value
                } else {
                    guarded(&cx.guard, value)
                });
                Ok(())
            })?;
        }
        let list = List::new(mapped);
        if let Some(unknown) = open {
            list.open(&unknown);
        }
        Ok(Value::List(Rc::new(list)))
    }

    /// Maps the specs of one asset or spec. The key of an asset with a body must not change.
    pub(super) fn map_specs(
        &mut self,
        function: &Value<'a>,
        item: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let Value::Object(object) = item else {
            return Ok(Value::Unknown(self.reason_of(item, place)));
        };
        match &object.data {
            Data::Spec(_) => self.call(function, Arguments::of([item.clone()], place)),
            Data::Assets(assets) => {
                let mut changed = assets.clone();
                for spec in &mut changed.specs {
                    let argument = self.object(Data::Spec(spec.clone()), spec.place);
                    let result = self.call(function, Arguments::of([argument], place))?;
                    self.take_mapped(spec, &result, place)?;
                }
                let id = self.new_object();
                let brought_by = object.brought_by.iter().copied().chain([place]).collect();
                let data = Data::Assets(changed);
                Ok(Value::Object(Rc::new(Object {
                    id,
                    place: object.place,
                    brought_by,
                    data,
                })))
            }
            _ => Ok(item.clone()),
        }
    }

    /// Maps the specs of one asset or spec that a selection may mean: which assets it does
    /// is not resolved. Dagster refuses to change the key of an asset with a body, but for
    /// one method.
    pub(super) fn map_selected(
        &mut self,
        function: &Value<'a>,
        item: &Value<'a>,
        may_change_keys: bool,
        place: Place,
    ) -> Eval<'a> {
        let Value::Object(object) = item else {
            return Ok(Value::Unknown(self.reason_of(item, place)));
        };
        let data = match &object.data {
            Data::Spec(spec) => {
                let mut spec = spec.clone();
                if let Err(unknown) = self.map_perhaps(function, &mut spec, place)? {
                    spec.key = Err(unknown);
                }
                Data::Spec(spec)
            }
            Data::Assets(assets) => {
                let mut assets = assets.clone();
                for spec in &mut assets.specs {
                    let kept = self.map_perhaps(function, spec, place)?;
                    if let (Err(unknown), true) = (kept, may_change_keys) {
                        spec.key = Err(unknown);
                    }
                }
                Data::Assets(assets)
            }
            _ => return Ok(item.clone()),
        };
        let brought_by = object.brought_by.iter().copied().chain([place]).collect();
        let id = self.new_object();
        Ok(Value::Object(Rc::new(Object {
            id,
            place: object.place,
            brought_by,
            data,
        })))
    }

    /// Gives a spec what a mapping may make of it; the reason where its key is not known
    /// then.
    fn map_perhaps(
        &mut self,
        function: &Value<'a>,
        spec: &mut Spec<'a>,
        place: Place,
    ) -> Eval<'a, Known<()>> {
        let selected = Guard::new(vec![(self.new_branch(), 1)]);
        let argument = self.object(Data::Spec(spec.clone()), spec.place);
        let arguments = Arguments::of([argument], place);
        let result = self.under(&selected, |cx| cx.call(function, arguments));
        let undecided = Unknown::new("a selection of assets is mapped", place);
        let mapped = match &result {
            Ok(Value::Object(mapped)) => match &mapped.data {
                Data::Spec(mapped) => Some(mapped),
                _ => None,
            },
            Ok(_) | Err(Raise::Exception(_)) => None,
            Err(Raise::Exhausted(unknown)) => {
                return Err(Raise::Exhausted(Rc::clone(unknown)));
            }
        };
        let same = |a: &Option<Known<String>>, b: &Option<Known<String>>| match (a, b) {
            (None, None) => true,
            (Some(Ok(a)), Some(Ok(b))) => a == b,
            _ => false,
        };
        let keeps_key = mapped
            .is_some_and(|mapped| matches!((&mapped.key, &spec.key), (Ok(a), Ok(b)) if a == b));
        if !mapped.is_some_and(|mapped| same(&mapped.group, &spec.group)) {
            spec.group = Some(Err(Rc::clone(&undecided)));
        }
        let attribute = Value::Unknown(Rc::clone(&undecided));
        spec.attributes.push((Rc::from("mapped"), attribute));
        Ok(if keeps_key { Ok(()) } else { Err(undecided) })
    }

    /// Gives a spec of an asset with a body what a mapping function makes of it. Where
    /// that depends on a branch, the key is still what it was.
    pub(super) fn take_mapped(
        &mut self,
        spec: &mut Spec<'a>,
        result: &Value<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        let mapped = match result {
            Value::Object(mapped) => mapped,
            Value::Choice(choice) => {
                if choice.iter().all(|(_, value)| keeps_key(spec, value)) {
                    let undecided = Value::Unknown(self.reason_of(result, place));
                    spec.attributes.push((Rc::from("mapped"), undecided));
                } else {
                    spec.key = Err(self.reason_of(result, place));
                }
                return Ok(());
            }
            _ => {
                spec.key = Err(self.reason_of(result, place));
                return Ok(());
            }
        };
        let Data::Spec(mapped) = &mapped.data else {
            return Ok(());
        };
        if let (Ok(from), Ok(to)) = (&spec.key, &mapped.key)
            && from != to
        {
            let (from, to) = (from.clone(), to.clone());
            let message = format!("Asset key {from} was changed to {to}");
            let fault = crate::model::fault::KeyChangedByMapping { place, from, to };
            return self.raise_fault("DagsterInvalidDefinitionError", message, place, fault);
        }
        *spec = Spec {
            place: spec.place,
            ..mapped.clone()
        };
        Ok(())
    }
}

/// Whether a spec that is made of another one has its key.
fn keeps_key(spec: &Spec<'_>, made: &Value<'_>) -> bool {
    let Value::Object(made) = made else {
        return false;
    };
    matches!(&made.data, Data::Spec(made)
        if matches!((&made.key, &spec.key), (Ok(a), Ok(b)) if a == b))
}
