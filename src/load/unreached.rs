//! Definitions of the imported modules that the location does not hold.
//!
//! Only what is made by Dagster itself, at the top level of a module, under a public
//! name, and is mentioned nowhere but in imports and lists that lead nowhere. A module
//! that is handed to something we do not follow may be looked through.

use ruff_python_ast::{Decorator, Expr, Stmt, visitor};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use super::references::{Names, References, Uses};
use crate::model::{
    AutomationKind, Bound, CodeLocation, Kind, LoadFault, LoadableKind, Reach, TargetKind,
    Unreached,
};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::module::{Module, ModuleState};
use crate::python::value::object::{Data, Object};
use crate::source::{FileId, Place, SourceFile};

/// Values that are looked through, of containers that module-level names hold.
const MOST_VALUES: usize = 200_000;

/// Containers within containers that are looked through.
const DEEPEST: usize = 100;

/// Words of code that looks through modules by itself.
const LOOKS_AROUND: [&str; 6] = [
    "globals(",
    "vars(",
    "locals(",
    "dir(",
    "sys.modules",
    "__dict__",
];

/// Words of code that imports what it finds.
const IMPORTS_BY_NAME: [&str; 7] = [
    "importlib",
    "pkgutil",
    "__import__",
    "runpy",
    "exec(",
    "find_modules",
    "load_source",
];

struct Candidate {
    definition: Bound,
    module: String,
    starts_itself: bool,
}

impl<'a> Interpreter<'a> {
    /// What the location does not hold, and what else it may reach.
    pub(super) fn reach(&self, location: &CodeLocation) -> Reach {
        let is_whole = location
            .loaded_from
            .is_some_and(|kind| !location.target.found || kind <= LoadableKind::Definitions)
            && !matches!(location.target.kind, TargetKind::DefsModule(_))
            && self
                .modules
                .values()
                .flatten()
                .all(|module| module.state.get() == ModuleState::Loaded);
        if !is_whole {
            return Reach {
                unreached: Vec::new(),
                may_reach_others: true,
            };
        }
        let may_reach_others = !location.is_complete() && self.mentions(&IMPORTS_BY_NAME);
        Reach {
            unreached: self.unreached(location, may_reach_others),
            may_reach_others,
        }
    }

    fn mentions(&self, words: &[&str]) -> bool {
        self.files().any(|(_, file)| contains_any(file, words))
    }

    /// The modules with a file, by name.
    fn files(&self) -> impl Iterator<Item = (&Module<'a>, &'a SourceFile)> {
        let mut modules: Vec<&Module<'a>> =
            self.modules.values().flatten().map(|it| &**it).collect();
        modules.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        modules
            .into_iter()
            .filter_map(|module| Some((module, module.file?)))
    }

    fn unreached(&self, location: &CodeLocation, may_reach_others: bool) -> Vec<Unreached> {
        let candidates = self.candidates();
        if candidates.is_empty() {
            return Vec::new();
        }
        let places: FxHashMap<Place, usize> = candidates
            .iter()
            .enumerate()
            .map(|(number, candidate)| (candidate.definition.place, number))
            .collect();
        let Some(names) = self.names(&places) else {
            return Vec::new();
        };
        let mut anywhere: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (name, which) in names.iter().flat_map(|(_, names)| &names.wanted) {
            anywhere.entry(name.clone()).or_default().extend(which);
        }
        let Uses {
            mentioned,
            handed,
            lists,
        } = self.uses(&names, &anywhere);
        let found = candidates.into_iter().enumerate();
        let found = found.filter(|(number, candidate)| {
            !mentioned.contains(number)
                && (location.is_closed(candidate.definition.kind)
                    || !may_reach_others && !self.is_looked_through(&candidate.module, &handed))
        });
        found
            .map(|(_, candidate)| Unreached {
                siblings: siblings(candidate.definition.place.file, &lists, location),
                definition: candidate.definition,
                starts_itself: candidate.starts_itself,
            })
            .collect()
    }

