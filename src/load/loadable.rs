//! Which object of a module makes it a code location
//! (`dagster._core.workspace.autodiscovery`, `dagster._core.code_pointer`).

use std::collections::hash_map::Entry;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::possible_loadable::is_python_value;
use crate::article;
use crate::dagster::{Collected, Wanted};
use crate::model::{
    Binding, CodeLocation, JobKind, Kind, LoadableKind, NodeKind, Several, TargetKind, fault,
};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::function::Arguments;
use crate::python::value::module::Module;
use crate::python::value::object::{Contents, Data, Object};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// Objects and the names that they are bound to.
pub(super) type Bound<'a> = Vec<(Binding, Rc<Object<'a>>)>;

/// The kind of loadable that an object is.
pub(super) fn loadable_kind(object: &Object<'_>) -> Option<LoadableKind> {
    Some(match &object.data {
        Data::Lazy { .. } => LoadableKind::LazyDefinitions,
        Data::Definitions(_) => LoadableKind::Definitions,
        Data::Repository(_) => LoadableKind::Repository,
        Data::Job(job) if job.kind == JobKind::Op => LoadableKind::Job,
        Data::Node(node) if node.kind == NodeKind::Graph => LoadableKind::Graph,
        Data::Assets(assets) if !assets.is_checks_only() => LoadableKind::Assets,
        Data::Source(_) => LoadableKind::Assets,
        _ => return None,
    })
}

