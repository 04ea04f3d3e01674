//! dbt's node selection (`select`, `exclude`, `selector`), as Dagster applies it to a
//! manifest: `dagster_dbt.utils.select_unique_ids`, `dbt.graph`.

use std::cell::RefCell;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value as Json;

use super::manifest::Manifest;
use super::select_method::Method;

/// What is asked for.
#[derive(Debug, Clone)]
pub(super) struct Selection {
    pub(super) select: String,
    pub(super) exclude: String,
    pub(super) selector: String,
    /// Whether Dagster is told where the dbt project is.
    pub(super) has_project: bool,
}

impl Default for Selection {
    fn default() -> Self {
        Self {
            select: "fqn:*".into(),
            exclude: String::new(),
            selector: String::new(),
            has_project: false,
        }
    }
}

/// Some of the nodes, by index.
pub(super) type Selected = Vec<bool>;

/// What a selection finds.
pub(super) struct Found {
    pub(super) selected: Selected,
    /// The nodes of which it depends on Jinja whether they are selected.
    pub(super) undecided: Selected,
}

/// A criterion: `@`, `2+`, method, value, `+2`.
static CRITERION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let pattern = r"\A(?P<at>@)?(?P<parents>(?P<up>\d*)\+)?(?:(?P<method>[\w.]+):)?(?P<value>.*?)(?P<children>\+(?P<down>\d*))?\z";
    Regex::new(pattern).ok()
});

impl Selection {
    /// Whether everything is selected.
    pub(super) fn is_everything(&self) -> bool {
        self.select == "fqn:*" && self.exclude.is_empty() && self.selector.is_empty()
    }

    /// The selected nodes, or why daglint cannot tell.
    pub(super) fn apply(&self, manifest: &Manifest) -> Result<Found, String> {
        let nodes = manifest.nodes.len();
        let graph = Graph {
            manifest,
            has_project: self.has_project,
            undecided: RefCell::new(vec![false; nodes]),
        };
        let mut selected = if self.is_everything() {
            vec![true; nodes]
        } else if self.selector.is_empty() {
            graph.union(&self.select)?
        } else {
            graph.by_selector(&self.selector)?
        };
        if !self.exclude.is_empty() {
            let excluded = graph.union(&self.exclude)?;
            remove(&mut selected, &excluded);
        }
        let undecided = graph.undecided.into_inner();
        Ok(Found {
            selected,
            undecided,
        })
    }
}

struct Graph<'m> {
    manifest: &'m Manifest,
    has_project: bool,
    undecided: RefCell<Selected>,
}

