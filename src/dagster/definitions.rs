//! `Definitions`, `@definitions` and repositories
//! (`dagster._core.definitions.definitions_class`).

use std::rc::Rc;

use super::slot::{Wrong, not_iterable, wrong_kind};
use crate::article;
use crate::model::Kind;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::choice::held;
use crate::python::value::container::List;
use crate::python::value::function::{Arguments, Native};
use crate::python::value::object::{Contents, Data, Object, Spec};
use crate::python::value::{Value, container};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `Definitions(...)`
    pub(super) fn make_definitions(&mut self, call: &Call<'a>) -> Eval<'a> {
        let contents = self.contents(call)?;
        Ok(self.object(Data::Definitions(contents), call.place))
    }

    /// `BindResourcesToJobs(...)`, a list of jobs of earlier versions.
    pub(super) fn make_job_list(&mut self, call: &Call<'a>) -> Eval<'a> {
        let jobs = call.get("iterable").into_iter();
        let arguments = Arguments::of(jobs, call.place);
        self.call(&Value::Native(Native("list")), arguments)
    }

    #[expect(clippy::too_many_lines, reason = "one step for each argument")]
    pub(super) fn contents(&mut self, call: &Call<'a>) -> Eval<'a, Contents<'a>> {
        let mut contents = Contents::default();
        let slots: [(&str, Kind, &[Kind]); 5] = [
            ("assets", Kind::Assets, &[Kind::Assets, Kind::AssetChecks]),
            (
                "asset_checks",
                Kind::AssetChecks,
                &[Kind::Assets, Kind::AssetChecks],
            ),
            ("jobs", Kind::Jobs, &[Kind::Jobs]),
            ("schedules", Kind::Schedules, &[Kind::Schedules, Kind::Jobs]),
            ("sensors", Kind::Sensors, &[Kind::Sensors, Kind::Jobs]),
        ];
        for (argument, kind, opens) in slots {
            let Some(value) = call.some(argument) else {
                continue;
            };
            let place = call.place_of(argument);
            if let Some(found) = not_iterable(&value) {
                self.refuse_argument(&mut contents, opens, place, argument, found)?;
                continue;
            }
            let Elements { items, open } = self.elements(&value, place)?;
            // Checking the elements uses a generator up: nothing is left of it to load.
            if matches!(value, Value::Iterator(_)) {
                continue;
            }
            if let Some(unknown) = open {
                contents.open(opens, &unknown);
            }
            let mut kept = Vec::with_capacity(items.len());
            for item in items {
                match wrong_kind(&item, kind) {
                    Some(found) => {
                        self.refuse_argument(&mut contents, opens, place, argument, found)?;
                    }
                    None => kept.push(item),
                }
            }
            match kind {
                Kind::Assets => contents.assets = kept,
                Kind::AssetChecks => {
                    contents.asset_checks = kept;
                    contents.asset_checks_at = Some(place);
                }
                Kind::Jobs => contents.jobs = kept,
                Kind::Schedules => contents.schedules = kept,
                _ => contents.sensors = kept,
            }
        }
        for (argument, is_resources) in [("resources", true), ("loggers", false)] {
            let Some(value) = call.some(argument) else {
                continue;
            };
            let place = call.place_of(argument);
            let bindings = self.bindings_of(&value, place, &mut contents, is_resources)?;
            if is_resources {
                contents.resources = bindings;
            } else {
                self.check_loggers(&bindings)?;
                contents.loggers = bindings;
            }
        }
        if let Some(executor) = call.some("executor")
            && call.argument("executor").is_some()
        {
            let place = call.place_of("executor");
            self.check_executor(&executor, place)?;
            contents.executor = Some((executor, place));
        }
        if call.argument("component_tree").is_some() {
            contents.component_tree = Some(call.place);
        }
        Ok(contents)
    }

    /// The keys and values of `resources=`.
    pub(super) fn bindings_of(
        &mut self,
        value: &Value<'a>,
        place: Place,
        contents: &mut Contents<'a>,
        is_resources: bool,
    ) -> Eval<'a, Vec<(Rc<str>, Value<'a>, Place)>> {
        let opens: &[Kind] = if is_resources {
            &[Kind::Resources]
        } else {
            &[]
        };
        let mut bindings = Vec::new();
        match self.settle(value.clone()) {
            Value::Dict(dict) => {
                for entry in dict.entries() {
                    match &entry.key {
                        Value::Str(key) => bindings.push((Rc::clone(key), entry.value, place)),
                        key => contents.open(opens, &self.reason_of(key, place)),
                    }
                }
                if let Some(unknown) = &*dict.open.borrow() {
                    contents.open(opens, unknown);
                }
            }
            Value::Choice(choice) => {
                let all = choice.to_vec();
                for (guard, value) in held(&all, &self.guard) {
                    let found = self.under(&guard, |cx| {
                        cx.bindings_of(&value, place, contents, is_resources)
                    })?;
                    let condition = guard.and(&self.guard);
                    let under = |value| container::guarded(&condition, value);
                    let found = found.into_iter();
                    bindings.extend(found.map(|(key, value, place)| (key, under(value), place)));
                }
            }
            // No arguments at all, or nothing that says what it is.
            Value::None | Value::Absent => {}
            value if value.is_unknown() => contents.open(opens, &self.reason_of(&value, place)),
            value => {
                let found = Wrong::new(article::named(value.type_name()));
                let argument = if is_resources { "resources" } else { "loggers" };
                self.wrong_argument(place, argument, found)?;
            }
        }
        Ok(bindings)
    }

    /// The methods of `Definitions` that give a changed one.
    #[expect(clippy::too_many_lines, reason = "one arm for each method")]
    pub(super) fn definitions_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let Data::Definitions(contents) = &object.data else {
            return Ok(Value::None);
        };
        match name {
            "map_asset_specs"
            | "map_resolved_asset_specs"
            | "permissive_map_resolved_asset_specs" => {
                let Some(function) = arguments.get(0, "func").cloned() else {
                    return Ok(Value::unknown("the mapping function is not known", place));
                };
                let selection = arguments.get(1, "selection").cloned();
                if name == "map_asset_specs"
                    && selection
                        .is_some_and(|value| matches!(value, Value::Str(_) | Value::List(_)))
                {
                    let message = "`Definitions.map_asset_specs` takes no `selection`; \
                                   `map_resolved_asset_specs` does";
                    return self.refuse(message, place);
                }
                let selection = arguments.get(1, "selection");
                let is_selective = selection.is_some_and(|value| !matches!(value, Value::None));
                let may_change_keys = name.starts_with("permissive");
                if arguments.is_open() {
                    return Ok(Value::unknown("a selection of assets is mapped", place));
                }
                let mut contents = contents.clone();
                let mut assets = Vec::new();
                for item in std::mem::take(&mut contents.assets) {
                    let start = self.guard.clone();
                    self.each(item, &mut |cx, item| {
                        let mapped = if is_selective {
                            cx.map_selected(&function, &item, may_change_keys, place)?
                        } else {
                            cx.map_specs(&function, &item, place)?
                        };
                        assets.push(if cx.guard == start {
                            mapped
                        } else {
                            container::guarded(&cx.guard, mapped)
                        });
                        Ok(())
                    })?;
                }
                contents.assets = assets;
                Ok(self.object(Data::Definitions(contents), place))
            }
            "with_resources" | "with_definition_metadata_update" => {
                let mut contents = contents.clone();
                if let Some(resources) = arguments.get(0, "resources").cloned() {
                    let bindings = self.bindings_of(&resources, place, &mut contents, true)?;
                    for (key, value, place) in bindings {
                        contents.resources.retain(|(known, ..)| *known != key);
                        contents.resources.push((key, value, place));
                    }
                }
                Ok(self.object(Data::Definitions(contents), place))
            }
            "get_all_asset_specs" | "resolve_all_asset_specs" => {
                let specs: Option<Vec<_>> = contents.assets.iter().map(specs_of).collect();
                let Some(specs) = specs else {
                    return Ok(Value::unknown(
                        "some assets are not known for certain",
                        place,
                    ));
                };
                let specs: Vec<_> = specs.into_iter().flatten().collect();
                let specs = specs.into_iter().map(|spec| {
                    let place = spec.place;
                    self.object(Data::Spec(spec), place)
                });
                let list = List::new(specs.collect());
                if let Some((_, unknown)) =
                    contents.open.iter().find(|(kind, _)| *kind == Kind::Assets)
                {
                    list.open(unknown);
                }
                Ok(Value::List(Rc::new(list)))
            }
            "get_job_def" | "resolve_job_def" => {
                Ok(self.named_definition(&contents.jobs, name, arguments))
            }
            "get_schedule_def" | "resolve_schedule_def" => {
                Ok(self.named_definition(&contents.schedules, name, arguments))
            }
            "get_sensor_def" | "resolve_sensor_def" => {
                Ok(self.named_definition(&contents.sensors, name, arguments))
            }
            "get_assets_def" | "resolve_assets_def" => {
                Ok(self.named_definition(&contents.assets, name, arguments))
            }
            "get_repository_def" => Ok(self.object(Data::Repository(contents.clone()), place)),
            _ => Ok(Value::unknown(
                format!("value comes from `Definitions.{name}(...)`"),
                place,
            )),
        }
    }

    /// The one definition of a name or key.
    fn named_definition(
        &mut self,
        items: &[Value<'a>],
        method: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let place = arguments.place;
        let wanted = arguments.positional.first().map(|argument| &argument.value);
        let wanted = wanted.or_else(|| arguments.values().next()).cloned();
        let key = wanted.map(|wanted| self.key_of_value(&wanted, place));
        let found = items.iter().find(|item| match (item, &key) {
            (Value::Object(object), Some(Ok(key))) => is_called(object, key),
            _ => false,
        });
        match (found, key) {
            (Some(found), _) => found.clone(),
            (None, Some(Err(unknown))) => Value::Unknown(unknown),
            _ => Value::unknown(
                format!("value comes from `Definitions.{method}(...)`"),
                place,
            ),
        }
    }
}

/// Whether a definition has this key, or this one part as its name.
fn is_called(object: &Object<'_>, key: &crate::model::AssetKey) -> bool {
    let name = match &object.data {
        Data::Assets(assets) => {
            let mut keys = assets.specs.iter().map(|spec| &spec.key);
            return keys.any(|own| matches!(own, Ok(own) if own == key));
        }
        Data::Job(job) => &job.name,
        Data::Automation(automation) => &automation.name,
        _ => return false,
    };
    matches!((name, key.parts()), (Ok(name), [part]) if name == part)
}

/// The specs of a definition; none where they are not known for certain.
fn specs_of<'a>(item: &Value<'a>) -> Option<Vec<Spec<'a>>> {
    let Value::Object(object) = item else {
        return None;
    };
    match &object.data {
        Data::Assets(assets) if assets.open.is_some() => None,
        Data::Assets(assets) => Some(assets.specs.clone()),
        Data::Spec(spec) | Data::Source(spec) => Some(vec![spec.clone()]),
        _ => None,
    }
}