impl<'a> Interpreter<'a> {
    /// Takes from the entry module the object that Dagster would take.
    #[expect(
        clippy::too_many_lines,
        reason = "the choices of Dagster, in its order"
    )]
    pub(super) fn take_loadable(
        &mut self,
        module: &Rc<Module<'a>>,
        place: Place,
        location: &mut CodeLocation,
    ) -> Eval<'a, ()> {
        if let Some(attribute) = self.target.attribute.clone() {
            return self.take_attribute(module, &attribute, place, location);
        }
        if matches!(self.target.kind, TargetKind::DefsModule(_)) {
            let reason = "the legacy loader of `autoload_defs_module` is not followed".to_owned();
            let unknown = Unknown::new(reason, place);
            let mut contents = Contents::default();
            contents.open(&Kind::ALL, &unknown);
            location.loaded_from = Some(LoadableKind::Definitions);
            self.hold(&contents, location);
            return Ok(());
        }
        let objects = self.module_objects(module);
        let mut kinds: Vec<(LoadableKind, Bound<'a>)> = Vec::new();
        for (binding, object) in objects {
            let Some(kind) = loadable_kind(&object) else {
                continue;
            };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, found)) => found.push((binding, object)),
                None => kinds.push((kind, vec![(binding, object)])),
            }
        }
        kinds.sort_by_key(|(kind, _)| *kind);
        let possible = self.possible_loadable(module);
        let Some((kind, mut found)) = kinds.first().cloned() else {
            if let Some(value) = possible {
                return self.take_possible(value, place, location);
            }
            match self.loose_assets(module) {
                Some(contents) => {
                    location.loaded_from = Some(LoadableKind::Assets);
                    self.hold(&contents, location);
                }
                None => match self.outside_loadable(module) {
                    Some(value) => return self.take_possible(value, place, location),
                    None => self.note_nothing(module, place),
                },
            }
            return Ok(());
        };
        if kind > LoadableKind::Definitions
            && let Some(value @ Value::Choice(_)) = possible
        {
            return self.take_possible(value, place, location);
        }
        location.loaded_from = Some(kind);
        // Something that is not known may be what Dagster takes instead.
        let instead = possible.filter(|_| kind > LoadableKind::Definitions);
        let several = !matches!(kind, LoadableKind::Repository | LoadableKind::Assets);
        if let (true, Some(value)) = (several && found.len() > 1, &instead) {
            return self.take_possible(value.clone(), place, location);
        }
        let names = found.iter().map(|(binding, _)| binding.clone());
        if several && let Some(bindings) = Several::of(names) {
            self.fault(fault::TooManyLoadables { kind, bindings });
        }
        let mut contents = Contents::default();
        if kind == LoadableKind::Repository {
            self.drop_replaced(&mut found);
            location.repositories = found.len();
        }
        let taken = if kind == LoadableKind::Repository {
            found.len()
        } else {
            1
        };
        if kind == LoadableKind::Assets {
            contents = self.loose_assets(module).unwrap_or_default();
        } else {
            for (binding, object) in found.iter().take(taken) {
                let part = self.contents_of(object, binding.place)?;
                merge_repositories(&mut contents, part);
            }
        }
        match instead {
            Some(value) => contents.open(&Kind::ALL, &self.reason_of(&value, place)),
            None => self.note_ignored(module, &kinds),
        }
        self.hold(&contents, location);
        Ok(())
    }

    /// The assets of a module that has nothing else, those in lists included.
    fn loose_assets(&mut self, module: &Module<'a>) -> Option<Contents<'a>> {
        let mut collected = Collected::default();
        self.collect(module, Wanted::Assets { specs: false }, &mut collected);
        let is_empty = collected.items.is_empty() && collected.open.is_none();
        (!is_empty).then(|| self.sorted_by_kind(collected))
    }

    /// Of several repositories of one name Dagster keeps the last, by the order of the
    /// attributes (`LoadedRepositories` of `dagster._grpc.server`).
    fn drop_replaced(&mut self, found: &mut Bound<'a>) {
        let mut kept: FxHashMap<String, (Binding, Rc<Object<'a>>)> = FxHashMap::default();
        let mut left = Vec::new();
        for (binding, object) in found.drain(..).rev() {
            let name = match &object.data {
                Data::Repository(contents) => contents.repository.clone(),
                _ => None,
            };
            let Some(name) = name else {
                left.push((binding, object));
                continue;
            };
            match kept.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert((binding.clone(), Rc::clone(&object)));
                    left.push((binding, object));
                }
                // One object under two names is lost nowhere.
                Entry::Occupied(entry) if Rc::ptr_eq(&entry.get().1, &object) => {}
                Entry::Occupied(entry) => {
                    let (name, kept) = (entry.key().clone(), entry.get().0.clone());
                    let lost = binding;
                    self.fault(fault::ReplacedRepository { name, lost, kept });
                }
            }
        }
        left.reverse();
        *found = left;
    }

    /// Takes what a target names, if Dagster would.
    fn take_attribute(
        &mut self,
        module: &Rc<Module<'a>>,
        attribute: &str,
        place: Place,
        location: &mut CodeLocation,
    ) -> Eval<'a, ()> {
        let Some(value) = module.scope.read(attribute) else {
            if self.unknown_name(module, attribute, place).is_none() {
                self.fault(fault::MissingAttribute {
                    place,
                    attribute: attribute.to_owned(),
                });
            }
            return Ok(());
        };
        let mut value = self.settle(value);
        if let Value::Function(function) = &value {
            // With a default, too.
            if function.has_parameters() {
                let message = format!(
                    "the attribute `{attribute}` is a function that takes arguments, and is \
                     called without any"
                );
                self.fault(fault::Refused { place, message });
                return Ok(());
            }
            value = self.call(&value, Arguments::none(place))?;
        }
        let loadable = "loadable are a job, a graph, a `Definitions` and a repository";
        let found = article::named(value.type_name());
        if let Some((kind, contents)) = self.named_contents(&value, place)? {
            location.loaded_from = Some(kind);
            self.hold(&contents, location);
            return Ok(());
        }
        let message = match &value {
            Value::Object(_) => format!("the attribute `{attribute}` is {found}; {loadable}"),
            value if is_python_value(value) => {
                format!("the attribute `{attribute}` is, or gives, {found}; {loadable}")
            }
            _ => return self.take_possible(value, place, location),
        };
        self.fault(fault::Refused { place, message });
        Ok(())
    }

    /// What a value holds that an attribute names, if Dagster takes it for a code location.
    fn named_contents(
        &mut self,
        value: &Value<'a>,
        place: Place,
    ) -> Eval<'a, Option<(LoadableKind, Contents<'a>)>> {
        Ok(match value {
            Value::Object(object) => match loadable_kind(object) {
                Some(kind) if kind != LoadableKind::Assets => {
                    Some((kind, self.contents_of(object, place)?))
                }
                _ => None,
            },
            Value::List(_) if self.is_list_of_assets(value, place)? => {
                let mut contents = Contents::default();
                self.add_to_repository(&mut contents, value.clone(), place);
                Some((LoadableKind::Assets, contents))
            }
            _ => None,
        })
    }

    /// Whether Dagster takes a list for the assets that it holds.
    fn is_list_of_assets(&mut self, list: &Value<'a>, place: Place) -> Eval<'a, bool> {
        let items = self.elements(list, place)?.items;
        Ok(items.iter().all(|item| match item {
            Value::Object(object) => matches!(object.data, Data::Assets(_) | Data::Source(_)),
            item => item.is_unknown(),
        }))
    }

    /// What an object of a loadable kind holds.
    pub(super) fn contents_of(
        &mut self,
        object: &Rc<Object<'a>>,
        place: Place,
    ) -> Eval<'a, Contents<'a>> {
        match &object.data {
            Data::Definitions(contents) | Data::Repository(contents) => Ok(contents.clone()),
            Data::Lazy {
                function,
                takes_context,
            } => {
                if *takes_context {
                    let message = "an `@definitions` function that is the code location itself takes no parameter";
                    self.fault(fault::Refused {
                        place: object.place,
                        message: message.into(),
                    });
                }
                let value = self.call_lazy(function, *takes_context, None, place)?;
                Ok(self.contents_of_result(&value, object.place, place))
            }
            Data::Job(_) => Ok(Contents {
                jobs: vec![Value::Object(Rc::clone(object))],
                ..Contents::default()
            }),
            Data::Node(_) => Ok(Contents {
                jobs: vec![self.graph_as_job(object)],
                ..Contents::default()
            }),
            _ => Ok(Contents::default()),
        }
    }

    /// What an `@definitions` function returns, if Dagster takes it.
    fn contents_of_result(
        &mut self,
        value: &Value<'a>,
        function: Place,
        place: Place,
    ) -> Contents<'a> {
        let must = "an `@definitions` function must return a `Definitions`";
        let message = match value {
            Value::Object(inner) => match &inner.data {
                Data::Definitions(contents) | Data::Repository(contents) => {
                    return contents.clone();
                }
                _ => format!("{must} or a repository"),
            },
            Value::None => format!("{must}; this one returns nothing"),
            value if is_python_value(value) => {
                format!(
                    "{must}; this one returns {}",
                    article::named(value.type_name())
                )
            }
            value => return self.merge(std::slice::from_ref(value), None, place),
        };
        self.fault(fault::Refused {
            place: function,
            message,
        });
        Contents::default()
    }

    pub(super) fn object_of(&mut self, contents: Contents<'a>, place: Place) -> Value<'a> {
        self.object(Data::Definitions(contents), place)
    }
}

/// Several repositories of one location: their contents side by side.
fn merge_repositories<'a>(contents: &mut Contents<'a>, part: Contents<'a>) {
    contents.assets.extend(part.assets);
    contents.asset_checks.extend(part.asset_checks);
    contents.jobs.extend(part.jobs);
    contents.schedules.extend(part.schedules);
    contents.sensors.extend(part.sensors);
    contents.resources.extend(part.resources);
    contents.asset_checks_at = contents.asset_checks_at.or(part.asset_checks_at);
    contents.open.extend(part.open);
    contents.component_tree = contents.component_tree.or(part.component_tree);
}
