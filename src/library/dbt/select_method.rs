//! The methods of dbt's node selection: `tag:`, `path:`, `config.materialized:` ...
//! (`dbt.graph.selector_methods`).

use std::path::Path;

use globset::GlobBuilder;
use serde_json::Value as Json;

use super::manifest::{Manifest, Node};
use super::selection::Selected;
use crate::python::stdlib::fnmatch::fnmatch;

/// A method that is followed.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Method {
    Fqn,
    Tag,
    Group,
    Source,
    /// `exposure`, `metric`, `semantic_model`, `saved_query`, `unit_test`
    Named(&'static str),
    Path,
    File,
    Package,
    Config(Vec<String>),
    ResourceType,
    TestName,
}

/// What a partial manifest knows of the configuration of its nodes.
const CONFIG: &[&str] = &[
    "enabled",
    "materialized",
    "schema",
    "alias",
    "group",
    "tags",
    "meta",
];

impl Method {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (name, arguments) = text.split_once('.').unwrap_or((text, ""));
        Ok(match name {
            "fqn" => Self::Fqn,
            "tag" => Self::Tag,
            "group" => Self::Group,
            "source" => Self::Source,
            "exposure" => Self::Named("exposure"),
            "metric" => Self::Named("metric"),
            "semantic_model" => Self::Named("semantic_model"),
            "saved_query" => Self::Named("saved_query"),
            "unit_test" => Self::Named("unit_test"),
            "path" => Self::Path,
            "file" => Self::File,
            "package" => Self::Package,
            "config" => Self::Config(arguments.split('.').map(str::to_owned).collect()),
            "resource_type" => Self::ResourceType,
            "test_name" => Self::TestName,
            _ => return Err(format!("dbt's selection method `{name}` is not followed")),
        })
    }

    /// The nodes that the method finds.
    #[expect(
        clippy::too_many_lines,
        reason = "one table: the selection methods of dbt"
    )]
    pub(super) fn search(
        &self,
        manifest: &Manifest,
        value: &Json,
        has_project: bool,
    ) -> Result<Selected, String> {
        let nodes = manifest.nodes.iter();
        if let Self::Config(path) = self {
            let known = path.first().is_some_and(|first| CONFIG.contains(&&**first));
            if !known && manifest.nodes.iter().any(|node| node.is_partial) {
                return Err(format!(
                    "dbt's configuration `{}` is not followed",
                    path.join(".")
                ));
            }
            return Ok(nodes.map(|node| is_configured(node, path, value)).collect());
        }
        let Some(text) = value.as_str() else {
            return Err("a dbt selector has a value that is no text".into());
        };
        Ok(match self {
            Self::Fqn => nodes.map(|node| has_name(node, text)).collect(),
            Self::Tag => {
                let matches = fnmatch(text);
                let tags = |node: &Node| texts(&node.props["tags"]).any(&matches);
                nodes.map(tags).collect()
            }
            Self::Group => {
                let matches = fnmatch(text);
                let group = |node: &Node| node.props["config"]["group"].as_str().map(&matches);
                nodes.map(|node| group(node) == Some(true)).collect()
            }
            Self::Source => by_parts(manifest, "source", text)?,
            Self::Named(kind) => by_parts(manifest, kind, text)?,
            Self::Path if has_project => by_path(manifest, text)?,
            Self::Path => {
                return Err("dbt's `path:` depends on the directory that Dagster runs in".into());
            }
            Self::File => {
                let matches = fnmatch(text);
                let file = |node: &Node| {
                    let path = Path::new(node.text("original_file_path").unwrap_or_default());
                    let parts = [path.file_name(), path.file_stem()];
                    parts
                        .into_iter()
                        .flatten()
                        .filter_map(|part| part.to_str())
                        .any(&matches)
                };
                nodes.map(file).collect()
            }
            Self::Package => {
                // Dagster does not tell dbt which project `this` is.
                let matches = fnmatch(text);
                nodes
                    .map(|node| node.text("package_name").is_some_and(&matches))
                    .collect()
            }
            Self::ResourceType => nodes.map(|node| node.kind() == text).collect(),
            // dbt fails on tests of SQL files.
            Self::TestName if manifest.nodes.iter().any(is_singular_test) => {
                return Err("dbt's selection method `test_name` fails on singular tests".into());
            }
            Self::TestName => {
                let matches = fnmatch(text);
                let name = |node: &Node| match node.kind() {
                    "test" => node.props["test_metadata"]["name"]
                        .as_str()
                        .is_some_and(&matches),
                    "unit_test" => matches(node.name()),
                    _ => false,
                };
                nodes.map(name).collect()
            }
            Self::Config(_) => Vec::new(),
        })
    }
}

