//! Which definitions of the projects no code location picks up.
//!
//! A definition is an orphan only if each code location that imports its module is
//! known not to hold it, no other one may import it, and nothing else uses it.

mod broken;
mod comment;
mod imports;
mod linked;
mod scan;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub(crate) use broken::broken_modules;

use crate::discover::{Discovery, ModuleFile, below_root};
use crate::model::{Bound, CodeLocation, Orphan, OrphanModule, ProjectId, Unreached};
use crate::path::git_root;
use crate::source::{FileId, Place, SourceFile, Sources};
use imports::Imports;

/// What was loaded, as far as it matters who picks up what.
struct Loads<'a> {
    sources: &'a Sources,
    locations: Vec<&'a CodeLocation>,
    /// The code locations that import a file, by number.
    importers: HashMap<FileId, Vec<usize>>,
    /// The project of each file that could hold orphans.
    projects: HashMap<FileId, ProjectId>,
    /// The projects with a code location.
    located: HashSet<ProjectId>,
    modules: &'a [ModuleFile],
    roots: &'a BTreeSet<PathBuf>,
}

/// Definitions that no code location picks up, and whole modules of them.
pub(crate) fn orphans(
    sources: &Sources,
    found: &Discovery,
    locations: &[CodeLocation],
) -> (Vec<Orphan>, Vec<OrphanModule>) {
    let loads = Loads::of(sources, found, locations);
    // A load that failed inside of daglint may hold anything.
    if locations.len() < found.targets.len() {
        return (Vec::new(), Vec::new());
    }
    let named = found.python_files.is_none();
    let modules = if named { Vec::new() } else { loads.modules() };
    (loads.definitions(named), modules)
}

impl<'a> Loads<'a> {
    fn of(sources: &'a Sources, found: &'a Discovery, locations: &'a [CodeLocation]) -> Self {
        // What was found and holds nothing is no code location.
        let real =
            |location: &&CodeLocation| !location.target.found || location.loaded_from.is_some();
        let locations: Vec<&CodeLocation> = locations.iter().filter(real).collect();
        let mut importers: HashMap<FileId, Vec<usize>> = HashMap::new();
        for (number, location) in locations.iter().enumerate() {
            for &file in &location.imported {
                importers.entry(file).or_default().push(number);
            }
        }
        let projects = found.modules.iter();
        let projects = projects.filter_map(|module| Some((module.file, module.project?)));
        let projects: HashMap<FileId, ProjectId> = projects.collect();
        // A library whose examples alone are code locations offers what it defines.
        let entries = locations
            .iter()
            .filter_map(|location| location.entry.as_ref()?.file);
        let located = entries.filter_map(|entry| projects.get(&entry).copied());
        Self {
            sources,
            located: located.collect(),
            projects,
            importers,
            locations,
            modules: &found.modules,
            roots: &found.walked,
        }
    }

    /// Whether a file may hold orphans at all: it is deployed code of a project with a
    /// code location, and no code location that does not import it may do so unseen.
    fn is_closed(&self, file: FileId) -> bool {
        let located = self.projects.get(&file);
        let importers = self.importers.get(&file);
        let path = self.sources.get(file).path();
        let may_reach = |(number, location): (usize, &&CodeLocation)| {
            location.reach.may_reach_others
                && importers.is_none_or(|importers| !importers.contains(&number))
                && location
                    .target
                    .search_path
                    .iter()
                    .any(|root| path.starts_with(root))
        };
        located.is_some_and(|project| self.located.contains(project))
            && !self.locations.iter().enumerate().any(may_reach)
    }

