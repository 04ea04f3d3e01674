//! Puts together what the files of a dbt project define: properties from YAML, the
//! configuration of each resource, tests, and who depends on whom.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::{Map, Value as Json};

use super::super::jinja::Vars;
use super::super::manifest::{Manifest, Node};
use super::collect::{Collected, Entry, map_of, text, variable};
use super::config::Config;
use super::draft::{Draft, Reference, plain};
use super::files::Project;
use super::generic_test::{Target, target_name, tests_of};

/// The keys that the existence and the asset key of a resource depend on.
const NAMING: &[&str] = &["enabled", "schema", "meta", "materialized", "group", "tags"];

/// The manifest of what was found.
pub(super) fn manifest(mut collected: Collected, root: &Project) -> Manifest {
    let entries = std::mem::take(&mut collected.entries);
    let mut resolve = Resolve {
        collected,
        root: &root.name,
        patched: FxHashMap::default(),
        tests: Vec::new(),
    };
    resolve.index();
    for entry in &entries {
        resolve.entry(entry);
    }
    let tests = std::mem::take(&mut resolve.tests);
    resolve.collected.drafts.extend(tests);
    let mut manifest = Manifest::of_nodes(resolve.nodes());
    manifest.project = Some(root.name.clone());
    manifest.open = resolve.collected.open;
    manifest
}

struct Resolve<'r> {
    collected: Collected,
    root: &'r str,
    /// The drafts of each name, by the key of their section.
    patched: FxHashMap<(String, String), Vec<usize>>,
    tests: Vec<Draft>,
}