impl Graph<'_> {
    fn none(&self) -> Selected {
        vec![false; self.manifest.nodes.len()]
    }

    /// Blanks mean union, commas intersection.
    fn union(&self, text: &str) -> Result<Selected, String> {
        let mut selected = self.none();
        for part in text.split(' ') {
            let mut all: Option<Selected> = None;
            for criterion in part.split(',') {
                let found = self.criterion(criterion)?;
                match &mut all {
                    Some(all) => keep(all, &found),
                    None => all = Some(found),
                }
            }
            add(&mut selected, &all.unwrap_or_default());
        }
        Ok(selected)
    }

    fn criterion(&self, text: &str) -> Result<Selected, String> {
        let parsed = CRITERION
            .as_ref()
            .and_then(|pattern| pattern.captures(text));
        let Some(parsed) = parsed else {
            return Err(format!("`{text}` is no selection that dbt knows"));
        };
        let depth = |name: &str| {
            let depth = parsed.name(name).map(|depth| depth.as_str());
            depth
                .and_then(|depth| depth.parse().ok())
                .unwrap_or(usize::MAX)
        };
        let value = parsed.name("value").map_or("", |value| value.as_str());
        let method = parsed.name("method").map(|method| method.as_str());
        self.expanded(&Criterion {
            method: method.map_or_else(|| default_method(value), str::to_owned),
            value: Json::from(value),
            childrens_parents: parsed.name("at").is_some(),
            parents: parsed.name("parents").map(|_| depth("up")),
            children: parsed.name("children").map(|_| depth("down")),
        })
    }

    /// The nodes of a criterion with the relatives that it asks for, and their tests.
    fn expanded(&self, criterion: &Criterion) -> Result<Selected, String> {
        let method = Method::parse(&criterion.method)?;
        let mut selected = method.search(self.manifest, &criterion.value, self.has_project)?;
        let mut all = selected.clone();
        if criterion.childrens_parents {
            let mut below = self.below(&selected, usize::MAX)?;
            add(&mut below, &selected);
            add(&mut all, &self.above(&below, usize::MAX)?);
            add(&mut all, &below);
        }
        if let Some(depth) = criterion.parents {
            add(&mut all, &self.above(&selected, depth)?);
        }
        if let Some(depth) = criterion.children {
            add(&mut all, &self.below(&selected, depth)?);
        }
        selected = all;
        self.add_tests(&mut selected);
        self.add_tests(&mut self.undecided.borrow_mut());
        Ok(selected)
    }

    /// Adds the tests of some nodes.
    fn add_tests(&self, selected: &mut Selected) {
        for (at, children) in self.manifest.children.iter().enumerate() {
            if !selected[at] || self.manifest.nodes[at].is_test() {
                continue;
            }
            for &child in children {
                if self.manifest.nodes[child].is_test() {
                    selected[child] = true;
                }
            }
        }
    }

    /// The nodes that depend on some. What may depend on them besides, and what is below
    /// that, is undecided.
    fn below(&self, of: &Selected, depth: usize) -> Result<Selected, String> {
        let found = self.relatives(of, depth, Direction::Children);
        let nodes = self.manifest.nodes.iter();
        let mut reached: Selected = nodes
            .map(|node| (node.is_inexact || node.doubt.is_some()) && !node.is_test())
            .collect();
        let mut undecided = reached.clone();
        add(&mut reached, of);
        add(&mut reached, &found);
        add(
            &mut undecided,
            &self.relatives(&reached, usize::MAX, Direction::MaybeChildren),
        );
        remove(&mut undecided, &found);
        remove(&mut undecided, of);
        add(&mut self.undecided.borrow_mut(), &undecided);
        Ok(found)
    }

    /// The nodes that some depend on.
    fn above(&self, of: &Selected, depth: usize) -> Result<Selected, String> {
        let found = self.relatives(of, depth, Direction::Parents);
        let nodes = self.manifest.nodes.iter().enumerate();
        for (at, node) in nodes {
            let counts = of[at] || (found[at] && depth > 1) || node.doubt.is_some();
            let unsure = node.is_inexact || !node.maybe_parents.is_empty() || node.doubt.is_some();
            if counts && unsure && !node.is_test() {
                let name = node.name();
                return Err(format!(
                    "what dbt's `{name}` depends on is decided by its Jinja"
                ));
            }
        }
        Ok(found)
    }

    /// All relatives of the selected nodes in one direction, up to a depth.
    fn relatives(&self, of: &Selected, depth: usize, direction: Direction) -> Selected {
        let mut found = self.none();
        let mut layer: Vec<usize> = (0..of.len()).filter(|&at| of[at]).collect();
        let mut left = depth;
        while !layer.is_empty() && left > 0 {
            left -= 1;
            let mut next = Vec::new();
            for at in layer {
                let (near, more) = match direction {
                    Direction::Children => (&self.manifest.children[at], None),
                    Direction::Parents => (&self.manifest.parents[at], None),
                    Direction::MaybeChildren => {
                        let more = &self.manifest.maybe_children[at];
                        (&self.manifest.children[at], Some(more))
                    }
                };
                for &other in near.iter().chain(more.into_iter().flatten()) {
                    if !std::mem::replace(&mut found[other], true) {
                        next.push(other);
                    }
                }
            }
            layer = next;
        }
        found
    }

    fn by_selector(&self, name: &str) -> Result<Selected, String> {
        let Some(selector) = self.manifest.selectors.get(name) else {
            return Err(format!("dbt's selector `{name}` is not in the manifest"));
        };
        self.definition(&selector["definition"], 0)
    }

    /// A definition of `selectors.yml`, as the manifest has it.
    fn definition(&self, definition: &Json, depth: usize) -> Result<Selected, String> {
        let odd = || "this form of dbt selector is not followed".to_owned();
        if depth > 50 {
            return Err(odd());
        }
        let whole = match definition {
            Json::String(text) => return self.criterion(text),
            Json::Object(whole) => whole,
            _ => return Err(odd()),
        };
        for (key, is_union) in [("union", true), ("intersection", false)] {
            if let Some(Json::Array(parts)) = whole.get(key) {
                return self.combined(parts, is_union, depth);
            }
        }
        if whole.get("method").is_some_and(|it| it == "selector") {
            let name = whole.get("value").and_then(Json::as_str);
            let selector = name.and_then(|name| self.manifest.selectors.get(name));
            let definition = &selector.ok_or_else(odd)?["definition"];
            return self.definition(definition, depth + 1);
        }
        if whole.contains_key("indirect_selection") {
            return Err("`indirect_selection` in a dbt selector is not followed".into());
        }
        let mut selected = self.expanded(&criterion_of(whole).ok_or_else(odd)?)?;
        if let Some(Json::Array(excluded)) = whole.get("exclude") {
            let excluded = self.combined(excluded, true, depth)?;
            remove(&mut selected, &excluded);
        }
        Ok(selected)
    }

    fn combined(&self, parts: &[Json], is_union: bool, depth: usize) -> Result<Selected, String> {
        let mut all: Option<Selected> = None;
        let mut excluded = None;
        for part in parts {
            if let (Some(Json::Array(exclude)), None) = (part.get("exclude"), part.get("method")) {
                excluded = Some(self.combined(exclude, true, depth + 1)?);
                continue;
            }
            let found = self.definition(part, depth + 1)?;
            match &mut all {
                Some(all) if is_union => add(all, &found),
                Some(all) => keep(all, &found),
                None => all = Some(found),
            }
        }
        let mut selected = all.unwrap_or_else(|| self.none());
        if let Some(excluded) = excluded {
            remove(&mut selected, &excluded);
        }
        Ok(selected)
    }
}

