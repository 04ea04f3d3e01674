//! Files of the repository: whether they exist, and what they hold.
//!
//! Nothing outside of the repository is looked at.

use std::path::{Path, PathBuf};

use super::pure_path as pure;
use crate::python::builtin::path_of;
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::function::Arguments;
use crate::source::Place;

/// Files that stand at the top of a project or a workspace.
const MARKERS: &[&str] = &[
    "pyproject.toml",
    "setup.py",
    "dg.toml",
    "workspace.yaml",
    "dagster_cloud.yaml",
];

/// How far above the working directory a repository is looked for.
const HIGHEST: usize = 8;

impl<'a> Interpreter<'a> {
    /// The real path of a path of the repository, or why it is not looked at.
    pub(crate) fn repository_path(&self, path: &Path, place: Place) -> Result<PathBuf, Value<'a>> {
        if path.is_relative() {
            return Err(Value::unknown(
                "a relative path depends on the directory that Dagster runs in",
                place,
            ));
        }
        let path = pure::lexical(path);
        let root = self.repository_root();
        if path.starts_with(&root)
            || self
                .target
                .search_path
                .iter()
                .any(|directory| path.starts_with(directory))
        {
            return Ok(path);
        }
        Err(Value::unknown(
            format!("`{}` is outside of the repository", self.shown_path(&path)),
            place,
        ))
    }

    /// The directory that holds `.git`, or else the topmost project.
    pub(crate) fn repository_root(&self) -> PathBuf {
        let directory = &self.target.working_directory;
        let above = || directory.ancestors().take(HIGHEST);
        if let Some(root) = above().find(|directory| self.disk().exists(directory.join(".git"))) {
            return root.to_path_buf();
        }
        let is_project = |directory: &&Path| {
            MARKERS
                .iter()
                .any(|marker| self.disk().is_file(directory.join(marker)))
        };
        above()
            .filter(is_project)
            .last()
            .unwrap_or(directory)
            .to_path_buf()
    }

    /// `exists`, `is_file` and `is_dir`.
    pub(in crate::python) fn path_exists(
        &mut self,
        path: &Path,
        test: &str,
        place: Place,
    ) -> Value<'a> {
        match self.repository_path(path, place) {
            Ok(path)
                if !self.disk().exists(&path)
                    && let Some(maker) = self.host.maker_of(self.disk(), &path) =>
            {
                let shown = self.shown_path(&path);
                Value::unknown(format!("`{shown}` is there once {maker} made it"), place)
            }
            // A checkout lacks what a build or a deployment makes.
            Ok(path) if is_made_later(&path) && !self.disk().exists(&path) => Value::unknown(
                format!("`{}` is not in the repository", self.shown_path(&path)),
                place,
            ),
            Ok(path) => Value::Bool(match test {
                "is_file" => self.disk().is_file(&path),
                "is_dir" => self.disk().is_folder(&path),
                _ => self.disk().exists(&path),
            }),
            Err(unknown) => unknown,
        }
    }

    /// The text of a file.
    pub(crate) fn text_of_file(&mut self, path: &Path, place: Place) -> Result<&'a str, Value<'a>> {
        let path = self.repository_path(path, place)?;
        if !self.disk().exists(&path) {
            if let Some(unknown) = self.host.missing_file(self, &path, place) {
                return Err(unknown);
            }
            return Err(Value::unknown(
                format!("`{}` is not in the repository", self.shown_path(&path)),
                place,
            ));
        }
        let file = self.sources.read(&path);
        match file.fault() {
            None => Ok(file.text()),
            Some(fault) => Err(Value::unknown(
                format!("`{}` cannot be read: {fault}", self.shown_path(&path)),
                place,
            )),
        }
    }

    /// A path as messages show it: below the root of the repository; of one around it the
    /// last part, because where a checkout lies is nobody's business. One that has nothing
    /// in common with it can only be written out in the code.
    fn shown_path(&self, path: &Path) -> String {
        let root = self.repository_root();
        let pairs = path.components().zip(root.components());
        let is_around = pairs.take_while(|(one, two)| one == two).count() > 1;
        let shown = match path.strip_prefix(&root) {
            Ok(inner) => inner,
            Err(_) if is_around => path.file_name().map_or(path, Path::new),
            Err(_) => path,
        };
        shown.display().to_string()
    }

    /// `open(...)`: a file is an iterator over its lines.
    pub(in crate::python) fn open_file(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let mode = match arguments.get(1, "mode") {
            None => "r",
            Some(Value::Str(mode)) => mode,
            Some(_) => return self.unknown_call("open", arguments),
        };
        let path = match arguments.get(0, "file").and_then(path_of) {
            Some(path) if !mode.contains(['w', 'a', 'x', '+']) => path,
            _ => return self.unknown_call("open", arguments),
        };
        let is_binary = mode.contains('b');
        match self.text_of_file(&path, arguments.place) {
            Ok(text) => Value::iterator(lines(text, is_binary)),
            Err(unknown) => unknown,
        }
    }

    /// The names in a directory, sorted: Python gives them in any order.
    pub(in crate::python) fn list_directory(
        &mut self,
        path: &Path,
        place: Place,
    ) -> Result<Vec<String>, Value<'a>> {
        let path = self.repository_path(path, place)?;
        let unreadable = |cx: &Self| {
            Value::unknown(
                format!("`{}` cannot be listed", cx.shown_path(&path)),
                place,
            )
        };
        let Ok(entries) = self.disk().list(&path) else {
            return Err(unreadable(self));
        };
        if entries.len() > self.budget.size {
            return Err(Value::Unknown(self.too_large(place)));
        }
        let names = entries
            .iter()
            .map(|path| Some(path.file_name()?.to_str()?.to_owned()));
        let names: Option<Vec<String>> = names.collect();
        names.ok_or_else(|| unreadable(self))
    }

    /// `os.listdir(...)`.
    pub(super) fn list_names(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let Some(path) = arguments.get(0, "path").and_then(path_of) else {
            return self.unknown_call("os.listdir", arguments);
        };
        match self.list_directory(&path, arguments.place) {
            Ok(names) => Value::list(names.into_iter().map(Value::str).collect()),
            Err(unknown) => unknown,
        }
    }

    /// `os.walk(...)`, top down.
    pub(super) fn walk(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let Some(top) = arguments.get(0, "top").and_then(path_of) else {
            return self.unknown_call("os.walk", arguments);
        };
        if arguments.positional.len() + arguments.keywords.len() > 1 {
            return self.unknown_call("os.walk", arguments);
        }
        let mut rows = Vec::new();
        let mut waiting = vec![top];
        let mut seen = 0;
        while let Some(directory) = waiting.pop() {
            let names = match self.list_directory(&directory, arguments.place) {
                Ok(names) => names,
                Err(unknown) => return unknown,
            };
            seen += names.len();
            if seen > self.budget.size || rows.len() > self.budget.size {
                return Value::Unknown(self.too_large(arguments.place));
            }
            let (folders, files): (Vec<_>, Vec<_>) = names
                .into_iter()
                .partition(|name| self.disk().is_folder(directory.join(name)));
            let followed = folders
                .iter()
                .rev()
                .map(|name| directory.join(name))
                .filter(|path| !self.disk().is_link(path));
            waiting.extend(followed);
            let texts =
                |names: Vec<String>| Value::list(names.into_iter().map(Value::str).collect());
            rows.push(Value::tuple(vec![
                Value::str(directory.to_string_lossy()),
                texts(folders),
                texts(files),
            ]));
        }
        Value::iterator(rows)
    }
}

/// The lines of a file with their ends; Python reads `\r\n` as `\n` in text mode.
fn lines<'a>(text: &str, is_binary: bool) -> Vec<Value<'a>> {
    if is_binary {
        return text
            .split_inclusive('\n')
            .map(|line| Value::Bytes(line.as_bytes().into()))
            .collect();
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split_inclusive('\n').map(Value::str).collect()
}

/// Whether a path is one that builds and deployments make: dbt's `target`, `.env`.
fn is_made_later(path: &Path) -> bool {
    let mut parts = path.components().map(std::path::Component::as_os_str);
    parts.any(|part| part == "target" || part == ".env" || part == "manifest.json")
}