    /// The files that no code location imports.
    fn unseen(&self) -> impl ParallelIterator<Item = &'a SourceFile> {
        let modules = self.modules.par_iter();
        let unseen = modules.filter(|module| !self.importers.contains_key(&module.file));
        unseen.map(|module| self.sources.get(module.file))
    }

    /// Orphans in imported modules. Where the command line `named` what to load, other
    /// code locations are not known.
    fn definitions(&self, named: bool) -> Vec<Orphan> {
        let mut unreached: BTreeMap<(FileId, u32), Vec<(usize, &Unreached)>> = BTreeMap::new();
        for (number, location) in self.locations.iter().enumerate() {
            for found in &location.reach.unreached {
                let place = found.definition.place;
                let key = (place.file, place.range.start().to_u32());
                unreached.entry(key).or_default().push((number, found));
            }
        }
        unreached.retain(|(file, _), by| {
            self.importers
                .get(file)
                .is_some_and(|all| all.len() == by.len())
                && self.is_closed(*file)
        });
        if unreached.is_empty() {
            return Vec::new();
        }
        let used = self.used_unseen(unreached.values().map(|by| by[0].1), named);
        let orphans = unreached.into_values().filter(|by| {
            let definition = &by[0].1.definition;
            !used.contains(&definition.place)
        });
        let orphans = orphans.map(|by| self.orphan(&by)).collect();
        by_module(linked::once(self, orphans))
    }

    /// A definition that every code location `by` which imports it leaves out.
    fn orphan(&self, by: &[(usize, &Unreached)]) -> Orphan {
        // The code location that holds most of the siblings says it best.
        let best = by.iter().max_by_key(|(number, found)| {
            (
                found.siblings.map(|(_, count)| count),
                std::cmp::Reverse(*number),
            )
        });
        let (number, found) = *best.unwrap_or(&by[0]);
        let location = self.locations[number];
        Orphan {
            unreached: found.clone(),
            others: Vec::new(),
            code_location: location.name.clone(),
            commented_out: comment::mention(self.sources, location, &found.definition),
        }
    }

    /// The definitions that files which no code location imports make use of.
    fn used_unseen<'u>(
        &self,
        unreached: impl Iterator<Item = &'u Unreached>,
        named: bool,
    ) -> HashSet<Place> {
        let all: Vec<&Bound> = unreached.map(|found| &found.definition).collect();
        let used: Vec<HashSet<Place>> = self
            .unseen()
            .map(|file| {
                let mut used = HashSet::new();
                let mut imports: Option<Imports> = None;
                for definition in &all {
                    let module = self.sources.get(definition.place.file).path();
                    let stem = imports::stem(module);
                    let mentions = |word: &str| {
                        memchr::memmem::find(file.text().as_bytes(), word.as_bytes()).is_some()
                    };
                    if !mentions(&stem) || !(named || mentions(&definition.name)) {
                        continue;
                    }
                    let imports = imports.get_or_insert_with(|| Imports::of(file));
                    if imports.reach(module) {
                        used.insert(definition.place);
                    }
                }
                used
            })
            .collect();
        used.into_iter().flatten().collect()
    }

    /// Modules with definitions that no code location imports, beside some that are loaded.
    fn modules(&self) -> Vec<OrphanModule> {
        let loaded = Loaded::of(self);
        let unseen = self
            .modules
            .par_iter()
            .filter(|module| module.mentions_dagster && !self.importers.contains_key(&module.file));
        let mut orphans: Vec<OrphanModule> = unseen
            .filter_map(|module| {
                let file = self.sources.get(module.file);
                let (sibling, number) = loaded.beside(file.path(), self)?;
                if !self.is_closed(module.file) || self.is_beside_component(file.path()) {
                    return None;
                }
                let location = self.locations[number];
                Some(OrphanModule {
                    file: module.file,
                    definitions: scan::definitions(file, below_root(file.path(), self.roots))?,
                    sibling,
                    code_location: location.name.clone(),
                    commented_out: comment::import(self.sources, location, file),
                })
            })
            .collect();
        if !orphans.is_empty() {
            self.drop_used(&mut orphans);
            linked::drop_loaded(self, &mut orphans);
        }
        orphans
    }

    /// Drops modules that some other file imports, late or as a script of its own, and
    /// those that a configuration names.
    fn drop_used(&self, orphans: &mut Vec<OrphanModule>) {
        let own: HashSet<FileId> = orphans.iter().map(|orphan| orphan.file).collect();
        let paths: Vec<(FileId, PathBuf, String)> = orphans
            .iter()
            .map(|orphan| {
                let path = self.sources.get(orphan.file).path();
                (orphan.file, path.to_path_buf(), imports::stem(path))
            })
            .collect();
        let used: Vec<HashSet<FileId>> = self
            .modules
            .par_iter()
            .filter(|module| !own.contains(&module.file))
            .map(|module| {
                let file = self.sources.get(module.file);
                let mut imports: Option<Imports> = None;
                let mut used = HashSet::new();
                for (orphan, path, stem) in &paths {
                    if memchr::memmem::find(file.text().as_bytes(), stem.as_bytes()).is_some()
                        && imports.get_or_insert_with(|| Imports::of(file)).reach(path)
                    {
                        used.insert(*orphan);
                    }
                }
                used
            })
            .collect();
        let used: HashSet<FileId> = used.into_iter().flatten().collect();
        orphans.retain(|orphan| {
            let path = self.sources.get(orphan.file).path();
            !used.contains(&orphan.file) && !self.is_configured(path)
        });
    }

    /// The folders around a module, up to the root of its repository.
    fn around<'p>(&self, module: &'p Path) -> impl Iterator<Item = &'p Path> {
        let mut roots = self.roots.iter().map(PathBuf::as_path);
        let root = git_root(self.sources.disk(), module)
            .or_else(|| roots.find(|root| module.starts_with(root)));
        let root = root.map_or_else(|| module.to_path_buf(), Path::to_path_buf);
        let above = module.ancestors().skip(1).take(6);
        above.take_while(move |folder| folder.starts_with(&root))
    }

    /// Whether a component file takes the place of a Python file; another rule tells that.
    fn is_beside_component(&self, path: &Path) -> bool {
        const FILES: [&str; 3] = ["defs.yaml", "defs.yml", "component.yaml"];
        let folders = self.around(path);
        let mut files = folders.flat_map(|folder| FILES.iter().map(|file| folder.join(file)));
        files.any(|file| self.sources.disk().is_file(&file))
    }

    /// Whether a file that is no Python names a module: a component file that is not
    /// evaluated, a Dockerfile, a Makefile.
    fn is_configured(&self, module: &Path) -> bool {
        let stem = imports::stem(module);
        let unknowns = self
            .locations
            .iter()
            .flat_map(|location| &location.unknowns);
        let mut named = unknowns.filter(|unknown| {
            let file = self.sources.get(unknown.place.file);
            file.path().extension().is_some_and(|it| it != "py") && file.text().contains(&stem)
        });
        named.next().is_some()
            || self.around(module).any(|folder| {
                let disk = self.sources.disk();
                let files = disk.list(folder).unwrap_or_default();
                let mut deploying = files
                    .iter()
                    .filter(|path| disk.is_file(path) && deploys(path));
                deploying.any(|path| self.sources.read(path).text().contains(&stem))
            })
    }
}

