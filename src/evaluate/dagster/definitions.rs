//! `Definitions`, `@definitions` and repositories
//! (`dagster._core.definitions.definitions_class`).

use std::rc::Rc;

use super::super::function::Arguments;
use super::super::interpreter::{Elements, Eval, Interpreter, Raise};
use super::super::value::{Unknown, Value};
use super::arguments::Call;
use super::object::{Contents, Data, Object};
use crate::model::{AutomationKind, JobKind, Kind, LoadFault};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `Definitions(...)`
    pub(super) fn make_definitions(&mut self, call: &Call<'a>) -> Eval<'a> {
        let contents = self.contents(call)?;
        Ok(self.object(Data::Definitions(contents), call.place))
    }

    fn contents(&mut self, call: &Call<'a>) -> Eval<'a, Contents<'a>> {
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
            if let Some(found) = self.not_iterable(&value) {
                self.wrong_argument(place, argument, found)?;
                continue;
            }
            let Elements { items, open } = self.elements(&value, place)?;
            if let Some(unknown) = open {
                contents.open(opens, &unknown);
            }
            let mut kept = Vec::with_capacity(items.len());
            for item in items {
                match self.wrong_kind(&item, kind) {
                    Some(found) => self.wrong_argument(place, argument, found)?,
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
                contents.loggers = bindings;
            }
        }
        if let Some(executor) = call.some("executor")
            && call.argument("executor").is_some()
        {
            contents.executor = Some((executor, call.place_of("executor")));
        }
        if call.argument("component_tree").is_some() {
            contents.component_tree = Some(call.place);
        }
        Ok(contents)
    }

    /// The keys and values of `resources=`.
    fn bindings_of(
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
                for (guard, value) in super::super::choice::held(&all, &self.guard) {
                    let found = self.under(&guard, |cx| {
                        cx.bindings_of(&value, place, contents, is_resources)
                    })?;
                    let condition = guard.and(&self.guard);
                    bindings.extend(found.into_iter().map(|(key, value, place)| {
                        (
                            key,
                            super::super::container::guarded(&condition, value),
                            place,
                        )
                    }));
                }
            }
            // No arguments at all, or nothing that says what it is.
            Value::None | Value::Absent => {}
            value if value.is_unknown() => contents.open(opens, &self.reason_of(&value, place)),
            value => {
                let found = format!("a `{}`", value.type_name());
                self.wrong_argument(
                    place,
                    if is_resources { "resources" } else { "loggers" },
                    found,
                )?;
            }
        }
        Ok(bindings)
    }

    /// What a value is, if Dagster refuses it where an iterable is expected.
    fn not_iterable(&self, value: &Value<'a>) -> Option<String> {
        match value {
            Value::Object(object) => Some(format!("one `{}`, not a list", object.type_name())),
            Value::Module(module) => Some(format!("the module `{}`", module.name)),
            Value::Function(function) => Some(format!("the function `{}`", function.name)),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                Some(format!("a `{}`", value.type_name()))
            }
            _ => None,
        }
    }

    /// What an element is, if Dagster refuses it in a list of a kind.
    fn wrong_kind(&self, item: &Value<'a>, kind: Kind) -> Option<String> {
        let object = match item {
            Value::Object(object) => object,
            Value::List(_) => return Some("a list in the list".into()),
            Value::Tuple(_) => return Some("a tuple in the list".into()),
            Value::Function(function) => {
                return Some(format!("the plain function `{}`", function.name));
            }
            Value::Module(module) => return Some(format!("the module `{}`", module.name)),
            Value::Str(text) => return Some(format!("the string `{text}`")),
            Value::None => return Some("`None`".into()),
            _ => return None,
        };
        let fits = match (&object.data, kind) {
            (Data::Assets(_), Kind::Assets | Kind::AssetChecks) => true,
            (Data::Spec(_) | Data::Source(_), Kind::Assets) => true,
            (Data::Job(_), Kind::Jobs) => true,
            (Data::Automation(automation), Kind::Schedules) => {
                automation.kind == AutomationKind::Schedule
            }
            (Data::Automation(automation), Kind::Sensors) => {
                automation.kind == AutomationKind::Sensor
            }
            // What is not looked into may be of a class that fits.
            (Data::Plain { .. }, _) => true,
            _ => false,
        };
        (!fits).then(|| match object.definition_kind() {
            Some(kind) => format!("the {kind} made at this place, a `{}`", object.type_name()),
            None => format!("a `{}`", object.type_name()),
        })
    }

    fn wrong_argument(&mut self, place: Place, argument: &str, found: String) -> Eval<'a, ()> {
        let expected = match argument {
            "assets" => "assets, asset specs and source assets",
            "asset_checks" => "asset checks",
            "jobs" => "jobs",
            "schedules" => "schedules",
            "sensors" => "sensors",
            _ => "a mapping from keys to values",
        };
        let message = format!("`{argument}` holds {found}");
        let fault = LoadFault::WrongArgument {
            place,
            argument: argument.to_owned(),
            found,
            expected,
        };
        if self.handlers > 0 {
            return self.raise_fault("CheckError", message, place, fault);
        }
        self.fault(fault);
        Ok(())
    }

    /// `Definitions.merge(*defs)`
    pub(super) fn make_merge(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let parts: Vec<Value<'a>> = call
            .rest
            .iter()
            .map(|argument| argument.value.clone())
            .collect();
        let open = call.open.clone();
        let merged = self.merge(&parts, open, place);
        Ok(self.object(Data::Definitions(merged), place))
    }

    /// Everything in several `Definitions`, and what conflicts between them.
    pub(in crate::evaluate) fn merge(
        &mut self,
        parts: &[Value<'a>],
        open: Option<Rc<Unknown>>,
        place: Place,
    ) -> Contents<'a> {
        let mut merged = Contents::default();
        if let Some(unknown) = &open {
            merged.open(&Kind::ALL, unknown);
        }
        for part in parts {
            self.merge_part(&mut merged, part, place);
        }
        merged
    }

    pub(in crate::evaluate) fn merge_part(
        &mut self,
        merged: &mut Contents<'a>,
        part: &Value<'a>,
        place: Place,
    ) {
        match self.settle(part.clone()) {
            Value::Object(object) if matches!(object.data, Data::Definitions(_)) => {
                if let Data::Definitions(contents) = &object.data {
                    self.add_contents(merged, contents, place);
                }
            }
            Value::Choice(choice) => {
                for (guard, value) in super::super::choice::held(choice.as_ref(), &self.guard) {
                    self.under(&guard, |cx| cx.merge_part(merged, &value, place));
                }
            }
            Value::Absent => {}
            value => merged.open(&Kind::ALL, &self.reason_of(&value, place)),
        }
    }

    fn add_contents(&mut self, merged: &mut Contents<'a>, contents: &Contents<'a>, place: Place) {
        let guard = self.guard.clone();
        let under = |items: &[Value<'a>]| -> Vec<Value<'a>> {
            items
                .iter()
                .map(|item| super::super::container::guarded(&guard, item.clone()))
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
        match (&merged.executor, &contents.executor) {
            (Some((first, at)), Some((second, other))) if differ(first, second) => {
                let (key, first, second) = (String::new(), *at, *other);
                self.fault(LoadFault::MergeConflict {
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
        match (merged.component_tree, contents.component_tree) {
            (Some(first), Some(second)) => {
                self.fault(LoadFault::ComponentTreeConflict {
                    merge: place,
                    loads: vec![first, second],
                });
            }
            (None, Some(tree)) => merged.component_tree = Some(tree),
            _ => {}
        }
    }

    fn add_bindings(
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
                    self.fault(LoadFault::MergeConflict {
                        kind,
                        key,
                        first,
                        second,
                        merge,
                    });
                }
            } else {
                let value = super::super::container::guarded(&self.guard, value.clone());
                merged.push((Rc::clone(key), value, *place));
            }
        }
    }

    /// `@definitions`
    pub(super) fn make_lazy(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let Some(function) = call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone())
        else {
            return self.refuse("`@definitions` decorates a function", place);
        };
        let takes_context = match &function {
            Value::Function(function) => {
                let parameters = function
                    .parameters
                    .map_or(0, ruff_python_ast::Parameters::len);
                if parameters > 1 {
                    return self.refuse(
                        "an `@definitions` function takes at most a `ComponentLoadContext`",
                        place,
                    );
                }
                if parameters == 1 && !self.has_context_parameter(function) {
                    let message = "the parameter of an `@definitions` function must be annotated with the class \
                                   `ComponentLoadContext` itself, not with a string or another type";
                    return self.refuse(message, place);
                }
                parameters == 1
            }
            _ => false,
        };
        Ok(self.object(
            Data::Lazy {
                function,
                takes_context,
            },
            place,
        ))
    }

    /// Whether the one parameter is annotated so that Dagster sees the class itself.
    fn has_context_parameter(
        &mut self,
        function: &Rc<super::super::function::Function<'a>>,
    ) -> bool {
        let Some(file) = function.module.file else {
            return true;
        };
        let future = file
            .parsed()
            .module()
            .is_some_and(|tree| has_future_annotations(&tree.body));
        let annotation = function
            .parameters
            .and_then(|parameters| parameters.iter_non_variadic_params().next())
            .and_then(|parameter| parameter.parameter.annotation.as_deref());
        match annotation {
            Some(ruff_python_ast::Expr::StringLiteral(_)) | None => false,
            Some(_) if future => false,
            // Whether another class is meant is not looked at.
            Some(_) => true,
        }
    }

    /// Calls an `@definitions` function.
    pub(in crate::evaluate) fn call_lazy(
        &mut self,
        function: &Value<'a>,
        context: bool,
        place: Place,
    ) -> Eval<'a> {
        let arguments = if context {
            Arguments::of([Value::unknown("the component load context", place)], place)
        } else {
            Arguments::none(place)
        };
        self.call(function, arguments)
    }

    /// `@repository`: the function runs now and gives a list, or a dict.
    pub(super) fn make_repository(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let name = self.name_of(call);
        let Some(function) = call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone())
        else {
            return self.refuse("`@repository` decorates a function", place);
        };
        let mut contents = Contents::default();
        match self.call(&function, Arguments::none(place)) {
            Ok(value @ (Value::List(_) | Value::Tuple(_) | Value::Iterator(_))) => {
                let Elements { items, open } = self.elements(&value, place)?;
                if let Some(unknown) = open {
                    contents.open(&Kind::ALL, &unknown);
                }
                for item in items {
                    self.add_to_repository(&mut contents, item, place);
                }
            }
            Ok(value) => contents.open(&Kind::ALL, &self.reason_of(&value, place)),
            Err(Raise::Exhausted(unknown)) => return Err(Raise::Exhausted(unknown)),
            Err(raise) => return Err(raise),
        }
        Ok(self.object(Data::Repository { name, contents }, place))
    }

    /// One element of what a repository function returns; a list in it is flattened.
    fn add_to_repository(&mut self, contents: &mut Contents<'a>, item: Value<'a>, place: Place) {
        match self.settle(item) {
            Value::List(list) => {
                for item in list.items.borrow().clone() {
                    self.add_to_repository(contents, item, place);
                }
                if let Some(unknown) = &*list.open.borrow() {
                    contents.open(&Kind::ALL, unknown);
                }
            }
            Value::Choice(choice) => {
                for (guard, value) in super::super::choice::held(choice.as_ref(), &self.guard) {
                    self.under(&guard, |cx| cx.add_to_repository(contents, value, place));
                }
            }
            Value::Absent => {}
            value => {
                let guarded = super::super::container::guarded(&self.guard, value.clone());
                let Value::Object(object) = &value else {
                    contents.open(&Kind::ALL, &self.reason_of(&value, place));
                    return;
                };
                match &object.data {
                    Data::Assets(assets) if assets.is_checks_only() => {
                        contents.asset_checks.push(guarded);
                    }
                    Data::Assets(_) | Data::Spec(_) | Data::Source(_) => {
                        contents.assets.push(guarded);
                    }
                    Data::Job(_) => contents.jobs.push(guarded),
                    Data::Node(_) => contents.jobs.push(self.graph_as_job(object)),
                    Data::Automation(automation) if automation.kind == AutomationKind::Schedule => {
                        contents.schedules.push(guarded);
                    }
                    Data::Automation(_) => contents.sensors.push(guarded),
                    _ => contents.open(&Kind::ALL, &self.reason_of(&value, place)),
                }
            }
        }
    }

    /// A graph in a repository, or as the loadable object of a module, stands for its job.
    pub(in crate::evaluate) fn graph_as_job(&mut self, graph: &Rc<Object<'a>>) -> Value<'a> {
        let Data::Node(node) = &graph.data else {
            return Value::None;
        };
        let job = super::object::JobData {
            name: node.name.clone(),
            kind: JobKind::Op,
            graph: Some(Rc::clone(graph)),
        };
        self.object(Data::Job(job), graph.place)
    }

    /// `create_repository_using_definitions_args(name, ...)`
    pub(super) fn make_repository_from_arguments(&mut self, call: &Call<'a>) -> Eval<'a> {
        let contents = self.contents(call)?;
        let name = self.name_of(call);
        Ok(self.object(Data::Repository { name, contents }, call.place))
    }

    /// The methods of `Definitions` that give a changed one.
    pub(super) fn definitions_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let Data::Definitions(contents) = &object.data else {
            return Ok(Value::None);
        };
        match name {
            "map_asset_specs" | "map_resolved_asset_specs" => {
                let Some(function) = arguments.get(0, "func").cloned() else {
                    return Ok(Value::None);
                };
                let mut contents = contents.clone();
                let mut assets = Vec::new();
                for item in std::mem::take(&mut contents.assets) {
                    let start = self.guard.clone();
                    self.each(item, &mut |cx, item| {
                        let mapped = cx.map_specs(&function, &item, place)?;
                        assets.push(if cx.guard == start {
                            mapped
                        } else {
                            super::super::container::guarded(&cx.guard, mapped)
                        });
                        Ok(())
                    })?;
                }
                contents.assets = assets;
                Ok(self.object(Data::Definitions(contents), place))
            }
            "with_resources"
            | "with_definition_metadata_update"
            | "permissive_map_resolved_asset_specs" => {
                let mut contents = contents.clone();
                if let Some(Value::Dict(resources)) = arguments.get(0, "resources") {
                    for entry in resources.entries() {
                        if let Value::Str(key) = &entry.key {
                            contents.resources.retain(|(known, ..)| known != key);
                            contents
                                .resources
                                .push((Rc::clone(key), entry.value, place));
                        }
                    }
                }
                Ok(self.object(Data::Definitions(contents), place))
            }
            "get_all_asset_specs" | "resolve_all_asset_specs" => {
                let specs = contents
                    .assets
                    .iter()
                    .flat_map(specs_of)
                    .collect::<Vec<_>>();
                let specs = specs.into_iter().map(|spec| {
                    let place = spec.place;
                    self.object(Data::Spec(spec), place)
                });
                let list = super::super::container::List::new(specs.collect());
                if let Some((_, unknown)) =
                    contents.open.iter().find(|(kind, _)| *kind == Kind::Assets)
                {
                    list.open(unknown);
                }
                Ok(Value::List(Rc::new(list)))
            }
            _ => Ok(Value::unknown(
                format!("value comes from `Definitions.{name}(...)`"),
                place,
            )),
        }
    }
}

fn specs_of<'a>(item: &Value<'a>) -> Vec<super::object::Spec<'a>> {
    match item {
        Value::Object(object) => match &object.data {
            Data::Assets(assets) => assets.specs.clone(),
            Data::Spec(spec) | Data::Source(spec) => vec![spec.clone()],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn has_future_annotations(body: &[ruff_python_ast::Stmt]) -> bool {
    body.iter().any(|stmt| {
        matches!(stmt, ruff_python_ast::Stmt::ImportFrom(import)
            if import.module.as_ref().is_some_and(|module| module.as_str() == "__future__")
                && import.names.iter().any(|alias| alias.name.as_str() == "annotations"))
    })
}

/// Whether two values are certainly different objects. Strings and numbers may be one
/// interned object.
fn differ<'a>(first: &Value<'a>, second: &Value<'a>) -> bool {
    match (first, second) {
        (Value::Object(_) | Value::Instance(_), Value::Object(_) | Value::Instance(_)) => {
            first.is_same(second) == Some(false)
        }
        (Value::Str(a), Value::Str(b)) => a != b,
        (Value::Int(a), Value::Int(b)) => a != b,
        _ => false,
    }
}
