//! What the loaders take from a module, and what they leave behind.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::model::{AssetKey, AutomationKind, Binding, Kind, ObjectId, fault};
use crate::python::interpreter::Interpreter;
use crate::python::value::choice::held;
use crate::python::value::module::Module;
use crate::python::value::object::{Contents, Data, Known, Object};
use crate::python::value::{Unknown, Value, container};
use crate::source::Place;

/// The types that a collector wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Assets { specs: bool },
    Checks,
    Definitions,
}

impl Wanted {
    /// Whether an object is of a wanted type.
    fn takes(self, object: &Object<'_>) -> bool {
        match (&object.data, self) {
            (Data::Assets(assets), Self::Assets { .. }) => !assets.is_checks_only(),
            (Data::Assets(assets), Self::Checks) => assets.is_checks_only(),
            (Data::Source(_), Self::Assets { .. } | Self::Definitions) => true,
            (Data::Spec(_), Self::Assets { specs }) => specs,
            (
                Data::Assets(_) | Data::Spec(_) | Data::Job(_) | Data::Automation(_),
                Self::Definitions,
            ) => true,
            _ => false,
        }
    }

    /// Whether an object is of a type that a list may hold for its elements to count. Asset
    /// checks are of the type of assets.
    fn counts_in_list(self, object: &Object<'_>) -> bool {
        match (&object.data, self) {
            (Data::Assets(_), _) => true,
            _ => self.takes(object),
        }
    }

    /// The kinds that an unknown among the collected leaves open.
    fn opens(self) -> &'static [Kind] {
        match self {
            Self::Assets { .. } => &[Kind::Assets],
            Self::Checks => &[Kind::AssetChecks],
            Self::Definitions => &[
                Kind::Assets,
                Kind::AssetChecks,
                Kind::Jobs,
                Kind::Schedules,
                Kind::Sensors,
            ],
        }
    }
}

/// What a collector found: each object once, possibly with a condition.
#[derive(Debug, Default)]
pub(crate) struct Collected<'a> {
    pub(crate) items: Vec<Value<'a>>,
    pub(crate) open: Option<Rc<Unknown>>,
}

impl<'a> Interpreter<'a> {
    /// The wanted objects of a module, in the order of their names.
    pub(crate) fn collect(
        &mut self,
        module: &Module<'a>,
        wanted: Wanted,
        found: &mut Collected<'a>,
    ) {
        if let Some(unknown) = &*module.open.borrow() {
            found.open.get_or_insert_with(|| Rc::clone(unknown));
        }
        self.kept.collected.insert(Rc::clone(&module.name));
        for name in module.scope.sorted_names() {
            if let Some(value) = module.scope.read(&name) {
                self.collect_value(value, wanted, found);
            }
        }
        self.note_copies(module);
    }

    /// A module with an asset and a copy of it, which another loader made: Dagster
    /// refuses to look through it, whatever the loader is after.
    fn note_copies(&mut self, module: &Module<'a>) {
        let mut all = Collected::default();
        for name in module.scope.sorted_names() {
            if let Some(value) = module.scope.read(&name) {
                self.collect_value(value, Wanted::Definitions, &mut all);
            }
        }
        let mut seen: FxHashMap<ObjectId, Known<AssetKey>> = FxHashMap::default();
        for item in &all.items {
            let Value::Object(object) = item else {
                continue;
            };
            let Data::Assets(assets) = &object.data else {
                continue;
            };
            let (Some(node), Some(spec)) = (&assets.node, assets.specs.first()) else {
                continue;
            };
            match (seen.insert(node.id, spec.key.clone()), &spec.key) {
                (Some(Ok(before)), Ok(key)) if before == *key => {
                    let message = format!(
                        "module `{}` holds asset `{key}` and a copy of it that a loader made, \
                         which Dagster takes for two assets of one key",
                        module.name
                    );
                    let place = self.here;
                    self.fault(fault::Refused { place, message });
                }
                _ => {}
            }
        }
    }

