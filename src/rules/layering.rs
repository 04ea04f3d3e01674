//! DAG241: a module that imports from a code location that it is not part of.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::check::Check;
use crate::diagnostic::Diagnostic;
use crate::model::{CodeLocation, Model, ModuleImport};
use crate::rule::Rule;
use crate::source::FileId;

pub(crate) const CHECK: Check = Check::Model(check);

fn check(rule: &'static Rule, model: &Model<'_>, found: &mut Vec<Diagnostic>) {
    let folders = Folders::of(model);
    // By the code location that is entered and the importing file.
    let mut crossing: BTreeMap<(usize, FileId), Crossing<'_>> = BTreeMap::new();
    for (number, location) in model.code_locations.iter().enumerate() {
        for import in &location.imports {
            let Some(to) = folders.crossed(model, number, import) else {
                continue;
            };
            let crossing = crossing.entry((to, import.place.file)).or_default();
            let is_new = |known: &&ModuleImport| known.place != import.place;
            if crossing.imports.iter().all(is_new) {
                crossing.imports.push(import);
            }
            if !crossing.by.contains(&number) {
                crossing.by.push(number);
            }
        }
    }
    for ((to, from), crossing) in crossing {
        let is_library = folders.holding(model, from).is_none();
        found.extend(diagnostic(rule, model, to, is_library, &crossing));
    }
}

/// The imports of one file that lead into a code location, and the other code locations
/// for which they run.
#[derive(Default)]
struct Crossing<'m> {
    imports: Vec<&'m ModuleImport>,
    by: Vec<usize>,
}

/// The folders of the modules that the code locations are loaded from, each with the
/// number of one such code location.
struct Folders(HashMap<PathBuf, usize>);

impl Folders {
    fn of(model: &Model<'_>) -> Self {
        let locations = model.code_locations.iter().enumerate();
        Self(
            locations
                .filter_map(|(number, location)| {
                    let entry = location.entry.as_ref()?.file?;
                    let path = model.sources.get(entry).path();
                    Some((path.parent()?.to_path_buf(), number))
                })
                .collect(),
        )
    }

    /// The innermost folder that holds a file, and its code location.
    fn holding(&self, model: &Model<'_>, file: FileId) -> Option<(&Path, usize)> {
        let path = model.sources.get(file).path();
        let (folder, number) = path
            .ancestors()
            .find_map(|above| self.0.get_key_value(above))?;
        Some((folder, *number))
    }

    /// The code location that an import leads into from beside it, as `by` is loaded.
    fn crossed(&self, model: &Model<'_>, by: usize, import: &ModuleImport) -> Option<usize> {
        let (target, to) = self.holding(model, import.file)?;
        let from = model.sources.get(import.place.file).path();
        let location = &model.code_locations[by];
        let own = model.sources.get(location.entry.as_ref()?.file?).path();
        let own = own.parent()?;
        if from.starts_with(target) || is_guessed(model, location, import) {
            return None;
        }
        let is_crossed = if own == target {
            self.holding(model, import.place.file).is_none() && self.is_shared(model, by, import)
        } else {
            // One whose folder holds that of another is made of it.
            !target.starts_with(own)
        };
        is_crossed.then_some(to)
    }

    /// Whether the importing module lies in a top-level package with several code locations.
    fn is_shared(&self, model: &Model<'_>, by: usize, import: &ModuleImport) -> bool {
        let mut imports = model.code_locations[by].imports.iter();
        let importing = imports.find(|it| it.file == import.place.file);
        let top = |module: &str| module.split('.').next().map(str::to_owned);
        let Some(package) = importing.and_then(|it| top(&it.module)) else {
            return false;
        };
        let beside = self.0.values().filter(|number| {
            let entry = model.code_locations[**number].entry.as_ref();
            entry.and_then(|entry| top(&entry.module)).as_ref() == Some(&package)
        });
        beside.count() > 1
    }
}

/// Whether nothing declares a code location, and an import of it leads to another directory
/// of the search path than that of its entry: it may not be on the path at all.
fn is_guessed(model: &Model<'_>, location: &CodeLocation, import: &ModuleImport) -> bool {
    let root = |file: FileId, module: &str| {
        let path = model.sources.get(file).path();
        let is_package = path.file_stem().is_some_and(|stem| stem == "__init__");
        let parts = module.split('.').count() + usize::from(is_package);
        path.ancestors().nth(parts).map(Path::to_path_buf)
    };
    let entry = location.entry.as_ref();
    let entry = entry.and_then(|entry| root(entry.file?, &entry.module));
    location.target.found && entry != root(import.file, &import.module)
}

fn diagnostic(
    rule: &'static Rule,
    model: &Model<'_>,
    to: usize,
    is_library: bool,
    crossing: &Crossing<'_>,
) -> Option<Diagnostic> {
    let (first, others) = crossing.imports.split_first()?;
    let to = &model.code_locations[to].name;
    let mut by = crossing.by.iter();
    let by = by.next().map(|by| &model.code_locations[*by].name)?;
    let module = &first.module;
    let message = if is_library {
        format!("a library of code locations imports `{module}` of code location `{to}`")
    } else {
        format!("code location `{by}` imports `{module}` of code location `{to}`")
    };
    let mut finding = Diagnostic::new(rule, first.place, message)
        .symbol(module)
        .label(format!("part of code location `{to}`"))
        .help(
            "a change in one code location then breaks others, and none can be deployed alone; \
             move what they share to a library",
        );
    for other in others {
        finding = finding.equal(other.place, "and this");
    }
    Some(finding)
}