fn is_singular_test(node: &Node) -> bool {
    node.kind() == "test" && !node.props["test_metadata"].is_object()
}

fn texts(list: &Json) -> impl Iterator<Item = &str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Json::as_str)
}

/// `ConfigSelectorMethod`
fn is_configured(node: &Node, path: &[String], value: &Json) -> bool {
    if node.kind() != "source" && !is_parsed(node) {
        return false;
    }
    let mut found = &node.props["config"];
    for part in path {
        match found.get(part) {
            Some(inner) => found = inner,
            None => return false,
        }
    }
    let text = value.as_str();
    let flag = match text {
        Some(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Some(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    };
    let same = |found: &Json| match (found, text) {
        (Json::Bool(found), _) => Some(*found) == flag.or(value.as_bool()),
        (Json::String(found), Some(text)) if *path == ["severity"] => {
            found.eq_ignore_ascii_case(text)
        }
        _ => found == value,
    };
    match found {
        Json::Array(items) => items.iter().any(same),
        found => same(found),
    }
}

/// Whether a node stands among the `nodes` of a manifest.
fn is_parsed(node: &Node) -> bool {
    let others = [
        "source",
        "exposure",
        "metric",
        "semantic_model",
        "saved_query",
        "unit_test",
    ];
    !others.contains(&node.kind())
}

/// `QualifiedNameSelectorMethod`: with or without the package in front.
fn has_name(node: &Node, text: &str) -> bool {
    if node.kind() == "source" {
        return false;
    }
    let fqn: Vec<&str> = texts(&node.props["fqn"]).collect();
    is_selected(&fqn, text) || is_selected(fqn.get(1..).unwrap_or_default(), text)
}

/// `is_selected_node`
fn is_selected(fqn: &[&str], text: &str) -> bool {
    if fqn.last() == Some(&text) {
        return true;
    }
    let flat: Vec<&str> = fqn.iter().flat_map(|part| part.split('.')).collect();
    let parts: Vec<&str> = text.split('.').collect();
    if flat.len() < parts.len() {
        return false;
    }
    for (at, part) in parts.iter().enumerate() {
        if part.contains(['*', '?', '[', ']']) {
            return fnmatch(&parts[at..].join("."))(&flat[at..].join("."));
        }
        if flat[at] != *part {
            return false;
        }
    }
    true
}

/// `source:name.table`, `package.name.table`; of other kinds `name` and `package.name`.
fn by_parts(manifest: &Manifest, kind: &str, text: &str) -> Result<Selected, String> {
    let parts: Vec<&str> = text.split('.').collect();
    let (package, group, name) = match (parts.as_slice(), kind == "source") {
        ([group], true) => ("*", *group, "*"),
        ([group, name], true) => ("*", *group, *name),
        ([package, group, name], true) => (*package, *group, *name),
        ([name], false) => ("*", "*", *name),
        ([package, name], false) => (*package, "*", *name),
        _ => return Err(format!("`{text}` is no value that dbt's `{kind}` takes")),
    };
    let (package, group, name) = (fnmatch(package), fnmatch(group), fnmatch(name));
    let matches = |node: &Node| {
        node.kind() == kind
            && node.text("package_name").is_some_and(&package)
            && (kind != "source" || node.text("source_name").is_some_and(&group))
            && name(node.name())
    };
    Ok(manifest.nodes.iter().map(matches).collect())
}

/// `path:models/staging`: the file of a node, the file of its properties, or a directory
/// above it. The files are there, or there would be no node.
fn by_path(manifest: &Manifest, text: &str) -> Result<Selected, String> {
    let pattern = text.trim_end_matches('/').trim_start_matches("./");
    let mut builder = GlobBuilder::new(pattern);
    let glob = builder
        .literal_separator(true)
        .backslash_escape(false)
        .build();
    let Ok(glob) = glob.map(|glob| glob.compile_matcher()) else {
        return Err(format!("`{text}` is no path that dbt can look for"));
    };
    let matches = |node: &Node| {
        let path = Path::new(node.text("original_file_path").unwrap_or_default());
        let properties = node
            .text("patch_path")
            .and_then(|path| path.split_once("://"));
        path.ancestors().any(|part| glob.is_match(part))
            || properties.is_some_and(|(_, path)| glob.is_match(path))
    };
    Ok(manifest.nodes.iter().map(matches).collect())
}
