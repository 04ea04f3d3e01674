//! The tests that YAML files ask for.

use serde_json::{Map, Value as Json, json};

use super::collect::{Entry, text};
use super::config::Config;
use super::draft::{Draft, Reference, plain};
use crate::library::dbt::jinja::{Vars, template};
use crate::library::dbt::test_name::GenericTest;

/// What the tests are of.
pub(super) struct Target<'e> {
    pub(super) entry: &'e Entry,
    /// The name, as the names of the tests have it.
    pub(super) name: String,
    pub(super) reference: Reference,
    /// Put before the kind of each test: `source_`.
    pub(super) prefix: &'static str,
    /// The id of the resource, where it is no source.
    pub(super) attached: Option<String>,
    /// Tags that the tests take over.
    pub(super) tags: Vec<Json>,
}

/// The tests of the columns and of the whole.
pub(super) fn tests_of(target: &Target<'_>, json: &Json, vars: Vars<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for column in json["columns"].as_array().into_iter().flatten() {
        let Some(name) = text(column, "name") else {
            continue;
        };
        // Every adapter quotes with what becomes an underscore in the name.
        let quoted = column["quote"] == true;
        let name = if quoted {
            format!("\"{name}\"")
        } else {
            name.to_owned()
        };
        for test in listed(column) {
            drafts.push(target.draft(test, Some(&name), column, vars));
        }
    }
    for test in listed(json) {
        drafts.push(target.draft(test, None, &Json::Null, vars));
    }
    drafts
}

/// `data_tests:`, or by its older name `tests:`.
fn listed(json: &Json) -> impl Iterator<Item = &Json> {
    let both = [&json["data_tests"], &json["tests"]];
    both.into_iter()
        .flat_map(|list| list.as_array().into_iter().flatten())
}

impl Target<'_> {
    fn draft(&self, test: &Json, column: Option<&str>, holder: &Json, vars: Vars<'_>) -> Draft {
        let file = &self.entry.file;
        let mut draft = Draft::new("test", &self.entry.package, file);
        draft.refs.push(self.reference.clone());
        let Some(test) = GenericTest::parse(test, &self.name, column, self.prefix) else {
            draft.doubt = Some(format!("a test of `{}` is not understood", self.name));
            return draft;
        };
        draft.fqn.pop();
        draft.fqn.push(test.name.clone());
        draft.name.clone_from(&test.name);
        let (namespace, kind) = match test.kind.split_once('.') {
            Some((namespace, kind)) => (Json::from(namespace), kind),
            None => (Json::Null, &*test.kind),
        };
        let mut props = Map::new();
        let metadata = json!({"name": kind, "namespace": namespace});
        props.insert("test_metadata".into(), metadata);
        if let Some(id) = &self.attached {
            props.insert("attached_node".into(), Json::from(&**id));
        }
        draft.props = props;
        let mut tags = self.tags.clone();
        for list in [&holder["tags"], &holder["config"]["tags"]] {
            tags.extend(list.as_array().into_iter().flatten().cloned());
            tags.extend(list.as_str().map(Json::from));
        }
        draft.call = Config::default();
        draft.call.set("tags", Some(Json::Array(tags)));
        draft.call.add_yaml(&test.config, vars);
        draft.read_arguments(&Json::Object(test.arguments), vars);
        draft
    }
}

impl Draft {
    /// Finds the models that a test is given besides the one that it is of.
    fn read_arguments(&mut self, value: &Json, vars: Vars<'_>) {
        match value {
            Json::String(text) => {
                let is_call = ["ref(", "source(", "ref (", "source ("];
                let text = if is_call
                    .iter()
                    .any(|call| text.trim_start().starts_with(call))
                {
                    format!("{{{{ {text} }}}}")
                } else {
                    text.clone()
                };
                self.read_calls(&template(&text, vars).calls);
            }
            Json::Array(items) => items
                .iter()
                .for_each(|item| self.read_arguments(item, vars)),
            Json::Object(map) => map
                .values()
                .for_each(|item| self.read_arguments(item, vars)),
            _ => {}
        }
    }
}

/// `orders`, and of a version `orders_v2`.
pub(super) fn target_name(name: &str, version: Option<&Json>) -> String {
    match version {
        Some(version) => format!("{name}_v{}", plain(version)),
        None => name.to_owned(),
    }
}
