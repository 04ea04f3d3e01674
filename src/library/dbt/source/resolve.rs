//! Puts together what the files of a dbt project define: the properties that YAML gives to
//! resources, sources and tests.

use rustc_hash::FxHashMap;
use serde_json::{Map, Value as Json};

use super::collect::{Collected, Entry, map_of, text, variable};
use super::draft::{Draft, Reference, plain};
use super::files::Project;
use super::generic_test::{Target, target_name, tests_of};
use crate::library::dbt::jinja::{Vars, template};
use crate::library::dbt::manifest::Manifest;

/// The manifest of what was found.
pub(super) fn manifest(mut collected: Collected, root: &Project<'_>) -> Manifest {
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

pub(super) struct Resolve<'r> {
    pub(super) collected: Collected,
    pub(super) root: &'r str,
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
            "exposures" => self.exposure(entry, name, vars),
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
        draft.read_calls(&template(&relation, vars).calls);
        let at = self.collected.drafts.len();
        self.collected.drafts.push(draft);
        let key = (entry.package.clone(), name.to_owned());
        self.patched.insert(key, vec![at]);
    }

    /// A model with versions: each is a file of its own.
    fn versions(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        let versions = entry.json["versions"].as_array();
        let versions = versions.cloned().unwrap_or_default();
        let latest = match &entry.json["latest_version"] {
            Json::Null => latest(&versions),
            latest => Some(latest.clone()),
        };
        for version in &versions {
            let v = version["v"].clone();
            let file = text(version, "defined_in")
                .map_or_else(|| format!("{name}_v{}", plain(&v)), str::to_owned);
            let find = |file: &str| {
                let key = (entry.package.clone(), file.to_owned());
                self.patched.get(&key)?.first().copied()
            };
            let is_latest = latest.as_ref() == Some(&v);
            let Some(at) = find(&file).or_else(|| find(name).filter(|_| is_latest)) else {
                continue;
            };
            let draft = &mut self.collected.drafts[at];
            draft.make_version(name, &v);
            patch(draft, &entry.json, &entry.file.original, vars);
            draft.patch.add_yaml(&map_of(&version["config"]), vars);
            let props = &mut draft.props;
            props.insert("latest_version".into(), latest.clone().unwrap_or_default());
            let attached = Some(draft.id());
            let is_own = |key: &&str| !version[*key].is_null();
            if ["columns", "tests", "data_tests"].iter().any(is_own) {
                let reason = format!("the versions of dbt's `{name}` have tests of their own");
                self.collected.open.push(reason);
                continue;
            }
            self.tests_of_version(entry, name, v, attached, vars);
        }
        self.index();
    }

    /// The tests of a model, once more for a version of it.
    fn tests_of_version(
        &mut self,
        entry: &Entry,
        name: &str,
        version: Json,
        attached: Option<String>,
        vars: Vars<'_>,
    ) {
        let target = Target {
            entry,
            name: target_name(name, Some(&version)),
            reference: reference(name, Some(version)),
            prefix: "",
            attached,
            tags: Vec::new(),
        };
        self.tests.extend(tests_of(&target, &entry.json, vars));
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
            if let Some(external) = external(&table["external"]) {
                draft.props.insert("external".into(), external);
            }
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

    fn exposure(&mut self, entry: &Entry, name: &str, vars: Vars<'_>) {
        let mut draft = Draft::new("exposure", &entry.package, &entry.file);
        draft.fqn.pop();
        draft.fqn.push(name.to_owned());
        name.clone_into(&mut draft.name);
        for text in entry.json["depends_on"].as_array().into_iter().flatten() {
            let text = format!("{{{{ {} }}}}", text.as_str().unwrap_or_default());
            draft.read_calls(&template(&text, &|_| None).calls);
        }
        // What `dbt_project.yml` says of exposures meets their own configuration in ways
        // of its own.
        let mut projects = self.collected.projects.iter();
        draft.patch.is_open = projects.any(|(_, json)| !json["exposures"].is_null());
        super::exposure::describe(&mut draft, &entry.json, vars);
        self.collected.drafts.push(draft);
    }
}

/// `external` of a table of a source, as the manifest has it; none where it is Jinja.
fn external(written: &Json) -> Option<Json> {
    let Json::Object(written) = written else {
        return Some(Json::Null);
    };
    let mut whole = Map::new();
    for key in [
        "location",
        "file_format",
        "row_format",
        "tbl_properties",
        "partitions",
    ] {
        whole.insert(key.to_owned(), Json::Null);
    }
    whole.extend(written.clone());
    let whole = Json::Object(whole);
    let is_jinja = whole.to_string().contains("{{");
    (!is_jinja).then_some(whole)
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

impl Draft {
    /// Makes the model of a file a version of a model.
    fn make_version(&mut self, model: &str, version: &Json) {
        model.clone_into(&mut self.name);
        self.fqn.pop();
        self.fqn.push(model.to_owned());
        self.fqn.push(format!("v{}", plain(version)));
        self.version = Some(version.clone());
    }
}
