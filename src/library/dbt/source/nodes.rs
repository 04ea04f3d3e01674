//! The nodes of a manifest: the configuration of each resource, whether it is there, and
//! who depends on whom.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;

use super::config::Config;
use super::draft::{Draft, Reference, plain};
use super::resolve::Resolve;
use crate::library::dbt::manifest::Node;

/// The keys that the existence and the asset key of a resource depend on.
const NAMING: &[&str] = &["enabled", "schema", "meta", "materialized", "group", "tags"];

/// What nodes are made with.
struct Links<'r> {
    configs: Vec<Config>,
    ids: Vec<String>,
    names: Names<'r>,
}

impl Links<'_> {
    fn state(&self, at: usize) -> State {
        state(&self.configs[at])
    }
}

impl Resolve<'_> {
    /// The nodes of the manifest: what is enabled, and what may be.
    pub(super) fn nodes(&self) -> Vec<Node> {
        let drafts = &self.collected.drafts;
        let links = Links {
            configs: drafts.iter().map(|draft| self.config(draft)).collect(),
            ids: self.ids(),
            names: self.names(),
        };
        let all = 0..drafts.len();
        all.filter_map(|at| self.node(&links, at)).collect()
    }

    /// The node of a draft, where it is not disabled.
    fn node(&self, links: &Links<'_>, at: usize) -> Option<Node> {
        let draft = &self.collected.drafts[at];
        if links.state(at) == State::Disabled {
            return None;
        }
        let is_test = draft.kind == "test";
        let doubt = draft.doubt.clone();
        let mut doubt = doubt.or_else(|| links.configs[at].doubt(NAMING));
        let parents = self.parents(links, draft, &mut doubt)?;
        if is_test && draft.is_decided_by_jinja() {
            let name = &draft.name;
            let reason = format!("what dbt's `{name}` depends on is decided by its Jinja");
            doubt = doubt.or(Some(reason));
        }
        let maybe = draft.maybe.iter();
        let maybe = maybe.flat_map(|reference| self.find_all(&links.names, reference));
        let maybe = maybe.map(|at| links.ids[at].clone());
        Some(Node {
            maybe_parents: maybe.collect(),
            props: Arc::new(draft.properties(&links.configs[at], &links.ids[at])),
            id: links.ids[at].clone(),
            parents,
            doubt,
            is_inexact: draft.inexact,
            is_partial: true,
        })
    }

    /// The nodes that a draft refers to; none where that is what makes dbt disable it.
    fn parents(
        &self,
        links: &Links<'_>,
        draft: &Draft,
        doubt: &mut Option<String>,
    ) -> Option<Vec<String>> {
        let is_test = draft.kind == "test";
        let mut parents = Vec::new();
        for reference in &draft.refs {
            let found = self.find(&links.names, reference);
            let is_there = found.is_some_and(|found| links.state(found) != State::Disabled);
            let is_lost = found.is_some() || self.collected.open.is_empty();
            match found {
                Some(found) if is_there => {
                    if links.state(found) == State::Unknown && is_test && doubt.is_none() {
                        *doubt = links.configs[found].doubt(NAMING);
                    }
                    parents.push(links.ids[found].clone());
                }
                // dbt disables a test of what is not there.
                _ if is_test && is_lost => return None,
                None if is_test => {
                    let name = &draft.name;
                    let reason = format!("dbt's `{name}` is of something that is not there");
                    doubt.get_or_insert(reason);
                }
                _ => {}
            }
        }
        Some(parents)
    }

    /// What references mean.
    fn names(&self) -> Names<'_> {
        let mut names = Names::default();
        for (at, draft) in self.collected.drafts.iter().enumerate() {
            match draft.kind {
                "model" | "seed" | "snapshot" => {
                    for package in ["", &draft.package] {
                        names
                            .resources
                            .entry((package, &draft.name))
                            .or_default()
                            .push(at);
                    }
                }
                "source" => {
                    let source = draft.props["source_name"].as_str().unwrap_or_default();
                    names.tables.insert((source, &draft.name), at);
                }
                _ => {}
            }
        }
        names
    }

    fn find(&self, names: &Names<'_>, reference: &Reference) -> Option<usize> {
        match reference {
            Reference::Ref {
                package,
                name,
                version,
            } => {
                let key = (package.as_deref().unwrap_or_default(), name.as_str());
                let list = names.resources.get(&key).map(Vec::as_slice);
                self.versioned(list.unwrap_or_default(), version.as_ref())
            }
            Reference::Source(source, table) => names
                .tables
                .get(&(source.as_str(), table.as_str()))
                .copied(),
        }
    }

    /// As [`Self::find`], and all tables of a source where none is named.
    fn find_all(&self, names: &Names<'_>, reference: &Reference) -> Vec<usize> {
        match reference {
            Reference::Source(source, table) if table.is_empty() => {
                let tables = names.tables.iter();
                let own = tables.filter(|((known, _), _)| known == source);
                own.map(|(_, at)| *at).collect()
            }
            reference => self.find(names, reference).into_iter().collect(),
        }
    }

    /// The ids, unlike each other.
    fn ids(&self) -> Vec<String> {
        let mut known = FxHashSet::default();
        let drafts = self.collected.drafts.iter().enumerate();
        let ids = drafts.map(|(at, draft)| {
            let id = draft.id();
            if known.insert(id.clone()) {
                return id;
            }
            format!("{id}.{at}")
        });
        ids.collect()
    }

    /// The one of some models of a name that a reference means: the latest version.
    fn versioned(&self, list: &[usize], version: Option<&Json>) -> Option<usize> {
        let draft = |at: &&usize| &self.collected.drafts[**at];
        #[expect(clippy::single_match_else, reason = "both arms weigh the same")]
        match version {
            Some(version) => {
                let same = |at: &&usize| {
                    draft(at)
                        .version
                        .as_ref()
                        .is_some_and(|known| plain(known) == plain(version))
                };
                list.iter().find(same).copied()
            }
            None => {
                let latest = |at: &&usize| {
                    let draft = draft(at);
                    let latest = draft.props.get("latest_version");
                    draft.version.is_none() || latest == draft.version.as_ref()
                };
                list.iter().find(latest).copied()
            }
        }
    }

    /// The configuration of a resource (`calculate_node_config`).
    fn config(&self, draft: &Draft) -> Config {
        let mut config = Config::default_of(draft.kind);
        let sections: &[&str] = match draft.kind {
            "model" => &["models"],
            "seed" => &["seeds"],
            "snapshot" => &["snapshots"],
            "source" => &["sources"],
            "test" => &["tests", "data_tests"],
            _ => &[],
        };
        let projects = &self.collected.projects;
        let project = |name: &str| projects.iter().find(|(known, _)| known == name);
        let add = |config: &mut Config, name: &str| {
            for section in sections {
                if let Some((_, json)) = project(name) {
                    config.add_levels(&json[*section], &draft.fqn);
                }
            }
        };
        add(&mut config, &draft.package);
        config.add(&draft.patch);
        config.add(&draft.call);
        if draft.package != self.root {
            add(&mut config, self.root);
        }
        config
    }
}

/// The drafts, as references name them.
#[derive(Default)]
struct Names<'r> {
    /// By package and name; the package may be empty.
    resources: FxHashMap<(&'r str, &'r str), Vec<usize>>,
    /// By source and table.
    tables: FxHashMap<(&'r str, &'r str), usize>,
}

/// Whether a resource is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Enabled,
    Disabled,
    Unknown,
}

fn state(config: &Config) -> State {
    if config.doubt(&["enabled"]).is_some() {
        return State::Unknown;
    }
    match config.known.get("enabled") {
        Some(Json::Bool(false)) => State::Disabled,
        Some(Json::Bool(true)) | None => State::Enabled,
        Some(_) => State::Unknown,
    }
}

impl Draft {
    /// Whether its dependencies are not known, and no file says which model it is of.
    fn is_decided_by_jinja(&self) -> bool {
        let is_inexact = self.inexact || !self.maybe.is_empty();
        is_inexact && !self.props.contains_key("attached_node")
    }
}
