//! dbt's manifest: what a dbt project holds, as `dbt parse` writes it down.
//!
//! It is read from a committed `manifest.json`, or made of the sources of the dbt
//! project where there is none (`source`).

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::Value as Json;

/// A dbt project, parsed.
#[derive(Debug, Default)]
pub(in crate::library) struct Manifest {
    /// The name of the dbt project.
    pub(super) project: Option<String>,
    pub(super) nodes: Vec<Node>,
    pub(super) index: FxHashMap<String, usize>,
    /// The nodes that depend on each.
    pub(super) children: Vec<Vec<usize>>,
    /// The nodes that each depends on.
    pub(super) parents: Vec<Vec<usize>>,
    /// The nodes that may depend on each besides.
    pub(super) maybe_children: Vec<Vec<usize>>,
    /// The definitions of `selectors.yml`, by name.
    pub(super) selectors: serde_json::Map<String, Json>,
    /// Why there may be more than these.
    pub(super) open: Vec<String>,
}

/// A model, seed, snapshot, source, test, or whatever else stands in dbt's graph.
#[derive(Debug, Clone)]
pub(in crate::library) struct Node {
    /// `model.shop.orders`
    pub(super) id: String,
    /// The properties, as the manifest has them.
    pub(super) props: Arc<Json>,
    /// The ids of the nodes that it depends on.
    pub(super) parents: Vec<String>,
    /// Why its properties, or its existence, are not certain.
    pub(super) doubt: Option<String>,
    /// The ids of those that it may depend on besides.
    pub(super) maybe_parents: Vec<String>,
    /// Whether it may depend on any other.
    pub(super) is_inexact: bool,
    /// Whether properties may be missing that the manifest would have.
    pub(super) is_partial: bool,
}

/// The resources that become assets (`ASSET_RESOURCE_TYPES`).
const ASSETS: &[&str] = &["model", "seed", "snapshot"];

/// The parts of a manifest that are nodes of dbt's graph.
const PARTS: &[&str] = &[
    "nodes",
    "sources",
    "exposures",
    "metrics",
    "semantic_models",
    "saved_queries",
    "unit_tests",
    "functions",
];

impl Manifest {
    /// Reads a parsed `manifest.json`; none where it is not one.
    pub(super) fn of_json(json: Json) -> Option<Self> {
        let Json::Object(mut whole) = json else {
            return None;
        };
        if !whole.get("nodes")?.is_object() || !whole.get("sources")?.is_object() {
            return None;
        }
        let project = whole.get("metadata").map(|data| &data["project_name"]);
        let project = project.and_then(Json::as_str).map(str::to_owned);
        let mut nodes = Vec::new();
        for part in PARTS {
            if let Some(Json::Object(found)) = whole.remove(*part) {
                nodes.extend(
                    found
                        .into_iter()
                        .map(|(id, props)| Node::of_json(id, props)),
                );
            }
        }
        let mut manifest = Self::of_nodes(nodes);
        manifest.project = project;
        if let Some(Json::Object(selectors)) = whole.remove("selectors") {
            manifest.selectors = selectors;
        }
        if let Some(Json::Object(children)) = whole.remove("child_map")
            && !children.is_empty()
        {
            manifest.take_children(&children);
        }
        Some(manifest)
    }

    /// A manifest of these nodes.
    pub(super) fn of_nodes(nodes: Vec<Node>) -> Self {
        let mut index = FxHashMap::default();
        for (at, node) in nodes.iter().enumerate() {
            index.insert(node.id.clone(), at);
        }
        let mut children = vec![Vec::new(); nodes.len()];
        for (at, node) in nodes.iter().enumerate() {
            let mut parents: Vec<usize> = node.parent_indices(&index).collect();
            parents.sort_unstable();
            parents.dedup();
            for parent in parents {
                children[parent].push(at);
            }
        }
        let mut maybe_children = vec![Vec::new(); nodes.len()];
        for (at, node) in nodes.iter().enumerate() {
            for id in &node.maybe_parents {
                if let Some(&parent) = index.get(id) {
                    maybe_children[parent].push(at);
                }
            }
        }
        Self {
            parents: inverted(&children),
            maybe_children,
            nodes,
            index,
            children,
            ..Self::default()
        }
    }

    fn take_children(&mut self, children: &serde_json::Map<String, Json>) {
        for list in &mut self.children {
            list.clear();
        }
        for (parent, list) in children {
            let Some(&at) = self.index.get(parent) else {
                continue;
            };
            let ids = list
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Json::as_str);
            self.children[at] = ids.filter_map(|id| self.index.get(id).copied()).collect();
        }
        self.parents = inverted(&self.children);
    }

    /// The models, seeds, snapshots and sources that a node depends on; what is no asset
    /// stands for what it depends on itself (`get_upstream_unique_ids`).
    pub(super) fn upstream(&self, node: &Node) -> Vec<usize> {
        let mut found = Vec::new();
        let mut seen = vec![false; self.nodes.len()];
        let mut waiting: Vec<usize> = node.parent_indices(&self.index).collect();
        waiting.reverse();
        while let Some(at) = waiting.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let parent = &self.nodes[at];
            if parent.is_non_asset() {
                waiting.extend(parent.parent_indices(&self.index));
            } else if parent.is_asset() || parent.kind() == "source" {
                found.push(at);
            }
        }
        found
    }
}

impl Node {
    fn of_json(id: String, props: Json) -> Self {
        let parents = props["depends_on"]["nodes"].as_array();
        let parents = parents.into_iter().flatten().filter_map(Json::as_str);
        Self {
            parents: parents.map(str::to_owned).collect(),
            id,
            props: Arc::new(props),
            doubt: None,
            maybe_parents: Vec::new(),
            is_inexact: false,
            is_partial: false,
        }
    }

    fn parent_indices<'m>(
        &'m self,
        index: &'m FxHashMap<String, usize>,
    ) -> impl Iterator<Item = usize> + 'm {
        self.parents.iter().filter_map(|id| index.get(id).copied())
    }

    /// A property that is text.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.props[name].as_str()
    }

    /// `model`, `source`, `test` ...
    pub(super) fn kind(&self) -> &str {
        self.text("resource_type").unwrap_or_default()
    }

    pub(super) fn name(&self) -> &str {
        self.text("name").unwrap_or_default()
    }

    pub(super) fn is_test(&self) -> bool {
        matches!(self.kind(), "test" | "unit_test")
    }

    /// Whether Dagster makes an asset of it.
    pub(super) fn is_asset(&self) -> bool {
        ASSETS.contains(&self.kind()) && !self.is_non_asset()
    }

    /// What is in dbt's graph and no asset (`is_non_asset_node`).
    fn is_non_asset(&self) -> bool {
        match self.kind() {
            "metric" | "semantic_model" | "saved_query" | "function" => true,
            "model" => self.props["config"]["materialized"] == "ephemeral",
            _ => false,
        }
    }

    /// `config.meta`, or else `meta`.
    pub(super) fn meta(&self) -> &Json {
        meta_of(&self.props)
    }
}

/// `config.meta` where it holds anything, else `meta`.
pub(super) fn meta_of(props: &Json) -> &Json {
    match &props["config"]["meta"] {
        Json::Object(meta) if !meta.is_empty() => &props["config"]["meta"],
        _ => &props["meta"],
    }
}

/// The edges the other way round.
fn inverted(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut inverted = vec![Vec::new(); edges.len()];
    for (at, list) in edges.iter().enumerate() {
        for &other in list {
            inverted[other].push(at);
        }
    }
    inverted
}