    /// How the files use the names of the candidates.
    fn uses(&self, names: &[(String, Names)], anywhere: &FxHashMap<String, Vec<usize>>) -> Uses {
        let mut uses = Uses::default();
        for ((_, file), (_, names)) in self.files().zip(names) {
            let Some(tree) = file.parsed().module() else {
                continue;
            };
            let mut own = Vec::new();
            let mut references = References {
                names,
                anywhere,
                mentioned: &mut uses.mentioned,
                handed: &mut uses.handed,
                lists: &mut own,
                locals: Vec::new(),
                late: FxHashSet::default(),
            };
            visitor::Visitor::visit_body(&mut references, &tree.body);
            let own = own.into_iter();
            let own = own.map(|(range, count)| (file.id(), range, count));
            uses.lists.extend(own);
        }
        uses
    }

    /// Whether something that we do not follow may have looked through a module.
    fn is_looked_through(&self, module: &str, handed: &FxHashSet<String>) -> bool {
        let is_handed = handed.iter().any(|handed| {
            module == handed
                || module.ends_with(&format!(".{handed}"))
                || module.starts_with(&format!("{handed}."))
        });
        let file = self.modules.get(module).and_then(|it| it.as_ref()?.file);
        is_handed
            || self.kept.collected.contains(module)
            || file.is_none_or(|file| contains_any(file, &LOOKS_AROUND))
    }

    /// The definitions that are not held, each once.
    fn candidates(&self) -> Vec<Candidate> {
        let told: FxHashSet<Place> = self.faults.iter().filter_map(told).collect();
        let meant: FxHashSet<(&str, &str)> = self.faults.iter().filter_map(meant).collect();
        let mut candidates = Vec::new();
        for (module, file) in self.files() {
            let Some(tree) = file.parsed().module() else {
                continue;
            };
            for stmt in &tree.body {
                let Some((name, range)) = self.made_by(stmt, module) else {
                    continue;
                };
                let place = file.place(range);
                let Some(Value::Object(object)) = module.scope.peek(name).map(|it| it.value) else {
                    continue;
                };
                let held = self.kept.held.contains(&object.place)
                    || told.contains(&object.place)
                    || meant.contains(&(&*module.name, name));
                let own = object.place == place
                    || object.place.file == file.id() && range.contains_range(object.place.range);
                let Some(kind) = kind_of(&object).filter(|_| own && !held) else {
                    continue;
                };
                candidates.push(Candidate {
                    definition: Bound {
                        kind,
                        name: name.to_owned(),
                        place: object.place,
                    },
                    module: module.name.to_string(),
                    starts_itself: matches!(&object.data, Data::Automation(it) if it.starts_itself),
                });
            }
        }
        candidates
    }

    /// The public name that a statement binds to what Dagster itself makes, and the
    /// name of the function, or the call.
    fn made_by<'s>(&self, stmt: &'s Stmt, module: &Module<'a>) -> Option<(&'s str, TextRange)> {
        let (name, range, makers) = match stmt {
            Stmt::FunctionDef(def) => {
                let decorators = def.decorator_list.iter();
                let makers: Vec<&Expr> = decorators
                    .map(|Decorator { expression, .. }| expression)
                    .collect();
                (def.name.as_str(), def.name.range, makers)
            }
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] => {
                    (name.id.as_str(), assign.value.range(), vec![&*assign.value])
                }
                _ => return None,
            },
            Stmt::AnnAssign(assign) => match (&*assign.target, &assign.value) {
                (Expr::Name(name), Some(value)) => {
                    (name.id.as_str(), value.range(), vec![&**value])
                }
                _ => return None,
            },
            _ => return None,
        };
        let is_function = stmt.is_function_def_stmt();
        let direct = makers.iter().all(|maker| {
            let callee = match maker {
                Expr::Call(call) => &*call.func,
                maker if is_function => maker,
                _ => return false,
            };
            is_api(callee, module)
        });
        (direct && !makers.is_empty() && !name.starts_with('_')).then_some((name, range))
    }

    /// What the names of each module stand for; `None` where that is too much to look at.
    fn names(&self, places: &FxHashMap<Place, usize>) -> Option<Vec<(String, Names)>> {
        let mut left = MOST_VALUES;
        let mut all = Vec::new();
        for (module, _) in self.files() {
            let mut names = Names::default();
            for name in module.scope.sorted_names() {
                let Some(binding) = module.scope.peek(&name) else {
                    continue;
                };
                let mut which = Vec::new();
                collect(&binding.value, places, &mut which, &mut left, DEEPEST)?;
                match &binding.value {
                    Value::Module(module) => {
                        names
                            .modules
                            .insert(name.to_string(), module.name.to_string());
                    }
                    Value::Object(object) if self.kept.held.contains(&object.place) => {
                        names.held.insert(name.to_string(), object.place.file);
                    }
                    _ => {}
                }
                if !which.is_empty() {
                    names.wanted.insert(name.to_string(), which);
                }
            }
            all.push((module.name.to_string(), names));
        }
        Some(all)
    }
}

