//! A resource of a dbt project before its configuration and its dependencies are known.

use serde_json::{Map, Value as Json, json};

use super::config::Config;
use super::files::Found;
use super::macros::Macros;
use crate::library::dbt::jinja::{JinjaCall, Template, Vars, template};

/// A model, seed, snapshot, source or test.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) package: String,
    pub(super) fqn: Vec<String>,
    pub(super) original: String,
    /// What the file itself configures.
    pub(super) call: Config,
    /// What a YAML file configures.
    pub(super) patch: Config,
    pub(super) refs: Vec<Reference>,
    pub(super) version: Option<Json>,
    /// Further properties.
    pub(super) props: Map<String, Json>,
    /// What it may depend on besides; a source without a table is any of its tables.
    pub(super) maybe: Vec<Reference>,
    /// Whether it may depend on anything else.
    pub(super) inexact: bool,
    pub(super) doubt: Option<String>,
}

/// `ref(...)` or `source(...)`
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reference {
    Ref {
        package: Option<String>,
        name: String,
        version: Option<Json>,
    },
    Source(String, String),
}

impl Draft {
    /// A resource in a file.
    pub(super) fn new(kind: &'static str, package: &str, file: &Found) -> Self {
        let mut fqn = vec![package.to_owned()];
        fqn.extend(file.folders.iter().cloned());
        fqn.push(file.stem.clone());
        Self {
            kind,
            name: file.stem.clone(),
            package: package.to_owned(),
            fqn,
            original: file.original.clone(),
            call: Config::default(),
            patch: Config::default(),
            refs: Vec::new(),
            version: None,
            props: Map::new(),
            maybe: Vec::new(),
            inexact: false,
            doubt: None,
        }
    }

    /// Reads what the SQL calls.
    pub(super) fn read_sql(&mut self, text: &str, vars: Vars<'_>, macros: &Macros) {
        let Template { calls, called } = template(text, vars);
        self.read_calls(&calls);
        for name in &called {
            macros.add_references(name, &mut self.maybe, &mut self.inexact);
            self.call.is_open |= macros.calls_config(name);
        }
    }

    /// Reads what a file calls.
    pub(super) fn read_calls(&mut self, calls: &[JinjaCall]) {
        for call in calls {
            if call.name == "config" {
                self.read_config(call);
                continue;
            }
            match Reference::of(call) {
                Some(reference) if !call.is_conditional => {
                    if !self.refs.contains(&reference) {
                        self.refs.push(reference);
                    }
                }
                reference => match reference.or_else(|| Reference::any_table(call)) {
                    Some(reference) if self.refs.contains(&reference) => {}
                    Some(reference) => self.maybe.push(reference),
                    None => self.inexact = true,
                },
            }
        }
    }

    fn read_config(&mut self, call: &JinjaCall) {
        self.call.is_open |= !call.is_readable;
        for value in &call.positional {
            match value {
                Some(Json::Object(map)) => {
                    for (key, value) in map {
                        self.call.set(key, Some(value.clone()));
                    }
                }
                _ => self.call.is_open = true,
            }
        }
        for (key, value) in &call.keywords {
            let value = value.clone().filter(|_| !call.is_conditional);
            self.call.set(key, value);
        }
    }

    /// `model.shop.orders`, `model.shop.orders.v2`
    pub(super) fn id(&self) -> String {
        let version = self
            .version
            .as_ref()
            .map(|version| format!(".v{}", plain(version)));
        let source = self.props.get("source_name").and_then(Json::as_str);
        let source = source.map(|source| format!("{source}."));
        format!(
            "{}.{}.{}{}{}",
            self.kind,
            self.package,
            source.unwrap_or_default(),
            self.name,
            version.unwrap_or_default()
        )
    }

    /// The properties that the manifest would have, as far as they are known.
    pub(super) fn properties(&self, config: &Config, id: &str) -> Json {
        let alias = match (&config.known.get("alias"), &self.version) {
            (Some(Json::String(alias)), _) => alias.clone(),
            (_, Some(version)) => format!("{}_v{}", self.name, plain(version).replace('.', "_")),
            _ => self.name.clone(),
        };
        let path = self
            .original
            .split_once('/')
            .map_or(&*self.original, |(_, path)| path);
        let mut known = config.known.clone();
        known.retain(|key, _| !config.unknown.contains(key));
        let mut props = json!({
            "resource_type": self.kind, "name": self.name, "package_name": self.package,
            "unique_id": id, "fqn": self.fqn, "alias": alias, "path": path,
            "original_file_path": self.original, "tags": known.get("tags"),
            "meta": known.get("meta"), "group": known.get("group"), "config": known,
        });
        if let Json::Object(props) = &mut props {
            if self.kind == "exposure" {
                props.retain(|key, _| !matches!(key.as_str(), "alias" | "group"));
            }
            props.extend(self.props.clone());
            if let Some(version) = &self.version {
                props.insert("version".into(), version.clone());
            }
        }
        props
    }
}

impl Reference {
    /// The reference that a call of `ref` or `source` is, where its arguments are known.
    pub(super) fn of(call: &JinjaCall) -> Option<Self> {
        if !call.is_readable {
            return None;
        }
        let text = |value: &Option<Json>| value.as_ref()?.as_str().map(str::to_owned);
        let parts: Vec<String> = call.positional.iter().map(text).collect::<Option<_>>()?;
        let mut version = None;
        for (key, value) in &call.keywords {
            match (key.as_str(), value) {
                ("v" | "version", Some(value)) => version = Some(value.clone()),
                _ => return None,
            }
        }
        match (call.name, parts.as_slice()) {
            ("ref", [name]) => Some(Self::Ref {
                package: None,
                name: name.clone(),
                version,
            }),
            ("ref", [package, name]) => Some(Self::Ref {
                package: Some(package.clone()),
                name: name.clone(),
                version,
            }),
            ("source", [source, table]) => Some(Self::Source(source.clone(), table.clone())),
            _ => None,
        }
    }
}

impl Reference {
    /// Any table of the source that a call of `source` names.
    pub(super) fn any_table(call: &JinjaCall) -> Option<Self> {
        match (call.name, call.positional.first()) {
            ("source", Some(Some(Json::String(source)))) => {
                Some(Self::Source(source.clone(), String::new()))
            }
            _ => None,
        }
    }
}

/// A version as ids have it: `1`, `1.5`, `beta`.
pub(super) fn plain(version: &Json) -> String {
    version
        .as_str()
        .map_or_else(|| version.to_string(), str::to_owned)
}
