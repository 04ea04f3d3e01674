//! The static load of one code location: the interpreter runs the module that a target
//! names, as Dagster would import it, and what it leaves becomes the model.
//!
//! `host` tells the interpreter what Dagster and its libraries add; `loadable` takes the
//! object that Dagster would take, `repository` turns it into the model; `unreached`,
//! `references` and `reach` find what no code location picks up.

mod host;
mod loadable;
mod possible_loadable;
pub(crate) mod reach;
mod references;
mod repository;
mod repository_asset;
mod unreached;

use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::budget::Budget;
use crate::model::{CodeLocation, Entry, Reach, Target, TargetKind, fault};
use crate::path::shown_path;
use crate::python::import::find_module::Found;
use crate::python::interpreter::{Interpreter, Raise};
use crate::python::value::module::Module;
use crate::source::disk::Disk;
use crate::source::{Place, Sources};
use crate::suggest::closest_module;
use host::Dagster;

/// The load: runs the module that a target names in the interpreter, takes of it what Dagster
/// would take, and makes a code location of that. Whatever the code, this ends, within the
/// budget.
pub fn load(sources: &Sources, target: &Target, budget: Budget) -> CodeLocation {
    let place = place_of(sources, target);
    let mut cx = Interpreter::new(sources, target, &Dagster, budget, place);
    let mut location = empty(target);
    let module = match entry_module(&mut cx, place) {
        Ok(Some(module)) => Some(module),
        Ok(None) => {
            cx.fault(fault::MissingTarget {
                place,
                target: shown(target),
                near: near(sources.disk(), target),
            });
            None
        }
        // What was bound before the budget was spent is known all the same.
        Err(raise) => {
            cx.end(raise);
            cx.budget.steps = cx.budget.steps.max(STEPS_AFTERWARDS);
            cx.modules
                .get(entry_name(target).as_str())
                .cloned()
                .flatten()
        }
    };
    if let Some(module) = module {
        location.entry = Some(Entry {
            module: module.name.to_string(),
            file: module.file.map(crate::source::SourceFile::id),
        });
        if let Err(raise) = cx.take_loadable(&module, place, &mut location) {
            cx.end(raise);
        }
    }
    cx.note_dropped_definitions();
    cx.finish(&mut location);
    location
}

/// The code location of a target before anything of it is loaded.
fn empty(target: &Target) -> CodeLocation {
    CodeLocation {
        name: target.name.clone(),
        target: target.clone(),
        project: target.project,
        entry: None,
        loaded_from: None,
        repositories: 0,
        assets: Vec::new(),
        asset_checks: Vec::new(),
        jobs: Vec::new(),
        automations: Vec::new(),
        resources: Vec::new(),
        nodes: Vec::new(),
        unknowns: Vec::new(),
        faults: Vec::new(),
        imported: Vec::new(),
        defs_files: Vec::new(),
        imports: Vec::new(),
        reach: Reach::default(),
    }
}

/// What is left, where the budget was spent, to collect what is known.
const STEPS_AFTERWARDS: u64 = 200_000;

/// The name under which the entry is imported.
fn entry_name(target: &Target) -> String {
    match &target.kind {
        TargetKind::Module(name) | TargetKind::DefsModule(name) => name.clone(),
        TargetKind::File(path) => path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default(),
    }
}

/// The module that a target names, imported or run.
fn entry_module<'a>(
    cx: &mut Interpreter<'a>,
    place: Place,
) -> Result<Option<Rc<Module<'a>>>, Raise<'a>> {
    match &cx.target.kind {
        TargetKind::Module(name) | TargetKind::DefsModule(name) => cx.import_module(name, place),
        TargetKind::File(path) => {
            if !cx.disk().is_file(path) {
                return Ok(None);
            }
            let stem = entry_name(cx.target);
            // A file that is run is no part of a package, even if it lies in one.
            let module = cx.make_module(&stem, Found::Module(path.clone()), true);
            cx.modules.insert(Rc::from(stem), Some(Rc::clone(&module)));
            cx.run_module(&module)?;
            Ok(Some(module))
        }
    }
}

/// Where faults of the target itself are told: what declares it, or the file that it
/// names, or would name.
fn place_of(sources: &Sources, target: &Target) -> Place {
    if let Some(place) = target.declared_at {
        return place;
    }
    let path: PathBuf = match &target.kind {
        TargetKind::File(path) => path.clone(),
        TargetKind::Module(name) | TargetKind::DefsModule(name) => {
            module_path(&target.working_directory, name)
        }
    };
    Place::start_of(sources.read(&path).id())
}

fn module_path(directory: &Path, name: &str) -> PathBuf {
    directory.join(format!("{}.py", name.replace('.', "/")))
}

fn shown(target: &Target) -> String {
    match &target.kind {
        TargetKind::Module(name) | TargetKind::DefsModule(name) => name.clone(),
        TargetKind::File(path) => shown_path(path, &target.working_directory),
    }
}

/// A module or file with nearly the name of a target that does not exist.
fn near(disk: &Disk, target: &Target) -> Option<String> {
    match &target.kind {
        TargetKind::Module(name) | TargetKind::DefsModule(name) => {
            closest_module(disk, &target.search_path, name)
        }
        TargetKind::File(path) => {
            let stem = path.file_stem()?.to_str()?;
            let near = closest_module(disk, &[path.parent()?.to_path_buf()], stem)?;
            let near = path.with_file_name(format!("{near}.py"));
            disk.is_file(&near)
                .then(|| shown_path(&near, &target.working_directory))
        }
    }
}