struct Criterion {
    method: String,
    value: Json,
    childrens_parents: bool,
    /// How deep parents are asked for, if they are.
    parents: Option<usize>,
    children: Option<usize>,
}

#[derive(Clone, Copy)]
enum Direction {
    Children,
    Parents,
    /// Children, and nodes that may be.
    MaybeChildren,
}

/// `SelectionCriteria.default_method`
fn default_method(value: &str) -> String {
    let lower = value.to_lowercase();
    let is_file = [".sql", ".py", ".csv"]
        .iter()
        .any(|end| lower.ends_with(end));
    if value.contains('/') {
        "path"
    } else if is_file {
        "file"
    } else {
        "fqn"
    }
    .to_owned()
}

fn add(all: &mut Selected, more: &Selected) {
    for (flag, more) in all.iter_mut().zip(more) {
        *flag |= more;
    }
}

fn keep(all: &mut Selected, only: &Selected) {
    for (flag, only) in all.iter_mut().zip(only) {
        *flag &= only;
    }
}

fn remove(all: &mut Selected, less: &Selected) {
    for (flag, less) in all.iter_mut().zip(less) {
        *flag &= !less;
    }
}

/// The criterion that a mapping gives: `method` and `value`, or a method and its value.
fn criterion_of(whole: &serde_json::Map<String, Json>) -> Option<Criterion> {
    let flag = |name: &str| whole.get(name).is_some_and(|value| *value == true);
    let depth_of = |name: &str| {
        let depth = whole.get(name).and_then(Json::as_u64);
        let depth = depth.and_then(|depth| usize::try_from(depth).ok());
        depth.unwrap_or(usize::MAX)
    };
    let (method, value) = match (whole.get("method"), whole.get("value")) {
        (Some(Json::String(method)), Some(value)) => (method, value),
        _ => whole.iter().next().filter(|_| whole.len() == 1)?,
    };
    Some(Criterion {
        method: method.clone(),
        value: value.clone(),
        childrens_parents: flag("childrens_parents"),
        parents: flag("parents").then(|| depth_of("parents_depth")),
        children: flag("children").then(|| depth_of("children_depth")),
    })
}
