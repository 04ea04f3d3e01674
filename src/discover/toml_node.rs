//! TOML with places.

use ruff_text_size::{TextRange, TextSize};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject, Declared};
use crate::source::{Place, SourceFile, template};

/// The tables of one file.
pub(super) struct Document<'a> {
    file: &'a SourceFile,
    root: DeTable<'a>,
}

impl<'a> Document<'a> {
    /// Parses a file that Dagster reads: its parsers take no byte order mark. What is
    /// understood is there with a fault, too.
    pub(super) fn of_dagster(file: &'a SourceFile) -> (Option<Self>, Option<ConfigFault>) {
        match Self::parse(file) {
            Ok(document) if file.has_byte_order_mark() => {
                let place = Place::start_of(file.id());
                let message = "this is not valid TOML: a byte order mark stands in front of it";
                (Some(document), Some(refused(place, message.to_owned())))
            }
            Ok(document) => (Some(document), None),
            Err(fault) if template::fails_at(file.text(), fault.place.range.start()) => {
                (None, None)
            }
            Err(fault) => (None, Some(fault)),
        }
    }

    /// Parses a file; the parser limits nesting itself.
    pub(super) fn parse(file: &'a SourceFile) -> Result<Self, ConfigFault> {
        match DeTable::parse(file.text()) {
            Ok(root) => Ok(Self {
                file,
                root: root.into_inner(),
            }),
            Err(error) => Err(refused(
                file.place(range(error.span().unwrap_or_default())),
                format!("this is not valid TOML: {}", error.message()),
            )),
        }
    }

    /// The top-level table.
    pub(super) fn root(&self) -> Table<'_> {
        Table {
            file: self.file,
            entries: &self.root,
            range: TextRange::default(),
        }
    }
}

fn refused(place: Place, message: String) -> ConfigFault {
    ConfigFault {
        subject: ConfigSubject::Dg,
        effect: ConfigEffect::Refused,
        place,
        message,
    }
}

/// A table of a file.
#[derive(Clone, Copy)]
pub(super) struct Table<'a> {
    file: &'a SourceFile,
    entries: &'a DeTable<'a>,
    range: TextRange,
}

/// A value of a file.
#[derive(Clone, Copy)]
pub(super) struct Value<'a> {
    file: &'a SourceFile,
    value: &'a Spanned<DeValue<'a>>,
}

impl<'a> Table<'a> {
    /// Where the table is headed.
    pub(super) fn place(&self) -> Place {
        self.file.place(self.range)
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
        let value = self.entries.get(key)?;
        Some(Value {
            file: self.file,
            value,
        })
    }

    /// The table at the end of a path of keys.
    pub(super) fn table(&self, path: &[&str]) -> Option<Table<'a>> {
        path.iter()
            .try_fold(*self, |table, key| table.get(key)?.table())
    }

    /// The string of a key.
    pub(super) fn string(&self, key: &str) -> Option<Declared<String>> {
        self.get(key)?.string()
    }

    /// The keys with their places and values, in the order of the file.
    pub(super) fn entries(&self) -> Vec<(Declared<String>, Value<'a>)> {
        let mut entries: Vec<_> = self
            .entries
            .iter()
            .map(|(key, value)| {
                let name = Declared {
                    value: key.get_ref().to_string(),
                    place: self.file.place(range(key.span())),
                };
                let value = Value {
                    file: self.file,
                    value,
                };
                (name, value)
            })
            .collect();
        entries.sort_by_key(|(name, _)| name.place.range.start());
        entries
    }
}

impl<'a> Value<'a> {
    /// Where the value stands.
    pub(super) fn place(&self) -> Place {
        self.file.place(range(self.value.span()))
    }

    /// The string, with its place.
    pub(super) fn string(&self) -> Option<Declared<String>> {
        Some(Declared {
            value: self.value.get_ref().as_str()?.to_owned(),
            place: self.place(),
        })
    }

    /// Whether it is an array.
    pub(super) fn is_array(&self) -> bool {
        self.value.get_ref().is_array()
    }

    /// Whether it is a table written in one line, with braces.
    pub(super) fn is_inline_table(&self) -> bool {
        let text = &self.file.text()[self.place().range];
        self.value.get_ref().is_table() && text.starts_with('{')
    }

    /// Its type, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self.value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        }
    }

    /// The value itself.
    pub(super) fn raw(&self) -> &'a DeValue<'a> {
        self.value.get_ref()
    }

    /// The boolean.
    pub(super) fn boolean(&self) -> Option<bool> {
        self.value.get_ref().as_bool()
    }

    /// The table.
    pub(super) fn table(&self) -> Option<Table<'a>> {
        Some(Table {
            file: self.file,
            entries: self.value.get_ref().as_table()?,
            range: range(self.value.span()),
        })
    }

    /// The items of an array; none for anything else.
    pub(super) fn items(&self) -> Vec<Value<'a>> {
        let file = self.file;
        let items = self.value.get_ref().as_array();
        items.map_or_else(Vec::new, |items| {
            items.iter().map(|value| Value { file, value }).collect()
        })
    }

    /// The strings of an array.
    pub(super) fn strings(&self) -> Vec<Declared<String>> {
        self.items().iter().filter_map(Value::string).collect()
    }
}

fn range(span: std::ops::Range<usize>) -> TextRange {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    let start = small(span.start);
    TextRange::new(start, small(span.end).max(start))
}
