//! The collectors: which objects of which modules they find
//! (`dagster._core.definitions.module_loaders`).

use std::path::Path;
use std::rc::Rc;

use ruff_python_ast::Stmt;
use rustc_hash::FxHashMap;

use super::super::interpreter::{Elements, Eval, Interpreter};
use super::super::module::Module;
use super::super::value::{Unknown, Value};
use super::arguments::Call;
use super::object::{Contents, Data, Known, Object};
use crate::model::{AssetKey, AssetKind, AutomationKind, Binding, Kind, LoadFault, ObjectId};
use crate::source::Place;

/// The types that a collector wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::evaluate) enum Wanted {
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
pub(in crate::evaluate) struct Collected<'a> {
    pub(in crate::evaluate) items: Vec<Value<'a>>,
    pub(in crate::evaluate) open: Option<Rc<Unknown>>,
}

impl<'a> Interpreter<'a> {
    /// The wanted objects of a module, in the order of their names.
    pub(in crate::evaluate) fn collect(
        &mut self,
        module: &Module<'a>,
        wanted: Wanted,
        found: &mut Collected<'a>,
    ) {
        if let Some(unknown) = &*module.open.borrow() {
            found.open.get_or_insert_with(|| Rc::clone(unknown));
        }
        self.collected.insert(Rc::clone(&module.name));
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
                    self.fault(LoadFault::Refused { place, message });
                }
                _ => {}
            }
        }
    }

    /// Records the `Definitions` and repositories of a module that is searched for
    /// everything else, unless what they hold is loaded some other way.
    fn note_uncollected(&mut self, module: &Module<'a>, wanted: Wanted, collector: Place) {
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
            let fault = LoadFault::UncollectedDefinitions {
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
                    Value::Object(object) => !wanted.takes(object),
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
                for (guard, value) in super::super::choice::held(choice.as_ref(), &self.guard) {
                    self.under(&guard, |cx| cx.collect_value(value, wanted, found));
                }
            }
            Value::Unknown(unknown) if !unknown.library => {
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
            found.items.push(super::super::container::guarded(
                &self.guard,
                Value::Object(Rc::clone(object)),
            ));
        }
    }

    /// `load_assets_from_*`, with the modules that the name says.
    pub(super) fn make_load_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let specs = match call.some("include_specs") {
            Some(Value::Bool(flag)) => flag,
            _ => false,
        };
        let found = self.collect_modules(call, Wanted::Assets { specs })?;
        self.copies(found, call)
    }

    /// `load_asset_checks_from_*`
    pub(super) fn make_load_checks(&mut self, call: &Call<'a>) -> Eval<'a> {
        let found = self.collect_modules(call, Wanted::Checks)?;
        self.copies(found, call)
    }

    /// `load_definitions_from_*`
    pub(super) fn make_load_definitions(&mut self, call: &Call<'a>) -> Eval<'a> {
        let found = self.collect_modules(call, Wanted::Definitions)?;
        let mut contents = self.sorted_by_kind(found);
        if let Some(resources) = call
            .some("resources")
            .map(|resources| self.settle(resources))
        {
            match resources {
                Value::Dict(resources) => {
                    for entry in resources.entries() {
                        if let Value::Str(key) = &entry.key {
                            contents
                                .resources
                                .push((Rc::clone(key), entry.value, call.place));
                        }
                    }
                }
                value => contents.open(&[Kind::Resources], &self.reason_of(&value, call.place)),
            }
        }
        Ok(self.object(Data::Definitions(contents), call.place))
    }

    /// Sorts collected objects into the arguments of a `Definitions`.
    pub(in crate::evaluate) fn sorted_by_kind(&mut self, found: Collected<'a>) -> Contents<'a> {
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

    /// The modules that a loader is given, and what it finds in them.
    fn collect_modules(&mut self, call: &Call<'a>, wanted: Wanted) -> Eval<'a, Collected<'a>> {
        let mut found = Collected::default();
        let name = call.api.name;
        // The preview form looks at the frame of its own wrapper, which holds no
        // definition: it loads nothing (1.13, by experiment).
        if name == "load_definitions_from_current_module" {
            return Ok(found);
        }
        if name.ends_with("_current_module") {
            if let Some(module) = self.module().cloned() {
                self.collect(&module, wanted, &mut found);
            }
            return Ok(found);
        }
        let (argument, walks) = match name {
            name if name.ends_with("_package_module") => ("package_module", true),
            name if name.ends_with("_package_name") => ("package_name", true),
            name if name.ends_with("_from_module") => ("module", false),
            _ => ("modules", false),
        };
        let place = call.place_of(argument);
        let modules = match call.get(argument) {
            Some(Value::Str(name)) => vec![self.import_at(&name, place)?],
            Some(value @ (Value::Module(_) | Value::Unknown(_) | Value::External(_))) => {
                vec![value]
            }
            Some(value) => {
                let Elements { items, open } = self.elements(&value, place)?;
                found.open = open;
                items
            }
            None => return self.refuse(format!("`{name}` needs `{argument}`"), call.place),
        };
        for module in modules {
            match module {
                Value::Module(module) => {
                    self.collect(&module, wanted, &mut found);
                    self.note_uncollected(&module, wanted, call.place);
                    if walks && module.file.is_none() {
                        let message = format!(
                            "the package `{}` has no `__init__.py`, and a package loader needs one",
                            module.name
                        );
                        return self.refuse(message, place);
                    }
                    if walks {
                        self.collect_package(&module, wanted, &mut found, call.place)?;
                    }
                }
                value => {
                    let reason = self.reason_of(&value, place);
                    found.open.get_or_insert(reason);
                }
            }
        }
        Ok(found)
    }

    /// Every sub-module, as `pkgutil.walk_packages` finds them: a folder without
    /// `__init__.py` is skipped, and nothing says so.
    fn collect_package(
        &mut self,
        package: &Rc<Module<'a>>,
        wanted: Wanted,
        found: &mut Collected<'a>,
        walker: Place,
    ) -> Eval<'a, ()> {
        for directory in package.directories.clone() {
            for (name, path) in self.entries_of(&directory) {
                self.step(walker)?;
                if path.is_dir() && !path.join("__init__.py").is_file() {
                    self.note_skipped(&path, walker);
                    continue;
                }
                let name = if path.is_dir() {
                    name
                } else {
                    match name.strip_suffix(".py") {
                        Some(stem) if stem != "__init__" => stem.to_owned(),
                        _ => continue,
                    }
                };
                if name.contains('.') || name.starts_with('.') {
                    continue;
                }
                let dotted = format!("{}.{name}", package.name);
                let Some(module) = self.import_module(&dotted, walker)? else {
                    continue;
                };
                self.collect(&module, wanted, found);
                self.note_uncollected(&module, wanted, walker);
                if module.is_package() {
                    self.within(&path, walker, |cx| {
                        cx.collect_package(&module, wanted, found, walker)
                    })
                    .unwrap_or(Ok(()))?;
                }
            }
        }
        Ok(())
    }

    /// Walks into a directory, unless a link leads back into one that is being walked:
    /// that is said, and nothing of it is known.
    pub(in crate::evaluate) fn within<T>(
        &mut self,
        directory: &Path,
        place: Place,
        walk: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        let real = directory
            .canonicalize()
            .unwrap_or_else(|_| directory.to_path_buf());
        if self.walking.contains(&real) {
            let reason = "a link leads back into a folder that is being walked";
            self.unknowns.push(Unknown::new(reason, place));
            return None;
        }
        self.walking.push(real);
        let result = walk(self);
        self.walking.pop();
        Some(result)
    }

    /// The entries of a directory by name. One that cannot be read leaves everything open.
    pub(super) fn entries_of(&mut self, directory: &Path) -> Vec<(String, std::path::PathBuf)> {
        if let Err(error) = std::fs::read_dir(directory) {
            let shown = directory.file_name().unwrap_or_default().to_string_lossy();
            let message = crate::source::io_message(&error);
            let reason = format!("the folder `{shown}` cannot be read: {message}");
            self.unknowns.push(Unknown::new(reason, self.here));
        }
        sorted_entries(directory)
    }

    /// Records a folder that a walker skips, if it holds definitions.
    fn note_skipped(&mut self, folder: &Path, walker: Place) {
        let files: Vec<_> = sorted_entries(folder)
            .into_iter()
            .filter(|(name, _)| name.ends_with(".py"))
            .collect();
        let definition = files.iter().find_map(|(_, path)| {
            let file = self.sources.read(path);
            file.text()
                .contains("dagster")
                .then(|| first_decorated(file))
                .flatten()
        });
        if let Some(place) = definition {
            let folder = folder
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default();
            self.fault(LoadFault::SkippedFolder {
                place,
                folder,
                walker,
                files: files.len(),
            });
        }
    }

    /// The copies that a loader gives, with its prefix and group put on.
    fn copies(&mut self, found: Collected<'a>, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let prefix = call
            .some("key_prefix")
            .or_else(|| call.some("asset_key_prefix"));
        let prefix = self.prefix_of(prefix.as_ref(), place);
        let source_prefix = self.prefix_of(call.some("source_key_prefix").as_ref(), place);
        let group: Option<Known<String>> = call
            .some("group_name")
            .map(|group| self.text_of(&group, place));
        let (prefix, source_prefix) = match (prefix, source_prefix) {
            (Ok(prefix), Ok(source_prefix)) => (prefix, source_prefix),
            (Err(unknown), _) | (_, Err(unknown)) => return Ok(Value::Unknown(unknown)),
        };
        let renames = renames(&found.items, &prefix, &source_prefix);
        let mut copies = Vec::new();
        for item in found.items {
            let start = self.guard.clone();
            self.each(item, &mut |cx, item| {
                let Value::Object(object) = &item else {
                    return Ok(());
                };
                let copy = cx.copy(object, place, &renames, group.as_ref());
                copies.push(if cx.guard == start {
                    copy
                } else {
                    super::super::container::guarded(&cx.guard, copy)
                });
                Ok(())
            })?;
        }
        let list = super::super::container::List::new(copies);
        if let Some(unknown) = &found.open {
            list.open(unknown);
        }
        Ok(Value::List(Rc::new(list)))
    }
}

/// The keys that a prefix changes: those of assets with a body, and with a prefix of
/// their own those of source assets. Dependencies follow.
fn renames(
    items: &[Value<'_>],
    prefix: &[String],
    source_prefix: &[String],
) -> Vec<(AssetKey, AssetKey)> {
    let mut renames = Vec::new();
    let mut add = |key: &Known<AssetKey>, prefix: &[String]| {
        if let (Ok(key), false) = (key, prefix.is_empty()) {
            renames.push((key.clone(), key.with_prefix(prefix)));
        }
    };
    let objects = items.iter().flat_map(|item| match item {
        Value::Choice(choice) => choice.iter().map(|(_, value)| value.clone()).collect(),
        item => vec![item.clone()],
    });
    for item in objects {
        let Value::Object(object) = &item else {
            continue;
        };
        match &object.data {
            // An observable source asset is a `SourceAsset`.
            Data::Assets(assets) if assets.kind == AssetKind::Observable => {
                for spec in &assets.specs {
                    add(&spec.key, source_prefix);
                }
            }
            Data::Assets(assets) => {
                assets.specs.iter().for_each(|spec| add(&spec.key, prefix));
                // A check alone is moved by `asset_key_prefix`.
                if assets.is_checks_only() {
                    assets
                        .checks
                        .iter()
                        .for_each(|check| add(&check.asset, prefix));
                }
            }
            Data::Source(spec) | Data::Spec(spec) => add(&spec.key, source_prefix),
            _ => {}
        }
    }
    renames
}

/// The entries of a directory by name; none where it cannot be read.
pub(in crate::evaluate) fn sorted_entries(directory: &Path) -> Vec<(String, std::path::PathBuf)> {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut entries: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        .filter(|(name, _)| name != "__pycache__")
        .collect();
    entries.sort();
    entries
}

/// The name of the first decorated function of a file.
fn first_decorated(file: &crate::source::SourceFile) -> Option<Place> {
    file.parsed()
        .module()?
        .body
        .iter()
        .find_map(|stmt| match stmt {
            Stmt::FunctionDef(def) if !def.decorator_list.is_empty() => {
                Some(file.place(def.name.range))
            }
            _ => None,
        })
}
