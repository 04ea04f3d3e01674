//! The files of a dbt project: `dbt_project.yml`, and what lies in the folders it names.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use serde_json::Value as Json;

use crate::library::json::json_of;
use crate::python::stdlib::data::Converter;
use crate::python::value::Value;
use crate::source::disk::Disk;
use crate::source::{Place, Sources};

/// Files and folders that are looked at in one dbt project.
const MOST: usize = 100_000;

/// Nodes of one YAML file.
const LARGEST: usize = 200_000;

/// `dbt_project.yml`
pub(super) struct Project<'a> {
    disk: &'a Disk,
    pub(super) directory: PathBuf,
    pub(super) name: String,
    /// The whole file.
    pub(super) json: Json,
    ignored: Option<Gitignore>,
}

/// A file in one of the folders.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// Relative to the project: `models/staging/orders.sql`.
    pub(super) original: String,
    /// Relative to the folder, without the name: `["staging"]`.
    pub(super) folders: Vec<String>,
    /// The name without its extension.
    pub(super) stem: String,
    /// The extension, in lower case.
    pub(super) extension: String,
}

impl<'a> Project<'a> {
    pub(super) fn read(sources: &'a Sources, directory: &Path) -> Result<Self, String> {
        let path = directory.join("dbt_project.yml");
        let json = yaml(sources, &path)?;
        let name = json["name"].as_str().filter(|name| !name.contains("{{"));
        let Some(name) = name.map(str::to_owned) else {
            return Err("the name of the dbt project is not known".into());
        };
        let ignore = directory.join(".dbtignore");
        let ignored = sources.disk().is_file(&ignore).then(|| {
            let mut builder = GitignoreBuilder::new(directory);
            for line in sources.read(&ignore).text().lines() {
                // A line that dbt cannot read ignores nothing.
                let _faulty = builder.add_line(None, line);
            }
            builder.build().ok()
        });
        Ok(Self {
            disk: sources.disk(),
            directory: directory.to_path_buf(),
            name,
            json,
            ignored: ignored.flatten(),
        })
    }

    /// The folders of a kind: `model-paths`, and before dbt 1.0 `source-paths`.
    fn folders(&self, keys: &[&str], default: &str) -> Vec<String> {
        for key in keys {
            if let Json::Array(paths) = &self.json[key] {
                let paths = paths.iter().filter_map(Json::as_str);
                return paths
                    .map(|path| path.trim_end_matches('/').to_owned())
                    .collect();
            }
        }
        vec![default.to_owned()]
    }

    pub(super) fn models(&self) -> Result<Vec<Found>, String> {
        self.files(
            &self.folders(&["model-paths", "source-paths"], "models"),
            &["sql", "py"],
        )
    }

    pub(super) fn seeds(&self) -> Result<Vec<Found>, String> {
        self.files(
            &self.folders(&["seed-paths", "data-paths"], "seeds"),
            &["csv"],
        )
    }

    pub(super) fn snapshots(&self) -> Result<Vec<Found>, String> {
        self.files(&self.folders(&["snapshot-paths"], "snapshots"), &["sql"])
    }

    pub(super) fn singular_tests(&self) -> Result<Vec<Found>, String> {
        let mut files = self.files(&self.folders(&["test-paths"], "tests"), &["sql"])?;
        files.retain(|file| {
            file.folders
                .first()
                .is_none_or(|folder| folder != "generic")
        });
        Ok(files)
    }

    pub(super) fn macros(&self) -> Result<Vec<Found>, String> {
        self.files(&self.folders(&["macro-paths"], "macros"), &["sql"])
    }

    /// The YAML files with properties.
    pub(super) fn properties(&self) -> Result<Vec<Found>, String> {
        let kinds: [(&[&str], &str); 6] = [
            (&["model-paths", "source-paths"], "models"),
            (&["seed-paths", "data-paths"], "seeds"),
            (&["snapshot-paths"], "snapshots"),
            (&["analysis-paths"], "analyses"),
            (&["macro-paths"], "macros"),
            (&["test-paths"], "tests"),
        ];
        let mut folders: Vec<String> = kinds
            .iter()
            .flat_map(|(keys, default)| self.folders(keys, default))
            .collect();
        folders.sort();
        folders.dedup();
        self.files(&folders, &["yml", "yaml"])
    }

