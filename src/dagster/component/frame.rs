//! The frame of a document: everything but the attributes of its component
//! (`ComponentFileModel`).

use std::sync::Arc;

use ruff_text_size::TextRange;

use super::check::{first_line, shown};
use crate::model::LoadFault;
use crate::python::interpreter::Interpreter;
use crate::source::{Place, SourceFile, yaml};
use crate::suggest::did_you_mean;

/// The keys of a component file.
const KEYS: &[&str] = &[
    "type",
    "attributes",
    "template_vars_module",
    "requirements",
    "post_processing",
];

/// What a document says, apart from its attributes.
pub(super) struct Frame<'n> {
    pub(super) kind: &'n str,
    pub(super) kind_at: Place,
    pub(super) attributes: Option<&'n Arc<yaml::Node>>,
    /// What asks for attributes: their key, or without one the type.
    pub(super) attributes_at: TextRange,
    pub(super) template_vars: Option<(&'n str, Place)>,
    /// The environment variables that it lists.
    pub(super) requirements: Vec<String>,
    pub(super) post_processing: Option<&'n Arc<yaml::Node>>,
}

impl Interpreter<'_> {
    /// What the document's top level says; none where Dagster refuses it.
    pub(super) fn frame_of<'n>(
        &mut self,
        file: &SourceFile,
        node: &'n Arc<yaml::Node>,
    ) -> Option<Frame<'n>> {
        let place = |range| file.place(range);
        let kind = LoadFault::ComponentFile;
        let yaml::Value::Mapping(entries) = &node.value else {
            let (message, help) = no_mapping(node);
            self.component_fault(kind, place(node.range), message, help);
            return None;
        };
        let mut is_valid = true;
        for (key, value) in entries {
            if let Some((range, message, help)) = wrong_entry(key, value) {
                is_valid = false;
                self.component_fault(kind, place(range), message, help);
            }
        }
        for (range, message) in wrong_requirements(node) {
            is_valid = false;
            self.component_fault(kind, place(range), message, None);
        }
        let Some(written) = node.get("type") else {
            let message = "the component file has no `type`".to_owned();
            let help = "name the component's class: `type: module.Class`".to_owned();
            self.component_fault(kind, place(first_line(node)), message, Some(help));
            return None;
        };
        let frame = Frame {
            kind: written.as_str()?,
            kind_at: place(written.range),
            attributes: node.get("attributes").filter(|it| !is_nothing(it)),
            attributes_at: node
                .entry("attributes")
                .map_or(written.range, |(key, _)| key.range),
            template_vars: node
                .get("template_vars_module")
                .and_then(|it| Some((it.as_str()?, place(it.range)))),
            requirements: listed_variables(node),
            post_processing: node.get("post_processing").filter(|it| !is_nothing(it)),
        };
        is_valid.then_some(frame)
    }
}

/// The environment variables that a document lists.
fn listed_variables(node: &yaml::Node) -> Vec<String> {
    let listed = node.get("requirements").and_then(|it| it.get("env"));
    let names = listed.map(|env| env.items()).unwrap_or_default();
    let names = names.iter().filter_map(|it| it.as_str());
    names.map(str::to_owned).collect()
}

/// What a key takes instead of its value.
fn wrong_type(key: &str, value: &yaml::Node) -> Option<&'static str> {
    let is_mapping = matches!(value.value, yaml::Value::Mapping(_)) || is_null(value);
    match key {
        "type" => value.as_str().is_none().then_some("a dotted name"),
        "template_vars_module" => {
            (value.as_str().is_none() && !is_null(value)).then_some("the name of a module")
        }
        _ => (!is_mapping).then_some("a mapping"),
    }
}

fn wrong_requirements(node: &yaml::Node) -> Vec<(TextRange, String)> {
    let Some(requirements) = node.get("requirements") else {
        return Vec::new();
    };
    let mut wrong = Vec::new();
    for (key, value) in requirements.entries() {
        if key.scalar() != Some("env") {
            let shown = key.scalar().unwrap_or_default();
            wrong.push((
                key.range,
                format!("unknown key `{shown}` in `requirements`"),
            ));
        } else if !matches!(value.value, yaml::Value::Sequence(_)) && !is_null(value) {
            let message = format!("`requirements.env` takes a list, not {}", shown(value));
            wrong.push((first_line(value), message));
        }
        for item in value.items().iter().filter(|item| item.as_str().is_none()) {
            let message = format!("`requirements.env` takes names, not {}", shown(item));
            wrong.push((item.range, message));
        }
    }
    wrong
}

fn is_null(node: &yaml::Node) -> bool {
    matches!(&node.value, yaml::Value::Scalar { text, plain: true }
        if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
}

/// What Python takes for false: nothing, and an empty mapping.
fn is_nothing(node: &yaml::Node) -> bool {
    is_null(node) || matches!(&node.value, yaml::Value::Mapping(entries) if entries.is_empty())
}

/// What is wrong with a document that is no mapping, and what to do.
fn no_mapping(node: &yaml::Node) -> (String, Option<String>) {
    match &node.value {
        yaml::Value::Scalar { text, plain: true } if text.is_empty() => (
            "a document of the component file is empty".to_owned(),
            Some("remove the `---` that begins it".to_owned()),
        ),
        _ => {
            let found = shown(node);
            let message = format!("a component file is a mapping with a `type`, not {found}");
            (message, None)
        }
    }
}

/// What is wrong with an entry of the top level, where, and what to do.
fn wrong_entry(
    key: &yaml::Node,
    value: &yaml::Node,
) -> Option<(TextRange, String, Option<String>)> {
    let name = key.scalar().unwrap_or_default();
    if KEYS.contains(&name) {
        let wanted = wrong_type(name, value)?;
        let message = format!("`{name}` takes {wanted}, not {}", shown(value));
        return Some((first_line(value), message, None));
    }
    if key.is_merge() {
        return None;
    }
    let help = did_you_mean(name, KEYS.iter().copied())
        .unwrap_or_else(|| format!("a component file has `{}`", KEYS.join("`, `")));
    let message = format!("unknown key `{name}` in a component file");
    Some((key.range, message, Some(help)))
}
