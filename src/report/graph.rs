//! The asset graph of each code location, in a language that other tools draw.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::Report;
use super::inventory::{Inventory, sorted_locations};
use crate::model::{CodeLocation, Model};

/// Mermaid, as GitHub and many editors draw it.
#[derive(Debug, Clone, Copy)]
pub struct MermaidGraph;

/// The DOT language of Graphviz.
#[derive(Debug, Clone, Copy)]
pub struct DotGraph;

/// How an asset is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Dagster can materialize it.
    Asset,
    /// It is declared, and made elsewhere.
    External,
    /// Nothing declares it: it is only somebody's dependency.
    Stub,
}

/// The assets of a code location and what depends on what, both by key.
struct Graph {
    nodes: BTreeMap<String, Shape>,
    edges: BTreeSet<(String, String)>,
}

impl Graph {
    fn of(location: &CodeLocation) -> Self {
        let held = Inventory::of(location);
        let mut nodes: BTreeMap<String, Shape> = BTreeMap::new();
        let mut edges = BTreeSet::new();
        for entry in held.assets {
            let Some((asset, external)) = entry.asset else {
                continue;
            };
            let deps = asset.deps.iter().map(ToString::to_string);
            edges.extend(deps.map(|dep| (dep, entry.name.clone())));
            let shape = if external {
                Shape::External
            } else {
                Shape::Asset
            };
            nodes.insert(entry.name, shape);
        }
        for (upstream, _) in &edges {
            nodes.entry(upstream.clone()).or_insert(Shape::Stub);
        }
        Self { nodes, edges }
    }

    /// The number of each asset, from `first` on: the names in the text.
    fn numbers(&self, first: usize) -> BTreeMap<&str, usize> {
        let keys = self.nodes.keys().map(String::as_str);
        keys.zip(first..).collect()
    }

    /// The numbers of both ends of each dependency.
    fn numbered_edges(&self, numbers: &BTreeMap<&str, usize>) -> Vec<(usize, usize)> {
        let number = |key: &String| numbers.get(key.as_str()).copied();
        let edges = self.edges.iter();
        edges
            .filter_map(|(from, to)| Some((number(from)?, number(to)?)))
            .collect()
    }
}

impl Report<Model<'_>> for MermaidGraph {
    fn write(&self, model: &Model<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "flowchart LR")?;
        writeln!(out, "    classDef stub stroke-dasharray: 5 5")?;
        let mut first = 0;
        for (index, location) in sorted_locations(model).into_iter().enumerate() {
            let graph = Graph::of(location);
            let numbers = graph.numbers(first);
            first += numbers.len();
            let name = mermaid_text(&location.name);
            writeln!(out, "    subgraph location{index}[\"{name}\"]")?;
            for (key, shape) in &graph.nodes {
                let (id, key) = (numbers[key.as_str()], mermaid_text(key));
                match shape {
                    Shape::Asset => writeln!(out, "        n{id}[\"{key}\"]")?,
                    Shape::External => writeln!(out, "        n{id}([\"{key}\"])")?,
                    Shape::Stub => writeln!(out, "        n{id}([\"{key}\"]):::stub")?,
                }
            }
            writeln!(out, "    end")?;
            for (from, to) in graph.numbered_edges(&numbers) {
                writeln!(out, "    n{from} --> n{to}")?;
            }
        }
        Ok(())
    }
}

impl Report<Model<'_>> for DotGraph {
    fn write(&self, model: &Model<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "digraph assets {{")?;
        writeln!(out, "    rankdir=LR;")?;
        writeln!(out, "    node [shape=box];")?;
        let mut first = 0;
        for (index, location) in sorted_locations(model).into_iter().enumerate() {
            let graph = Graph::of(location);
            let numbers = graph.numbers(first);
            first += numbers.len();
            writeln!(out, "    subgraph cluster_{index} {{")?;
            writeln!(out, "        label=\"{}\";", dot_text(&location.name))?;
            for (key, shape) in &graph.nodes {
                let (id, key) = (numbers[key.as_str()], dot_text(key));
                let style = match shape {
                    Shape::Asset => "",
                    Shape::External => ", shape=ellipse",
                    Shape::Stub => ", shape=ellipse, style=dashed",
                };
                writeln!(out, "        n{id} [label=\"{key}\"{style}];")?;
            }
            for (from, to) in graph.numbered_edges(&numbers) {
                writeln!(out, "        n{from} -> n{to};")?;
            }
            writeln!(out, "    }}")?;
        }
        writeln!(out, "}}")
    }
}

/// A text between quotes in Mermaid: what has a meaning there is written as an entity.
fn mermaid_text(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '#' | '&' | '<' | '>' | '`' | '\\' => {
                escaped.extend(["#", &u32::from(letter).to_string(), ";"]);
            }
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// A text between quotes in DOT.
fn dot_text(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '"' | '\\' => escaped.extend(['\\', letter]),
            letter if letter.is_control() => escaped.push(' '),
            letter => escaped.push(letter),
        }
    }
    escaped
}