    fn files(&self, folders: &[String], extensions: &[&str]) -> Result<Vec<Found>, String> {
        let mut found = Vec::new();
        for folder in folders {
            self.walk(Path::new(folder), &mut found, extensions)?;
        }
        found.sort_by(|a, b| a.original.cmp(&b.original));
        found.dedup_by(|a, b| a.original == b.original);
        Ok(found)
    }

    fn walk(&self, top: &Path, found: &mut Vec<Found>, extensions: &[&str]) -> Result<(), String> {
        let mut waiting = vec![(self.directory.join(top), Vec::new())];
        let mut seen = 0;
        while let Some((directory, folders)) = waiting.pop() {
            for entry in self.disk.entries(&directory).unwrap_or_default() {
                seen += 1;
                if seen > MOST {
                    return Err("the dbt project has more files than daglint looks at".into());
                }
                let Some(name) = entry.name().map(str::to_owned) else {
                    return Err("a file of the dbt project has no readable name".into());
                };
                let is_folder = entry.is_folder();
                let path = entry.path;
                if is_folder {
                    waiting.push((path, [folders.clone(), vec![name]].concat()));
                } else if let Some(file) = self.found(path, top, &folders, &name, extensions) {
                    found.push(file);
                }
            }
        }
        Ok(())
    }

    fn found(
        &self,
        path: PathBuf,
        top: &Path,
        folders: &[String],
        name: &str,
        extensions: &[&str],
    ) -> Option<Found> {
        let (stem, extension) = name.rsplit_once('.')?;
        let extension = extension.to_lowercase();
        if !extensions.contains(&&*extension) || name.starts_with(['.', '#', '~']) {
            return None;
        }
        let is_ignored =
            |list: &Gitignore| list.matched_path_or_any_parents(&path, false).is_ignore();
        if self.ignored.as_ref().is_some_and(is_ignored) {
            return None;
        }
        let parts = [top.to_str()?]
            .into_iter()
            .chain(folders.iter().map(String::as_str));
        let original: Vec<&str> = parts.chain([name]).collect();
        Some(Found {
            original: original.join("/"),
            folders: folders.to_vec(),
            stem: stem.to_owned(),
            extension,
            path,
        })
    }
}

/// A YAML file as JSON, read as `PyYAML` does. Dates are their text.
pub(super) fn yaml(sources: &Sources, path: &Path) -> Result<Json, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = sources.read(path);
    if let Some(fault) = file.fault() {
        return Err(format!("`{name}` cannot be read: {fault}"));
    }
    let mut converter = Converter::new(LARGEST, Place::start_of(file.id()));
    match converter.yaml(file.text(), false) {
        Some(Value::Unknown(unknown)) => Err(format!("`{name}`: {}", unknown.reason)),
        Some(value) => json(&value).ok_or_else(|| format!("`{name}` holds more than plain YAML")),
        None => Err(format!("`{name}` is larger than daglint reads")),
    }
}

fn json(value: &Value<'_>) -> Option<Json> {
    Some(match value {
        Value::Unknown(unknown) => {
            let date = unknown.date()?;
            let is_date = date.len() == 10
                && date
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'-');
            return is_date.then(|| Json::from(date));
        }
        Value::List(list) => {
            let items = list.items.borrow();
            Json::Array(items.iter().map(json).collect::<Option<_>>()?)
        }
        Value::Dict(dict) => {
            let entries = dict.entries().into_iter().map(|entry| {
                let key = match &entry.key {
                    Value::Str(key) => key.to_string(),
                    key => json_of(key)?.to_string(),
                };
                Some((key, json(&entry.value)?))
            });
            Json::Object(entries.collect::<Option<_>>()?)
        }
        value => json_of(value)?,
    })
}