/// Whether what is called or decorates is a name of Dagster's API, or makes a job of a graph.
fn is_api(callee: &Expr, module: &Module<'_>) -> bool {
    match callee {
        Expr::Name(name) => matches!(
            module.scope.peek(name.id.as_str()).map(|it| it.value),
            Some(Value::Api(_))
        ),
        Expr::Attribute(attribute) if attribute.attr.as_str() == "to_job" => true,
        Expr::Attribute(attribute) => match &*attribute.value {
            Expr::Name(name) => match module.scope.peek(name.id.as_str()).map(|it| it.value) {
                Some(Value::External(path)) => &*path == "dagster",
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

/// The candidates that a value is or holds.
fn collect(
    value: &Value<'_>,
    places: &FxHashMap<Place, usize>,
    which: &mut Vec<usize>,
    left: &mut usize,
    depth: usize,
) -> Option<()> {
    *left = left.checked_sub(1)?;
    let depth = depth.checked_sub(1)?;
    let mut all = |values: &[Value<'_>]| {
        values
            .iter()
            .try_for_each(|value| collect(value, places, which, left, depth))
    };
    match value {
        Value::Object(object) => which.extend(places.get(&object.place)),
        Value::List(list) => all(&list.items.borrow())?,
        Value::Tuple(items) => all(items)?,
        Value::Set(set, _) => all(&set.keys())?,
        Value::Dict(dict) => {
            for entry in dict.entries() {
                collect(&entry.value, places, which, left, depth)?;
            }
        }
        Value::Choice(choice) => {
            for (_, value) in choice.iter() {
                collect(value, places, which, left, depth)?;
            }
        }
        _ => {}
    }
    Some(())
}

/// The kind of an object that a location should hold.
fn kind_of(object: &Object<'_>) -> Option<Kind> {
    Some(match &object.data {
        Data::Assets(assets) if assets.is_checks_only() => Kind::AssetChecks,
        Data::Assets(assets) if assets.node.is_some() => Kind::Assets,
        Data::Job(_) => Kind::Jobs,
        Data::Automation(automation) if automation.kind == AutomationKind::Schedule => {
            Kind::Schedules
        }
        Data::Automation(_) => Kind::Sensors,
        _ => return None,
    })
}

/// The definition that another finding says the location loses.
fn told(fault: &LoadFault) -> Option<Place> {
    match fault {
        LoadFault::HiddenInDefsFile(fault) => Some(fault.hidden.place),
        LoadFault::InUncollectedContainer(fault) => Some(fault.definition.place),
        LoadFault::IgnoredLoadable(fault) => Some(fault.ignored.place),
        _ => None,
    }
}

/// The module and the name in it that an import of a missing name means: that the
/// definition is not loaded is told of the import.
fn meant(fault: &LoadFault) -> Option<(&str, &str)> {
    match fault {
        LoadFault::MissingName(fault) => Some((&fault.module, fault.near.as_deref()?)),
        _ => None,
    }
}

/// Where most of the other definitions of a file are listed, or the loader that brings
/// them in.
fn siblings(
    file: FileId,
    lists: &[(FileId, TextRange, FxHashMap<FileId, usize>)],
    location: &CodeLocation,
) -> Option<(Place, usize)> {
    let listed = lists
        .iter()
        .filter_map(|(within, range, count)| {
            Some((Place::new(*within, *range), *count.get(&file)?))
        })
        .max_by_key(|(place, count)| (*count, std::cmp::Reverse(place.range.start())));
    if listed.is_some() {
        return listed;
    }
    let loaded = location
        .assets
        .iter()
        .filter(|asset| asset.place.file == file);
    let by = loaded
        .clone()
        .find_map(|asset| asset.brought_by.last().copied())?;
    let places: FxHashSet<Place> = loaded.map(|asset| asset.place).collect();
    Some((by, places.len()))
}

fn contains_any(file: &SourceFile, words: &[&str]) -> bool {
    let text = file.text().as_bytes();
    words
        .iter()
        .any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
}
