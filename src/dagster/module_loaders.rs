//! The functions `load_..._from_...`: which objects of which modules they find
//! (`dagster._core.definitions.module_loaders`).

use std::path::{Path, PathBuf};
use std::rc::Rc;

use ruff_python_ast::Stmt;

use super::collect::{Collected, Wanted};
use crate::model::{AssetKey, AssetKind, Kind, fault};
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::stdlib::walk::sorted_entries;
use crate::python::value::arguments::Call;
use crate::python::value::container::List;
use crate::python::value::module::Module;
use crate::python::value::object::{Data, Known};
use crate::python::value::{Unknown, Value, container};
use crate::source::{FileId, Place};

impl<'a> Interpreter<'a> {
    /// `load_assets_from_*`, with the modules that the name says.
    pub(super) fn make_load_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let specs = match call.some("include_specs") {
            Some(Value::Bool(flag)) => flag,
            _ => false,
        };
        let found = self.collect_modules(call, Wanted::Assets { specs })?;
        if let (Some(group), false) = (call.some("group_name"), found.items.is_empty()) {
            self.check_group(&group, call.place_of("group_name"))?;
        }
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
        let (argument, walks) = module_argument(name);
        let place = call.place_of(argument);
        let Some(given) = call.get(argument) else {
            return self.refuse(format!("`{name}` needs `{argument}`"), call.place);
        };
        let Elements { items, open } = self.modules_of(given, place)?;
        found.open = open;
        for module in items {
            let Value::Module(module) = module else {
                let reason = self.reason_of(&module, place);
                found.open.get_or_insert(reason);
                continue;
            };
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
        Ok(found)
    }

    /// The modules that an argument stands for: one or several, or a name.
    fn modules_of(&mut self, given: Value<'a>, place: Place) -> Eval<'a, Elements<'a>> {
        let only = match given {
            Value::Str(name) => self.import_at(&name, place)?,
            value @ (Value::Module(_) | Value::Unknown(_) | Value::External(_)) => value,
            value => return self.elements(&value, place),
        };
        Ok(Elements {
            items: vec![only],
            open: None,
        })
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
                if self.disk().is_folder(&path) && !self.disk().is_file(path.join("__init__.py")) {
                    self.note_skipped(&path, walker);
                    continue;
                }
                let name = if self.disk().is_folder(&path) {
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

    /// The entries of a directory by name. One that cannot be read leaves everything open.
    pub(super) fn entries_of(&mut self, directory: &Path) -> Vec<(String, PathBuf)> {
        if let Err(error) = self.disk().list(directory) {
            let shown = directory.file_name().unwrap_or_default().to_string_lossy();
            let message = crate::source::io_message(&error);
            let reason = format!("the folder `{shown}` cannot be read: {message}");
            self.unknowns.push(Unknown::new(reason, self.here));
        }
        sorted_entries(self.disk(), directory)
    }

    /// Records a folder that a walker skips, if it holds definitions.
    fn note_skipped(&mut self, folder: &Path, walker: Place) {
        let mut skipped = Skipped::default();
        self.within(folder, walker, |cx| cx.skip(folder, walker, &mut skipped));
        let name = folder.file_name().unwrap_or_default();
        if !skipped.definitions.is_empty() {
            self.fault(fault::SkippedFolder {
                definitions: skipped.definitions,
                folder: name.to_string_lossy().into_owned(),
                walker,
                files: skipped.files,
                folders: skipped.folders,
            });
        }
    }

    /// Notes what lies below a folder that a walker skips: packages in it are skipped, too.
    fn skip(&mut self, folder: &Path, walker: Place, skipped: &mut Skipped) {
        if !self.disk().is_file(folder.join("__init__.py")) {
            skipped.folders.push(folder.to_path_buf());
        }
        for (name, path) in sorted_entries(self.disk(), folder) {
            if name.ends_with(".py") {
                let file = self.sources.read(&path);
                let is_ours = file.text().contains("dagster");
                skipped.files.push(file.id());
                skipped
                    .definitions
                    .extend(is_ours.then(|| first_decorated(file)).flatten());
            } else if !name.contains('.') && self.disk().is_folder(&path) {
                self.within(&path, walker, |cx| cx.skip(&path, walker, skipped));
            }
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
                    container::guarded(&cx.guard, copy)
                });
                Ok(())
            })?;
        }
        let list = List::new(copies);
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

/// What lies below a folder that a walker skips.
#[derive(Default)]
struct Skipped {
    /// The first definition of each file that has one.
    definitions: Vec<Place>,
    files: Vec<FileId>,
    /// The folders without an `__init__.py`.
    folders: Vec<PathBuf>,
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

/// The argument with the modules of a loader, and whether it looks through whole packages.
fn module_argument(loader: &str) -> (&'static str, bool) {
    match loader {
        name if name.ends_with("_package_module") => ("package_module", true),
        name if name.ends_with("_package_name") => ("package_name", true),
        name if name.ends_with("_from_module") => ("module", false),
        _ => ("modules", false),
    }
}