/// One orphan for a whole module of which nothing is picked up.
fn by_module(orphans: Vec<Orphan>) -> Vec<Orphan> {
    let mut whole: Vec<Orphan> = Vec::new();
    for orphan in orphans {
        let same = whole.last_mut().filter(|last| {
            let (last, next) = (&last.unreached, &orphan.unreached);
            last.definition.place.file == next.definition.place.file
                && last.siblings.or(next.siblings).is_none()
        });
        match same {
            Some(last) if orphan.commented_out.is_none() && last.commented_out.is_none() => {
                last.unreached.starts_itself |= orphan.unreached.starts_itself;
                last.others.push(orphan.unreached.definition);
            }
            _ => whole.push(orphan),
        }
    }
    whole
}

/// Whether a file says what is started or built.
fn deploys(path: &Path) -> bool {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    name.contains("dockerfile")
        || name.contains("compose")
        || matches!(
            &*name,
            "makefile" | "justfile" | "procfile" | "noxfile.py" | "tox.ini"
        )
        || name.ends_with(".sh")
        || name.ends_with(".toml")
        || name.ends_with(".yaml")
        || name.ends_with(".yml")
}

/// Where loaded definitions are made.
struct Loaded {
    /// For each folder the first loaded definition in it, and the code location.
    folders: BTreeMap<PathBuf, (Place, usize)>,
    /// Folders with imported files.
    imported: HashSet<PathBuf>,
}

impl Loaded {
    fn of(loads: &Loads<'_>) -> Self {
        let mut folders: BTreeMap<PathBuf, (Place, usize)> = BTreeMap::new();
        let folder = |file: FileId| {
            loads
                .sources
                .get(file)
                .path()
                .parent()
                .map(Path::to_path_buf)
        };
        for (number, location) in loads.locations.iter().enumerate() {
            let assets = location.assets.iter().map(|it| it.place);
            let checks = location.asset_checks.iter().map(|it| it.place);
            let jobs = location.jobs.iter().map(|it| it.place);
            let automations = location.automations.iter().map(|it| it.place);
            for place in assets.chain(checks).chain(jobs).chain(automations) {
                // What is in the entry itself says nothing of how modules are picked up.
                if location.entry.as_ref().and_then(|entry| entry.file) == Some(place.file) {
                    continue;
                }
                if let Some(folder) = folder(place.file) {
                    folders.entry(folder).or_insert((place, number));
                }
            }
        }
        let imported = loads.importers.keys().filter_map(|file| folder(*file));
        Self {
            folders,
            imported: imported.collect(),
        }
    }

    /// A loaded definition in a module beside a file, or in a package beside its package.
    fn beside(&self, path: &Path, loads: &Loads<'_>) -> Option<(Place, usize)> {
        let folder = path.parent()?;
        if let Some(found) = self.folders.get(folder) {
            return Some(*found);
        }
        let above = folder.parent()?;
        if self.imported.contains(folder) || !self.imported.contains(above) {
            return None;
        }
        let below = self.folders.range(above.to_path_buf()..);
        let mut below = below.take_while(|(sibling, _)| sibling.starts_with(above));
        let sibling = below.find(|(sibling, _)| sibling.parent() == Some(above));
        let (_, found) = sibling?;
        let _ = loads;
        Some(*found)
    }
}
