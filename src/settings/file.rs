//! Files of settings: which of a directory counts, what they extend.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeTable;

use super::SettingsFault;
use super::layer::Layer;
use super::validate::range;
use crate::path::join;
use crate::source::{Place, SourceFile, Sources};

/// Names of settings files, the first that is there wins.
pub(crate) const NAMES: [&str; 3] = ["daglint.toml", ".daglint.toml", "pyproject.toml"];

/// Files that extend others twice over would make as many layers as there are ways.
const MOST_EXTENDED: usize = 64;

/// The files of a directory that hold settings, the winner first.
pub(crate) fn in_directory(sources: &Sources, directory: &Path) -> Vec<PathBuf> {
    let paths = NAMES.iter().map(|name| directory.join(name));
    let there = paths.filter(|path| sources.disk().is_file(path));
    there.filter(|path| holds_settings(sources, path)).collect()
}

fn holds_settings(sources: &Sources, path: &Path) -> bool {
    if !is_pyproject(path) {
        return true;
    }
    let text = sources.read(path).text();
    // Most have none, and need no second parse.
    text.contains("daglint") && own_table(&DeTable::parse_recoverable(text).0, path).is_some()
}

fn is_pyproject(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| name == "pyproject.toml")
}

/// The table of daglint in a file.
fn own_table<'t, 'i>(root: &'t Spanned<DeTable<'i>>, path: &Path) -> Option<&'t DeTable<'i>> {
    let root = root.get_ref();
    if is_pyproject(path) {
        root.get("tool")?
            .get_ref()
            .as_table()?
            .get("daglint")?
            .get_ref()
            .as_table()
    } else {
        Some(root)
    }
}

/// Reads files of settings and what they extend; collects what is wrong.
pub(super) struct Reader<'a> {
    pub(super) sources: &'a Sources,
    pub(super) faults: Vec<SettingsFault>,
}

impl Reader<'_> {
    /// The layers of a file, those that it extends first.
    pub(super) fn layers(&mut self, path: &Path) -> Vec<Layer> {
        self.chain(path, &mut Vec::new())
    }

    fn chain(&mut self, path: &Path, above: &mut Vec<PathBuf>) -> Vec<Layer> {
        let file = self.sources.read(path);
        let Some(layer) = self.file(file) else {
            return Vec::new();
        };
        above.push(path.to_path_buf());
        let mut layers = Vec::new();
        for (place, extended) in extended(file, &layer) {
            if above.contains(&extended) {
                self.fault(place, cycle(above, &extended), None);
            } else if layers.len() + above.len() > MOST_EXTENDED {
                let message = format!("this extends more than {MOST_EXTENDED} files");
                self.fault(place, message, None);
                break;
            } else if self.sources.disk().is_file(&extended) {
                layers.extend(self.chain(&extended, above));
            } else {
                let message = "the file that is extended does not exist".to_owned();
                self.fault(
                    place,
                    message,
                    Some("the path is relative to this file".to_owned()),
                );
            }
        }
        above.pop();
        layers.push(layer);
        layers
    }

    /// Only a file can extend another one.
    pub(super) fn refuse_extend(&mut self, layer: Option<&Layer>) {
        let settings = layer.map(|layer| &layer.settings).into_iter().flatten();
        for setting in settings.filter(|setting| setting.key.name == "extend") {
            let message = "`extend` belongs in a file of settings".to_owned();
            self.fault(
                setting.place,
                message,
                Some("name the file with --config".to_owned()),
            );
        }
    }

    fn fault(&mut self, place: Place, message: String, help: Option<String>) {
        self.faults.push(SettingsFault {
            place,
            message,
            label: None,
            help,
        });
    }

    /// The layer of one file.
    fn file(&mut self, file: &SourceFile) -> Option<Layer> {
        if let Some(fault) = file.fault() {
            self.fault(
                Place::start_of(file.id()),
                format!("cannot read the settings: {fault}"),
                None,
            );
            return None;
        }
        let base = file.path().parent().unwrap_or(file.path());
        self.text(file, base)
    }

    /// The layer of a text, whose paths count from `base`.
    pub(super) fn text(&mut self, file: &SourceFile, base: &Path) -> Option<Layer> {
        let (root, errors) = DeTable::parse_recoverable(file.text());
        for error in &errors {
            let place = file.place(range(&error.span().unwrap_or_default()));
            self.fault(
                place,
                format!("this is not valid TOML: {}", error.message()),
                None,
            );
        }
        let table = own_table(&root, file.path())?;
        match Layer::read(file, table, base) {
            Ok(layer) => errors.is_empty().then_some(layer),
            Err(faults) => {
                self.faults.extend(faults);
                None
            }
        }
    }
}

/// The files that a layer extends, with the place of the setting.
fn extended(file: &SourceFile, layer: &Layer) -> Vec<(Place, PathBuf)> {
    let Some(setting) = layer.settings.iter().find(|it| it.key.name == "extend") else {
        return Vec::new();
    };
    let base = file.path().parent().unwrap_or(file.path());
    let listed = layer.strings("extend").unwrap_or_default();
    let paths = listed.into_iter().map(|path| join(base, path));
    paths.map(|path| (setting.place, path)).collect()
}

fn cycle(above: &[PathBuf], again: &Path) -> String {
    let start = above.iter().position(|path| path == again).unwrap_or(0);
    let names: Vec<String> = above[start..]
        .iter()
        .map(PathBuf::as_path)
        .chain([again])
        .map(|path| {
            let mut parts = path.iter().rev().take(2).map(|part| part.to_string_lossy());
            let (name, folder) = (parts.next().unwrap_or_default(), parts.next());
            folder.map_or_else(|| name.to_string(), |folder| format!("{folder}/{name}"))
        })
        .collect();
    format!("`extend` is circular: {}", names.join(" -> "))
}
