//! The definitions in one file of a defs folder.

use std::path::Path;
use std::rc::Rc;

use super::collect::{Collected, Wanted};
use crate::model::{Binding, Kind, Several, fault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::module::Module;
use crate::python::value::object::{Contents, Data, Object};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn build_file_defs(
        &mut self,
        path: &Path,
        stem: &str,
        dotted: &str,
        place: Place,
    ) -> Eval<'a, Contents<'a>> {
        let file = self.sources.read(path);
        self.kept.defs_files.push(file.id());
        let at = Place::start_of(file.id());
        let own = &self.target.search_path;
        let below = own
            .iter()
            .filter_map(|root| path.strip_prefix(root).ok())
            .min_by_key(|path| path.components().count());
        let dotted_part = below.and_then(|below| {
            let parent = below.parent()?;
            let folders = parent
                .components()
                .map(|part| part.as_os_str().to_string_lossy().into_owned());
            folders
                .chain([stem.to_owned()])
                .find(|part| part.contains('.'))
        });
        if let Some(name) = dotted_part {
            let fault = fault::UnimportableDefsFile { place: at, name };
            return self.raise_fault("ModuleNotFoundError", "a module name with a dot", at, fault);
        }
        let module = self.import_module(dotted, place)?;
        let Some(module) = module else {
            let mut contents = Contents::default();
            let reason = format!("the module `{dotted}` is not found");
            contents.open(&Kind::ALL, &Unknown::new(reason, at));
            return Ok(contents);
        };
        self.file_contents(&module, at)
    }

    /// What Dagster takes of one file: its `Definitions`, else its `@definitions`
    /// functions, else everything loose.
    fn file_contents(&mut self, module: &Rc<Module<'a>>, at: Place) -> Eval<'a, Contents<'a>> {
        self.kept.collected.insert(Rc::clone(&module.name));
        let objects = self.module_objects(module);
        let listed = self.listed_objects(module);
        let of = |test: &dyn Fn(&Object<'a>) -> bool| named_or_listed(&objects, &listed, test);
        let definitions = of(&|object| matches!(object.data, Data::Definitions(_)));
        let lazy = of(&|object| matches!(object.data, Data::Lazy { .. }));
        let class = "DagsterInvalidDefinitionError";
        let both = lazy.iter().chain(&definitions);
        if !lazy.is_empty()
            && !definitions.is_empty()
            && let Some(bindings) = Several::of(both.map(|(binding, _)| binding.clone()))
        {
            let fault = fault::MixedDefinitions { bindings };
            return self.raise_fault(class, "both kinds of definitions", at, fault);
        }
        let names = definitions.iter().map(|(binding, _)| binding.clone());
        if let Some(bindings) = Several::of(names) {
            let kind = crate::model::LoadableKind::Definitions;
            let fault = fault::TooManyLoadables { kind, bindings };
            return self.raise_fault(class, "several Definitions objects", at, fault);
        }
        if let [(binding, object)] = definitions.as_slice()
            && let Data::Definitions(contents) = &object.data
        {
            let contents = contents.clone();
            self.note_hidden(module, &objects, &contents, binding);
            return Ok(contents);
        }
        if let Some((first, _)) = lazy.first() {
            let contents = self.lazy_contents(module, &lazy, at)?;
            self.note_hidden(module, &objects, &contents, first);
            return Ok(contents);
        }
        self.loose_contents(module, &objects, at)
    }

    /// What the `@definitions` functions of a file give.
    fn lazy_contents(
        &mut self,
        module: &Module<'a>,
        lazy: &[(Binding, Rc<Object<'a>>)],
        at: Place,
    ) -> Eval<'a, Contents<'a>> {
        let mut contents = Contents::default();
        for (binding, object) in lazy {
            let Data::Lazy {
                function,
                takes_context,
            } = &object.data
            else {
                continue;
            };
            let path = module.file.map(crate::source::SourceFile::path);
            let value = self.call_lazy(function, *takes_context, path, binding.place)?;
            let part = self.merge(&[value], None, at);
            self.add_part(&mut contents, part, at);
        }
        Ok(contents)
    }

    fn loose_contents(
        &mut self,
        module: &Rc<Module<'a>>,
        objects: &[(Binding, Rc<Object<'a>>)],
        at: Place,
    ) -> Eval<'a, Contents<'a>> {
        let mut found = Collected::default();
        self.collect(module, Wanted::Definitions, &mut found);
        self.note_containers(module);
        let mut contents = self.sorted_by_kind(found);
        for (binding, object) in objects {
            let Data::ComponentInstance(function) = &object.data else {
                continue;
            };
            let path = module
                .file
                .map_or(Path::new(""), crate::source::SourceFile::path);
            let part = self.build_instance_defs(function, path, binding.place);
            let part = self.contained(part, binding.place)?;
            self.add_part(&mut contents, part, at);
        }
        Ok(contents)
    }

    /// The Dagster objects of each list of a module that holds nothing else: of a defs file
    /// they count like those that have a name.
    fn listed_objects(&mut self, module: &Module<'a>) -> Vec<Vec<(Binding, Rc<Object<'a>>)>> {
        let mut lists = Vec::new();
        for name in module.scope.sorted_names() {
            let Some(binding) = module.scope.peek(&name) else {
                continue;
            };
            let Value::List(list) = self.settle(binding.value) else {
                continue;
            };
            let items = list.items.borrow().clone();
            let objects = items.into_iter().enumerate().map(|(index, item)| {
                let Value::Object(object) = self.settle(item) else {
                    return None;
                };
                let name = format!("{name}[{index}]");
                let place = object.place;
                Some((Binding { name, place }, object))
            });
            lists.extend(objects.collect::<Option<Vec<_>>>());
        }
        lists
    }

    /// The Dagster objects that the names of a module are certainly bound to.
    pub(crate) fn module_objects(&mut self, module: &Module<'a>) -> Vec<(Binding, Rc<Object<'a>>)> {
        let mut objects = Vec::new();
        for name in module.scope.sorted_names() {
            let Some(binding) = module.scope.peek(&name) else {
                continue;
            };
            if let Value::Object(object) = self.settle(binding.value) {
                objects.push((
                    Binding {
                        name: name.to_string(),
                        place: binding.place,
                    },
                    object,
                ));
            }
        }
        objects
    }

    /// Definitions of a file that its `Definitions` does not hold.
    fn note_hidden(
        &mut self,
        module: &Module<'a>,
        objects: &[(Binding, Rc<Object<'a>>)],
        contents: &Contents<'a>,
        by: &Binding,
    ) {
        if !contents.open.is_empty() {
            return;
        }
        let own = module.file.map(crate::source::SourceFile::id);
        for (binding, object) in objects {
            let Some(kind) = object.definition_kind() else {
                continue;
            };
            let loadable = matches!(
                object.data,
                Data::Assets(_) | Data::Job(_) | Data::Automation(_)
            );
            if !loadable || Some(object.place.file) != own {
                continue;
            }
            let hidden = Binding {
                name: binding.name.clone(),
                place: object.place,
            };
            let fault = fault::HiddenInDefsFile {
                hidden,
                kind,
                by: by.clone(),
            };
            self.unless_reached(object, fault);
        }
    }

    /// Definitions in tuples, sets and dicts of a file.
    fn note_containers(&mut self, module: &Module<'a>) {
        for name in module.scope.sorted_names() {
            let Some(binding) = module.scope.peek(&name) else {
                continue;
            };
            if module
                .file
                .is_none_or(|file| file.id() != binding.place.file)
            {
                continue;
            }
            let Some((container, items)) = contained(&binding.value) else {
                continue;
            };
            for item in items {
                let Value::Object(object) = &item else {
                    continue;
                };
                let definition = matches!(
                    object.data,
                    Data::Assets(_) | Data::Spec(_) | Data::Job(_) | Data::Automation(_)
                );
                if !definition {
                    continue;
                }
                let definition = Binding {
                    name: name.to_string(),
                    place: object.place,
                };
                let fault = fault::InUncollectedContainer {
                    definition,
                    container,
                };
                self.unless_reached(object, fault);
            }
        }
    }
}

/// What a container holds that Dagster does not look into, and what it is called.
fn contained<'a>(value: &Value<'a>) -> Option<(&'static str, Vec<Value<'a>>)> {
    match value {
        Value::Tuple(items) => Some(("tuple", items.to_vec())),
        Value::Set(set, _) => Some(("set", set.keys())),
        Value::Dict(dict) => {
            let entries = dict.entries().into_iter();
            Some(("dict", entries.map(|entry| entry.value).collect()))
        }
        _ => None,
    }
}

/// The objects that pass a test, alone or in a list of such objects.
fn named_or_listed<'a>(
    named: &[(Binding, Rc<Object<'a>>)],
    listed: &[Vec<(Binding, Rc<Object<'a>>)>],
    test: &dyn Fn(&Object<'a>) -> bool,
) -> Vec<(Binding, Rc<Object<'a>>)> {
    let passes = |(_, object): &(Binding, Rc<Object<'a>>)| test(object);
    let lists = listed.iter().filter(|list| list.iter().all(passes));
    let alone = named.iter().filter(|one| passes(one));
    alone.chain(lists.flatten()).cloned().collect()
}
