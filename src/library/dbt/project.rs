//! Where a dbt project is: `DbtProject`, and the manifest that a path or a dict means.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::manifest::Manifest;
use super::source;
use crate::library::json::json_of;
use crate::python::builtin::path_of;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::kept::Document;
use crate::python::stdlib::pure_path;
use crate::python::value::arguments::Call;
use crate::python::value::object::Data;
use crate::python::value::{Unknown, Value};
use crate::source::Place;
use crate::source::disk::Disk;

/// A document as the manifest that it is.
pub(super) fn manifest_of(document: &Document) -> Option<Rc<Manifest>> {
    Rc::clone(document).downcast().ok()
}

/// How far above its manifest the `dbt_project.yml` of a dbt project is looked for.
const HIGHEST: usize = 4;

impl<'a> Interpreter<'a> {
    /// `DbtProject(project_dir, ...)`
    pub(super) fn make_dbt_project(&mut self, call: &Call<'a>) -> Eval<'a> {
        let mut arguments = call.given();
        let directory = call.get("project_dir").map(|value| self.settle(value));
        let target = match call.some("target_path") {
            None => Ok(PathBuf::from("target")),
            Some(value) => path_of(&value).ok_or_else(|| self.reason_of(&value, call.place)),
        };
        let directory = match &directory {
            Some(value) => match path_of(value) {
                Some(path) => Ok(self.from_working_directory(&path)),
                None => Err(self.reason_of(value, call.place)),
            },
            None => Err(Unknown::new("the dbt project has no directory", call.place)),
        };
        let path = |path: Result<PathBuf, Rc<Unknown>>| match path {
            Ok(path) => Value::Path(Rc::new(path)),
            Err(unknown) => Value::Unknown(unknown),
        };
        let manifest = match (&directory, &target) {
            (Ok(directory), Ok(target)) => Ok(directory.join(target).join("manifest.json")),
            (Err(unknown), _) | (_, Err(unknown)) => Err(Rc::clone(unknown)),
        };
        arguments.retain(|(name, _)| !matches!(&**name, "project_dir" | "target_path"));
        arguments.push((Rc::from("project_dir"), path(directory)));
        arguments.push((Rc::from("target_path"), path(target)));
        arguments.push((Rc::from("manifest_path"), path(manifest)));
        let name = call.api.name;
        Ok(self.object(Data::Plain { name, arguments }, call.place))
    }

    /// A relative path to a dbt project: Dagster runs where it is there, or refuses to load.
    fn from_working_directory(&self, path: &Path) -> PathBuf {
        if path.is_absolute() {
            return path.to_path_buf();
        }
        let is_project =
            |directory: &PathBuf| self.disk().is_file(directory.join("dbt_project.yml"));
        let below = |directory: &Path| pure_path::lexical(&directory.join(path));
        let current = self.target.current_directory.as_deref();
        let working = self.target.working_directory.as_path();
        let started = current.into_iter().chain([working]);
        if let Some(found) = started.map(below).find(is_project) {
            return found;
        }
        let root = self.repository_root();
        let above = working.ancestors().skip(1);
        let above = above.take_while(|directory| directory.starts_with(&root));
        let mut found = above.map(below).filter(is_project);
        match (found.next(), found.next()) {
            (Some(only), None) => only,
            _ => path.to_path_buf(),
        }
    }

    /// The manifest that a value means, and why it is not known.
    pub(super) fn dbt_manifest(
        &mut self,
        value: &Value<'a>,
        place: Place,
    ) -> Result<Rc<Manifest>, Rc<Unknown>> {
        let path = match value {
            Value::Unknown(unknown) => match unknown.missing_file() {
                Some(path) => path.to_path_buf(),
                None => return Err(Rc::clone(unknown)),
            },
            Value::Dict(_) => {
                let manifest = json_of(value).and_then(Manifest::of_json);
                let unknown = || Unknown::new("the dbt manifest is not wholly known", place);
                return manifest.map(Rc::new).ok_or_else(unknown);
            }
            value => match path_of(value) {
                Some(path) => path,
                None => return Err(self.reason_of(value, place)),
            },
        };
        let here = self.target.working_directory.join(&path);
        let path = if path.is_relative() && self.dbt_project_of(&here).is_some() {
            here
        } else {
            path
        };
        let path = match self.repository_path(&path, place) {
            Ok(path) => path,
            Err(unknown) => return Err(self.reason_of(&unknown, place)),
        };
        if !self.kept.documents.read.contains_key(&path) {
            let manifest = self.read_dbt_manifest(&path);
            let manifest = manifest.map(|manifest| -> Document { Rc::new(manifest) });
            self.kept.documents.read.insert(path.clone(), manifest);
        }
        match &self.kept.documents.read[&path] {
            Ok(document) => manifest_of(document)
                .ok_or_else(|| Unknown::new("the file is no manifest of dbt", place)),
            Err(reason) => Err(Unknown::new(reason.clone(), place)),
        }
    }

    fn read_dbt_manifest(&self, path: &Path) -> Result<Manifest, String> {
        let shown = path.file_name().unwrap_or_default().to_string_lossy();
        if !self.disk().is_file(path) {
            return match self.dbt_project_of(path) {
                Some(directory) => source::parse(self.sources, &directory),
                None => Err(format!(
                    "dbt's `{shown}` is not in the repository: dbt makes it"
                )),
            };
        }
        let file = self.sources.read(path);
        if let Some(fault) = file.fault() {
            return Err(format!("dbt's `{shown}` cannot be read: {fault}"));
        }
        let json = serde_json::from_str(file.text()).ok();
        let manifest = json.and_then(Manifest::of_json);
        manifest.ok_or_else(|| format!("`{shown}` is no manifest of dbt"))
    }

    /// The directory of the dbt project whose artifact a path is.
    pub(super) fn dbt_project_of(&self, artifact: &Path) -> Option<PathBuf> {
        let above = artifact.ancestors().skip(1).take(HIGHEST);
        let project = |directory: &&Path| self.disk().is_file(directory.join("dbt_project.yml"));
        above.into_iter().find(project).map(Path::to_path_buf)
    }

    /// What reading a file gives that dbt makes and that is not there: nothing but
    /// `@dbt_assets` knows what to do with it.
    pub(crate) fn missing_dbt_manifest(&self, path: &Path, place: Place) -> Option<Value<'a>> {
        let is_manifest = path.file_name().is_some_and(|name| name == "manifest.json");
        if !is_manifest || self.dbt_project_of(path).is_none() {
            return None;
        }
        let reason = "dbt's `manifest.json` is not in the repository: dbt makes it";
        let unknown = Unknown::of_missing_file(path, reason, place);
        Some(Value::Unknown(unknown))
    }
}

/// Whether a file that is not there may be there when Dagster loads: dbt installs
/// packages and writes artifacts into its project.
pub(crate) fn is_made_by_dbt(disk: &Disk, path: &Path) -> bool {
    let made = ["target", "dbt_packages", "dbt_modules", "logs"];
    let mut above = path.ancestors();
    above.any(|part| {
        let name = part.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| made.contains(&name))
            && part
                .parent()
                .is_some_and(|project| disk.is_file(project.join("dbt_project.yml")))
    })
}
