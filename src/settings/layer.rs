//! One source of settings: a file, a variable, a flag.

use std::path::{Path, PathBuf};

use serde::Deserialize as _;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::schema::{is_map, schema};
use super::validate::{Validator, range};
use super::{Key, Setting, SettingsFault};
use crate::source::SourceFile;

/// The settings of one source, in the order of the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Layer {
    /// The directory that paths and patterns count from.
    pub(super) base: PathBuf,
    /// What is set.
    pub(super) settings: Vec<Setting>,
}

impl Layer {
    /// Reads a table of a file, or says everything that is wrong with it.
    pub(super) fn read(
        file: &SourceFile,
        table: &DeTable<'_>,
        base: &Path,
    ) -> Result<Self, Vec<SettingsFault>> {
        let faults = Validator::new(file).check(schema(), table);
        if !faults.is_empty() {
            return Err(faults);
        }
        let mut settings = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(entries) if is_map(name) => {
                    for (inner, value) in entries {
                        let key = Key::inner(name, inner.get_ref());
                        settings.extend(setting(file, key, inner.span().start, value));
                    }
                }
                _ => settings.extend(setting(file, Key::new(name), key.span().start, value)),
            }
        }
        settings.sort_by_key(|setting| setting.place.range.start());
        Ok(Self {
            base: base.to_path_buf(),
            settings,
        })
    }

    /// The value of a key.
    pub(super) fn get(&self, name: &str) -> Option<&toml::Value> {
        let mut settings = self.settings.iter();
        let found = settings.find(|it| it.key.name == name && it.key.inner.is_none())?;
        Some(&found.value)
    }

    /// The strings of a list.
    pub(super) fn strings(&self, name: &str) -> Option<Vec<&str>> {
        let items = self.get(name)?.as_array()?;
        Some(items.iter().filter_map(toml::Value::as_str).collect())
    }

    /// The entries of a table with free keys.
    pub(super) fn entries(&self, name: &str) -> impl Iterator<Item = (&str, &Setting)> {
        let of_table = self.settings.iter().filter(move |it| it.key.name == name);
        of_table.filter_map(|it| Some((it.key.inner.as_deref()?, it)))
    }
}

fn setting(
    file: &SourceFile,
    key: Key,
    start: usize,
    value: &Spanned<DeValue<'_>>,
) -> Option<Setting> {
    // What the parser took, its own deserializer takes.
    let plain = toml::Value::deserialize(ValueDeserializer::from(value.clone())).ok()?;
    let end = value.span().end;
    Some(Setting {
        key,
        value: plain,
        place: file.place(range(&(start..end))),
    })
}
