//! Configuration files against what Dagster's tools accept. Nothing here decides
//! what is loaded: a faulty file is read as far as it goes.

mod build;
mod cloud;
mod dg;
mod entry_points;
mod instance;
mod schema;
mod split_table;
mod tool_dagster;
mod workspace;

pub(super) use build::build;
pub(super) use cloud::cloud;
pub(super) use dg::{dg, ignored_cli};
pub(super) use entry_points::{REGISTRY_GROUP, entry_points};
pub(super) use instance::instance;
pub(super) use split_table::split_table;
pub(super) use tool_dagster::tool_dagster;
pub(super) use workspace::workspace;

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject};
use crate::source::yaml::{self, Node, Value};
use crate::source::{Place, SourceFile, template};

/// What a YAML file holds.
enum Document {
    /// Something.
    Read(Arc<Node>),
    /// Nothing at all.
    Empty,
    /// No text, or no YAML.
    Unread,
}

/// Collects the faults of one file.
struct Faults<'a> {
    subject: ConfigSubject,
    file: &'a SourceFile,
    found: Vec<ConfigFault>,
}

impl<'a> Faults<'a> {
    fn new(subject: ConfigSubject, file: &'a SourceFile) -> Self {
        Self {
            subject,
            file,
            found: Vec::new(),
        }
    }

    fn add(&mut self, effect: ConfigEffect, place: Place, message: impl Into<String>) {
        self.found.push(ConfigFault {
            subject: self.subject,
            effect,
            place,
            message: message.into(),
        });
    }

    fn refuse(&mut self, place: Place, message: impl Into<String>) {
        self.add(ConfigEffect::Refused, place, message);
    }

    fn ignore(&mut self, place: Place, message: impl Into<String>) {
        self.add(ConfigEffect::Ignored, place, message);
    }

    fn at(&self, node: &Node) -> Place {
        self.file.place(node.range)
    }

    fn start(&self) -> Place {
        Place::start_of(self.file.id())
    }

    /// The first document of a YAML file; a file that is none is refused. Nothing is said
    /// of one that cannot be read: that is told once, of files of all kinds.
    fn document(&mut self) -> Document {
        if self.file.fault().is_some() {
            return Document::Unread;
        }
        match yaml::parse_as_pyyaml(self.file.text()) {
            Ok(documents) => {
                if let Some(second) = documents.get(1) {
                    self.refuse(
                        self.at(second),
                        "this file holds several documents, and should hold one",
                    );
                }
                let first = documents.into_iter().next();
                first.map_or(Document::Empty, Document::Read)
            }
            Err(fault) if template::fails_at(self.file.text(), fault.range.start()) => {
                Document::Unread
            }
            Err(fault) => {
                let place = self.file.place(fault.range);
                if fault.is_limit {
                    self.ignore(place, format!("this is not checked: {}", fault.message));
                } else {
                    self.refuse(place, format!("this is not valid YAML: {}", fault.message));
                }
                Document::Unread
            }
        }
    }

    /// Tells the keys that a mapping holds twice: only the last one counts. Each node
    /// is looked at once, however many aliases lead to it.
    fn repeated_keys(&mut self, root: &Node) {
        let mut seen = HashSet::new();
        let mut pending = vec![root];
        while let Some(node) = pending.pop() {
            if !seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            let mut later = HashSet::new();
            for (key, value) in node.entries().iter().rev() {
                if let Some(name) = key.scalar().filter(|&name| !later.insert(name)) {
                    let message = format!("`{name}` stands here twice; only the last one counts");
                    self.ignore(self.at(key), message);
                }
                pending.push(value);
            }
            pending.extend(node.items().iter().map(|item| &**item));
        }
    }
}

/// A key that nothing reads, with the nearest one that something does.
fn unknown_key(name: &str, known: &[&str], of: &str) -> String {
    const SIMILAR: f64 = 0.8;
    let near = known
        .iter()
        .map(|key| (strsim::jaro_winkler(name, key), key))
        .filter(|(score, _)| *score >= SIMILAR)
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match near {
        Some((_, near)) => format!("`{name}` is not a key of {of}; did you mean `{near}`?"),
        None => format!("`{name}` is not a key of {of}"),
    }
}

/// The kind of a YAML value, in words.
fn kind_of(node: &Node) -> &'static str {
    match &node.value {
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Scalar { .. } if node.as_str().is_some() => "a string",
        Value::Scalar { text, .. } => match text.to_ascii_lowercase().as_str() {
            "" | "~" | "null" => "nothing",
            "true" | "false" | "yes" | "no" | "on" | "off" => "a boolean",
            _ => "a number",
        },
    }
}

/// Whether a value is `null` or left out.
fn is_null(node: &Node) -> bool {
    kind_of(node) == "nothing"
}
