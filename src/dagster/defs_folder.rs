//! The defs folder: `load_from_defs_folder` and what it takes of each file
//! (`dagster.components.core.{load_defs,decl,defs_module}`).

use std::path::Path;
use std::rc::Rc;

use super::component::{COMPONENT_FILES, Folder};
use crate::discover::enclosing_dg_project;
use crate::model::{BrokenConfig, Kind, fault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::kept::DefsRoot;
use crate::python::stdlib::walk::sorted_entries;
use crate::python::value::arguments::Call;
use crate::python::value::module::Module;
use crate::python::value::object::{Contents, Data};
use crate::python::value::{Unknown, Value};
use crate::source::Place;
use crate::source::disk::Disk;

/// How far a walk goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    /// Into every folder, as `load_from_defs_folder`.
    Whole,
    /// A folder with a `definitions.py` is that file and nothing else, as `load_defs`.
    ToDefinitions,
}

impl<'a> Interpreter<'a> {
    /// No configuration of dg above, or one that says nothing of a project.
    fn no_project(&mut self, place: Place, config: Option<Place>) -> Eval<'a> {
        let fault = fault::MissingProjectConfig { place, config };
        self.raise_fault(
            "DagsterError",
            "no project configuration above",
            place,
            fault,
        )
    }

    /// A configuration of dg above that Dagster cannot read, or that daglint did not.
    fn broken_project(&mut self, place: Place, broken: BrokenConfig) -> Eval<'a> {
        let BrokenConfig { place: at, message } = broken;
        let Some(message) = message else {
            let unknown = Unknown::new("the configuration of the project was not read", at);
            return Ok(self.unknown_definitions(&unknown, place));
        };
        let fault = fault::BrokenProjectConfig { place: at, message };
        self.raise_fault("ParseError", "the configuration is not TOML", place, fault)
    }

    /// `load_from_defs_folder(path_within_project=...)`
    pub(super) fn make_load_from_defs_folder(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let given = call
            .some("path_within_project")
            .or_else(|| call.some("project_root"));
        let path = match given {
            Some(Value::Path(path)) => path.to_path_buf(),
            Some(Value::Str(path)) => self.target.working_directory.join(&*path),
            Some(value) => {
                return Ok(self.unknown_definitions(&self.reason_of(&value, place), place));
            }
            None => {
                return self.refuse("`load_from_defs_folder` needs `path_within_project`", place);
            }
        };
        let project = match enclosing_dg_project(self.sources, &path) {
            Ok(Some(project)) => project,
            Ok(None) => return self.no_project(place, None),
            Err(broken) => return self.broken_project(place, broken),
        };
        let Some(name) = project.defs_module else {
            return self.no_project(place, Some(project.place));
        };
        // A module is no folder: Dagster imports what lies beside it as modules in it.
        let found = self.import_module(&name, place)?;
        let Some(module) = found.as_ref().filter(|it| it.is_package()) else {
            let file = found.and_then(|it| it.file);
            let fault = fault::MissingDefsFolder {
                place,
                module: name.clone(),
                file: file.map(|file| Place::start_of(file.id())),
            };
            return self.raise_fault(
                "ModuleNotFoundError",
                format!("No module named '{name}'"),
                place,
                fault,
            );
        };
        let mut contents = self.build_package_defs(module, place, Walk::Whole)?;
        contents.component_tree = Some(place);
        Ok(self.object(Data::Definitions(contents), place))
    }

    /// `load_defs(defs_root)`, the older form: a folder with a `definitions.py` is that file.
    pub(super) fn make_load_defs(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let module = match call.get("defs_root") {
            Some(Value::Module(module)) => module,
            Some(value) => {
                return Ok(self.unknown_definitions(&self.reason_of(&value, place), place));
            }
            None => return self.refuse("`load_defs` needs the module of the defs folder", place),
        };
        let walk = match call.some("terminate_autoloading_on_keyword_files") {
            Some(Value::Bool(false)) => Walk::Whole,
            _ => Walk::ToDefinitions,
        };
        let mut contents = self.build_package_defs(&module, place, walk)?;
        contents.component_tree = Some(place);
        Ok(self.object(Data::Definitions(contents), place))
    }

    /// Everything in the folders of a package.
    fn build_package_defs(
        &mut self,
        module: &Rc<Module<'a>>,
        place: Place,
        walk: Walk,
    ) -> Eval<'a, Contents<'a>> {
        let mut contents = Contents::default();
        let directories = match module.file {
            _ if module.is_package() => module.directories.clone(),
            // A module in place of the folder: Dagster walks the folder that it is in.
            Some(file) => file
                .path()
                .parent()
                .map(Path::to_path_buf)
                .into_iter()
                .collect(),
            None => Vec::new(),
        };
        let project = |directory: &Path| {
            let project = enclosing_dg_project(self.sources, directory);
            let project = project.ok().flatten();
            project.map_or_else(|| directory.to_path_buf(), |project| project.directory)
        };
        self.kept.components.root = directories.first().map(|directory| {
            Rc::new(DefsRoot {
                directory: directory.clone(),
                module: module.name.to_string(),
                project: project(directory),
            })
        });
        if !directories.is_empty()
            && directories
                .iter()
                .all(|it| holds_nothing(self.disk(), it, is_loaded))
        {
            let message = format!("the defs folder `{}` holds nothing to load", module.name);
            return self.refuse(message, place);
        }
        for directory in directories {
            let part = self.build_folder_defs(&directory, &module.name, place, walk)?;
            self.add_part(&mut contents, part, place);
        }
        Ok(contents)
    }

    fn unknown_definitions(&mut self, unknown: &Rc<Unknown>, place: Place) -> Value<'a> {
        let mut contents = Contents {
            component_tree: Some(place),
            ..Contents::default()
        };
        contents.open(&Kind::ALL, unknown);
        self.object(Data::Definitions(contents), place)
    }

    pub(super) fn add_part(
        &mut self,
        contents: &mut Contents<'a>,
        part: Contents<'a>,
        place: Place,
    ) {
        let part = self.object(Data::Definitions(part), place);
        let whole = std::mem::take(contents);
        let whole = self.object(Data::Definitions(whole), place);
        *contents = self.merge(&[whole, part], None, place);
    }

    /// A folder: a component, or its Python files and folders by name.
    pub(super) fn build_folder_defs(
        &mut self,
        directory: &Path,
        name: &str,
        place: Place,
        walk: Walk,
    ) -> Eval<'a, Contents<'a>> {
        // Another component may have asked for it before.
        if let Some(Value::Object(known)) = self.kept.components.built_at(directory)
            && let Data::Definitions(contents) = &known.data
        {
            return Ok(contents.clone());
        }
        let loaded = self.within(directory, place, |cx| {
            cx.build_folder_defs_once(directory, name, place, walk)
        });
        let Some(loaded) = loaded else {
            return Ok(Contents::default());
        };
        let contents = loaded?;
        self.keep_built(directory, &contents, place);
        Ok(contents)
    }

    fn build_folder_defs_once(
        &mut self,
        directory: &Path,
        name: &str,
        place: Place,
        walk: Walk,
    ) -> Eval<'a, Contents<'a>> {
        let files = COMPONENT_FILES.iter().map(|file| directory.join(file));
        // Dagster asks whether there is anything of that name.
        let files: Vec<_> = files.filter(|path| self.disk().exists(path)).collect();
        if let [path, others @ ..] = files.as_slice() {
            self.note_unread(path, others);
            let folder = Folder {
                directory,
                name,
                walk,
                loaded_by: place,
            };
            return self.build_component_defs(path, folder);
        }
        self.note_misnamed(directory);
        let definitions = directory.join("definitions.py");
        if walk == Walk::ToDefinitions
            && self.disk().is_file(&definitions)
            && !self.disk().is_file(directory.join("component.py"))
        {
            let dotted = format!("{name}.definitions");
            return self.build_file_defs(&definitions, "definitions", &dotted, place);
        }
        self.build_entry_defs(directory, name, place, walk)
    }

    pub(super) fn build_entry_defs(
        &mut self,
        directory: &Path,
        name: &str,
        place: Place,
        walk: Walk,
    ) -> Eval<'a, Contents<'a>> {
        let mut contents = Contents::default();
        for (entry, path) in self.entries_of(directory) {
            self.step(place)?;
            if entry.starts_with('.') {
                continue;
            }
            let part = if self.disk().is_folder(&path) {
                if holds_nothing(self.disk(), &path, |name| is_loaded(name) || is_yaml(name)) {
                    continue;
                }
                self.build_folder_defs(&path, &format!("{name}.{entry}"), place, walk)?
            } else if entry.ends_with(".py")
                && self.disk().is_link(&path)
                && !self.disk().exists(&path)
            {
                self.fault(fault::Raises {
                    place: Place::start_of(self.sources.read(&path).id()),
                    exception: "FileNotFoundError: the link leads nowhere".to_owned(),
                });
                continue;
            } else if let Some(stem) = entry.strip_suffix(".py") {
                let dotted = if stem == "__init__" {
                    name.to_owned()
                } else {
                    format!("{name}.{stem}")
                };
                self.build_file_defs(&path, stem, &dotted, place)?
            } else {
                continue;
            };
            self.add_part(&mut contents, part, place);
        }
        Ok(contents)
    }
}

/// Whether the loader reads a file.
fn is_loaded(name: &str) -> bool {
    name.ends_with(".py") || COMPONENT_FILES.contains(&name)
}

/// A component file, or what was meant to be one.
fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

/// Whether a folder has no file that counts anywhere below.
fn holds_nothing(disk: &Disk, directory: &Path, counts: impl Fn(&str) -> bool) -> bool {
    let mut open = vec![(directory.to_path_buf(), 0)];
    while let Some((next, depth)) = open.pop() {
        for (name, path) in sorted_entries(disk, &next) {
            if name.starts_with('.') {
                continue;
            }
            if counts(&name) || depth > 40 || disk.is_link(&path) {
                return false;
            }
            if disk.is_folder(&path) {
                open.push((path, depth + 1));
            }
        }
    }
    true
}