    /// Records the `Definitions` and repositories of a module that is searched for
    /// everything else, unless what they hold is loaded some other way.
    pub(super) fn note_uncollected(
        &mut self,
        module: &Module<'a>,
        wanted: Wanted,
        collector: Place,
    ) {
        if wanted != Wanted::Definitions {
            return;
        }
        for name in module.scope.sorted_names() {
            let Some(binding) = module.scope.peek(&name) else {
                continue;
            };
            let Value::Object(object) = &binding.value else {
                continue;
            };
            let (Data::Definitions(contents) | Data::Repository(contents)) = &object.data else {
                continue;
            };
            let fault = fault::UncollectedDefinitions {
                definitions: Binding {
                    name: name.to_string(),
                    place: binding.place,
                },
                collector,
            };
            for item in contents.definitions() {
                if let Value::Object(definition) = item {
                    self.unless_reached(definition, fault.clone());
                }
            }
        }
    }

    fn collect_value(&mut self, value: Value<'a>, wanted: Wanted, found: &mut Collected<'a>) {
        match self.settle(value) {
            Value::Object(object) if wanted.takes(&object) => {
                self.add_collected(&object, found);
            }
            // A list counts only if every element does.
            Value::List(list) => {
                let items: Vec<Value<'a>> = list
                    .items
                    .borrow()
                    .iter()
                    .map(|item| self.settle(item.clone()))
                    .collect();
                let foreign = items.iter().any(|item| match item {
                    Value::Object(object) => !wanted.counts_in_list(object),
                    Value::Unknown(_) | Value::Choice(_) | Value::External(_) => false,
                    _ => true,
                });
                if foreign {
                    return;
                }
                let some = items.iter().any(|item| matches!(item, Value::Object(_)));
                for item in items {
                    self.collect_value(item, wanted, found);
                }
                if let (Some(unknown), true) =
                    (&*list.open.borrow(), some || list.items.borrow().is_empty())
                {
                    found.open.get_or_insert_with(|| Rc::clone(unknown));
                }
            }
            Value::Choice(choice) => {
                for (guard, value) in held(choice.as_ref(), &self.guard) {
                    self.under(&guard, |cx| cx.collect_value(value, wanted, found));
                }
            }
            Value::Unknown(unknown) if unknown.may_be_definition() => {
                found.open.get_or_insert(unknown);
            }
            _ => {}
        }
    }

    fn add_collected(&mut self, object: &Rc<Object<'a>>, found: &mut Collected<'a>) {
        let known = found
            .items
            .iter()
            .any(|item| matches!(item, Value::Object(known) if known.id == object.id));
        if !known {
            found.items.push(container::guarded(
                &self.guard,
                Value::Object(Rc::clone(object)),
            ));
        }
    }

    /// Sorts collected objects into the arguments of a `Definitions`.
    pub(crate) fn sorted_by_kind(&mut self, found: Collected<'a>) -> Contents<'a> {
        let mut contents = Contents::default();
        if let Some(unknown) = &found.open {
            contents.open(Wanted::Definitions.opens(), unknown);
        }
        for item in found.items {
            let object = match &item {
                Value::Object(object) => Some(Rc::clone(object)),
                Value::Choice(choice) => choice.iter().find_map(|(_, value)| match value {
                    Value::Object(object) => Some(Rc::clone(object)),
                    _ => None,
                }),
                _ => None,
            };
            match object.as_ref().map(|object| &object.data) {
                Some(Data::Assets(assets)) if assets.is_checks_only() => {
                    contents.asset_checks.push(item);
                }
                Some(Data::Assets(_) | Data::Spec(_) | Data::Source(_)) => {
                    contents.assets.push(item);
                }
                Some(Data::Job(_)) => contents.jobs.push(item),
                Some(Data::Automation(automation))
                    if automation.kind == AutomationKind::Schedule =>
                {
                    contents.schedules.push(item);
                }
                Some(Data::Automation(_)) => contents.sensors.push(item),
                _ => {}
            }
        }
        contents
    }
}