impl Resolve<'_> {
    fn index(&mut self) {
        self.patched.clear();
        for (at, draft) in self.collected.drafts.iter().enumerate() {
            let key = (draft.package.clone(), draft.name.clone());
            if matches!(draft.kind, "model" | "seed" | "snapshot") {
                self.patched.entry(key).or_default().push(at);
            }
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let project = self
            .collected
            .projects
            .iter()
            .find(|(name, _)| *name == entry.package);
        let project = project.map(|(_, json)| json.clone()).unwrap_or_default();
        let lookup = |name: &str| variable(&project, &entry.package, name);
        let vars: Vars<'_> = &lookup;
        let Some(name) = text(&entry.json, "name") else {
            return;
        };
        if name.contains("{{") {
            let reason = format!("the name of one of dbt's `{}` is Jinja", entry.section);
            return self.collected.open.push(reason);
        }
        match entry.section {
            "sources" => self.source(entry, name, vars),
            "data_tests" => self.patch_tests(entry, name, vars),
            "exposures" => self.exposure(entry, name),
            _ if entry.json["versions"]
                .as_array()
                .is_some_and(|list| !list.is_empty()) =>
            {
                self.versions(entry, name, vars);
            }
            _ => self.resource(entry, name, vars),
        }
    }

    /// An entry of `models:`, `seeds:` or `snapshots:`.
    fn resource(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        if entry.section == "snapshots" && entry.json["relation"].is_string() {
            self.yaml_snapshot(entry, name, vars);
        }
        let key = (entry.package.clone(), name.to_owned());
        let at = self
            .patched
            .get(&key)
            .and_then(|list| list.first().copied());
        if let Some(at) = at {
            let draft = &mut self.collected.drafts[at];
            if format!("{}s", draft.kind) == entry.section {
                patch(draft, &entry.json, &entry.file.original, vars);
            }
        }
        let target = Target {
            entry,
            name: name.to_owned(),
            reference: reference(name, None),
            prefix: "",
            attached: at.map(|at| self.collected.drafts[at].id()),
            tags: Vec::new(),
        };
        self.tests.extend(tests_of(&target, &entry.json, vars));
    }

    fn yaml_snapshot(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        let mut draft = Draft::new("snapshot", &entry.package, &entry.file);
        draft.fqn.pop();
        draft.fqn.push(name.to_owned());
        name.clone_into(&mut draft.name);
        let relation = text(&entry.json, "relation").unwrap_or_default();
        let relation = format!("{{{{ {relation} }}}}");
        draft.read_calls(&super::super::jinja::template(&relation, vars).calls);
        let at = self.collected.drafts.len();
        self.collected.drafts.push(draft);
        let key = (entry.package.clone(), name.to_owned());
        self.patched.insert(key, vec![at]);
    }

    /// A model with versions: each is a file of its own.
    fn versions(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        let versions = entry.json["versions"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let latest = match &entry.json["latest_version"] {
            Json::Null => latest(&versions),
            latest => Some(latest.clone()),
        };
        for version in &versions {
            let v = version["v"].clone();
            let file = text(version, "defined_in").map(str::to_owned);
            let file = file.unwrap_or_else(|| format!("{name}_v{}", plain(&v)));
            let find = |file: &str| {
                let key = (entry.package.clone(), file.to_owned());
                self.patched
                    .get(&key)
                    .and_then(|list| list.first().copied())
            };
            let is_latest = latest.as_ref() == Some(&v);
            let at = find(&file).or_else(|| find(name).filter(|_| is_latest));
            let Some(at) = at else {
                continue;
            };
            let draft = &mut self.collected.drafts[at];
            name.clone_into(&mut draft.name);
            draft.fqn.pop();
            draft.fqn.push(name.to_owned());
            draft.fqn.push(format!("v{}", plain(&v)));
            draft.version = Some(v.clone());
            patch(draft, &entry.json, &entry.file.original, vars);
            draft.patch.add_yaml(&map_of(&version["config"]), vars);
            draft
                .props
                .insert("latest_version".into(), latest.clone().unwrap_or_default());
            let attached = Some(draft.id());
            let differs = ["columns", "tests", "data_tests"];
            if differs.iter().any(|key| !version[key].is_null()) {
                let reason = format!("the versions of dbt's `{name}` have tests of their own");
                self.collected.open.push(reason);
                continue;
            }
            let target = Target {
                entry,
                name: target_name(name, Some(&v)),
                reference: reference(name, Some(v)),
                prefix: "",
                attached,
                tags: Vec::new(),
            };
            self.tests.extend(tests_of(&target, &entry.json, vars));
        }
        self.index();
    }

    /// An entry of `sources:`: a resource for each table.
    fn source(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        if entry.json["overrides"].is_string() {
            let reason = format!("dbt's source `{name}` overrides one of a package");
            return self.collected.open.push(reason);
        }
        for table in entry.json["tables"].as_array().into_iter().flatten() {
            let Some(table_name) = text(table, "name") else {
                continue;
            };
            let mut draft = Draft::new("source", &entry.package, &entry.file);
            draft.fqn.pop();
            draft.fqn.extend([name.to_owned(), table_name.to_owned()]);
            table_name.clone_into(&mut draft.name);
            draft.props.insert("source_name".into(), Json::from(name));
            for json in [&entry.json, table] {
                let mut config = map_of(&json["config"]);
                for key in ["meta", "tags"] {
                    if let Some(value) = json.get(key) {
                        draft
                            .patch
                            .add_yaml(&Map::from_iter([(key.to_owned(), value.clone())]), vars);
                    }
                }
                config.retain(|key, _| key != "freshness");
                draft.patch.add_yaml(&config, vars);
            }
            let list = |json: &Json| json["tags"].as_array().cloned().unwrap_or_default();
            let target = Target {
                entry,
                name: format!("{name}_{table_name}"),
                reference: Reference::Source(name.to_owned(), table_name.to_owned()),
                prefix: "source_",
                attached: None,
                tags: [list(&entry.json), list(table)].concat(),
            };
            self.tests.extend(tests_of(&target, table, vars));
            self.collected.drafts.push(draft);
        }
    }

    /// An entry of `data_tests:`: the properties of a singular test.
    fn patch_tests(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        let mut drafts = self.collected.drafts.iter_mut();
        let draft = drafts.find(|draft| draft.kind == "test" && draft.name == name);
        if let Some(draft) = draft {
            patch(draft, &entry.json, &entry.file.original, vars);
        }
    }

    fn exposure(&mut self, entry: &Entry, name: &str) {
        let mut draft = Draft::new("exposure", &entry.package, &entry.file);
        draft.fqn.pop();
        draft.fqn.push(name.to_owned());
        name.clone_into(&mut draft.name);
        for text in entry.json["depends_on"].as_array().into_iter().flatten() {
            let text = format!("{{{{ {} }}}}", text.as_str().unwrap_or_default());
            draft.read_calls(&super::super::jinja::template(&text, &|_| None).calls);
        }
        self.collected.drafts.push(draft);
    }

    /// The nodes of the manifest: what is enabled, and what may be.
    fn nodes(&self) -> Vec<Node> {
        let mut by_name: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
        let mut by_source: FxHashMap<(&str, &str), usize> = FxHashMap::default();
        let configs: Vec<Config> = self
            .collected
            .drafts
            .iter()
            .map(|draft| self.config(draft))
            .collect();
        for (at, draft) in self.collected.drafts.iter().enumerate() {
            match draft.kind {
                "model" | "seed" | "snapshot" => {
                    for package in ["", &draft.package] {
                        by_name.entry((package, &draft.name)).or_default().push(at);
                    }
                }
                "source" => {
                    let source = draft.props["source_name"].as_str().unwrap_or_default();
                    by_source.insert((source, &draft.name), at);
                }
                _ => {}
            }
        }
        let ids = self.ids();
        let state = |at: usize| state(&configs[at]);
        let mut nodes = Vec::new();
        for (at, draft) in self.collected.drafts.iter().enumerate() {
            if state(at) == State::Disabled {
                continue;
            }
            let mut doubt = draft.doubt.clone().or_else(|| configs[at].doubt(NAMING));
            let mut parents = Vec::new();
            let mut is_lost = false;
            for reference in &draft.refs {
                let found = match reference {
                    Reference::Ref {
                        package,
                        name,
                        version,
                    } => {
                        let key = (package.as_deref().unwrap_or_default(), name.as_str());
                        let list = by_name.get(&key).map(Vec::as_slice).unwrap_or_default();
                        self.versioned(list, version.as_ref())
                    }
                    Reference::Source(source, table) => {
                        by_source.get(&(source.as_str(), table.as_str())).copied()
                    }
                };
                match found {
                    Some(found) if state(found) == State::Disabled => is_lost = true,
                    Some(found) => {
                        if state(found) == State::Unknown && draft.kind == "test" {
                            doubt = doubt.or_else(|| configs[found].doubt(NAMING));
                        }
                        parents.push(ids[found].clone());
                    }
                    None if self.collected.open.is_empty() => is_lost = true,
                    None if draft.kind == "test" => {
                        let reason =
                            format!("dbt's `{}` is of something that is not there", draft.name);
                        doubt = doubt.or(Some(reason));
                    }
                    None => {}
                }
            }
            // dbt disables a test of what is not there.
            if draft.kind == "test" && is_lost {
                continue;
            }
            if draft.kind == "test" && draft.inexact && !draft.props.contains_key("attached_node") {
                let reason = format!(
                    "what dbt's `{}` depends on is decided by its Jinja",
                    draft.name
                );
                doubt = doubt.or(Some(reason));
            }
            nodes.push(Node {
                props: Arc::new(draft.properties(&configs[at], &ids[at])),
                id: ids[at].clone(),
                parents,
                doubt,
                is_inexact: draft.inexact,
                is_partial: true,
            });
        }
        nodes
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

/// Takes over the properties that a YAML file gives a resource.
fn patch(draft: &mut Draft, json: &Json, file: &str, vars: Vars<'_>) {
    let mut config = map_of(&json["config"]);
    for key in ["meta", "group", "access"] {
        if let Some(value) = json.get(key) {
            config.insert(key.to_owned(), value.clone());
        }
    }
    draft.patch.add_yaml(&config, vars);
    let path = format!("{}://{file}", draft.package);
    draft.props.insert("patch_path".into(), Json::from(path));
    for key in ["description", "columns"] {
        if key == "description"
            && let Some(value) = json.get(key)
        {
            draft.props.insert(key.to_owned(), value.clone());
        }
    }
}

fn reference(name: &str, version: Option<Json>) -> Reference {
    Reference::Ref {
        package: None,
        name: name.to_owned(),
        version,
    }
}

/// The highest version, numbers before texts.
fn latest(versions: &[Json]) -> Option<Json> {
    let number = |json: &Json| {
        let v = &json["v"];
        v.as_f64().or_else(|| v.as_str()?.parse().ok())
    };
    let numbers: Option<Vec<(f64, &Json)>> = versions
        .iter()
        .map(|version| Some((number(version)?, version)))
        .collect();
    let highest = numbers?.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(highest.1["v"].clone())
}
