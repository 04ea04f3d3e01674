//! Everything that the files of dbt projects define, before it is put together.

use std::path::Path;

use ruff_python_ast::visitor::{Visitor, walk_expr};
use ruff_python_ast::{Expr, ExprCall};
use serde_json::{Map, Value as Json};

use super::draft::Draft;
use super::files::{Found, Project, yaml};
use super::macros::Macros;
use crate::library::dbt::jinja::{JinjaCall, Vars};
use crate::source::Sources;

/// One entry of a YAML file: of `models:`, `sources:` ...
pub(super) struct Entry {
    /// `models`
    pub(super) section: &'static str,
    pub(super) package: String,
    pub(super) json: Json,
    pub(super) file: Found,
}

/// What was found.
#[derive(Default)]
pub(super) struct Collected {
    pub(super) drafts: Vec<Draft>,
    pub(super) entries: Vec<Entry>,
    /// The whole `dbt_project.yml` of each package.
    pub(super) projects: Vec<(String, Json)>,
    /// Why there may be more.
    pub(crate) open: Vec<String>,
}

/// The sections of a YAML file that matter here.
const SECTIONS: &[&str] = &[
    "models",
    "seeds",
    "snapshots",
    "sources",
    "data_tests",
    "exposures",
];

impl Collected {
    /// Adds the files of a project.
    pub(super) fn add(&mut self, sources: &Sources, project: &Project<'_>) -> Result<(), String> {
        let package = project.name.clone();
        if self.projects.iter().any(|(known, _)| *known == package) {
            return Ok(());
        }
        self.projects.push((package.clone(), project.json.clone()));
        let lookup = |name: &str| variable(&project.json, &package, name);
        let vars: Vars<'_> = &lookup;
        let text = |path: &Path| sources.read(path).text();
        let macros = project.macros()?;
        let macros = Macros::read(macros.iter().map(|file| text(&file.path)));
        for file in project.models()? {
            let mut draft = Draft::new("model", &package, &file);
            if file.extension == "py" {
                read_python(&mut draft, sources, &file.path, vars);
            } else {
                draft.read_sql(text(&file.path), vars, &macros);
            }
            self.drafts.push(draft);
        }
        for file in project.seeds()? {
            self.drafts.push(Draft::new("seed", &package, &file));
        }
        for file in project.snapshots()? {
            for (name, body) in snapshots(text(&file.path)) {
                let mut draft = Draft::new("snapshot", &package, &file);
                name.clone_into(&mut draft.name);
                draft.fqn.push(name.to_owned());
                draft.read_sql(body, vars, &macros);
                self.drafts.push(draft);
            }
        }
        for file in project.singular_tests()? {
            let mut draft = Draft::new("test", &package, &file);
            draft.read_sql(text(&file.path), vars, &macros);
            self.drafts.push(draft);
        }
        for file in project.properties()? {
            self.add_properties(sources, &package, &file);
        }
        Ok(())
    }

    fn add_properties(&mut self, sources: &Sources, package: &str, file: &Found) {
        let whole = match yaml(sources, &file.path) {
            Ok(whole) => whole,
            // What it says of models that are known could be anything.
            Err(reason) => return self.open.push(reason),
        };
        for &section in SECTIONS {
            for json in whole[section].as_array().into_iter().flatten() {
                self.entries.push(Entry {
                    section,
                    package: package.to_owned(),
                    json: json.clone(),
                    file: file.clone(),
                });
            }
        }
    }
}

/// A variable of `dbt_project.yml`: of the package, or of all.
pub(super) fn variable(project: &Json, package: &str, name: &str) -> Option<Json> {
    let vars = &project["vars"];
    let own = vars[package].get(name).or_else(|| vars.get(name))?;
    let is_jinja = own.as_str().is_some_and(|text| text.contains("{{"));
    (!is_jinja).then(|| own.clone())
}

/// The snapshots in a file: names and bodies.
fn snapshots(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("{%") {
        rest = &rest[at + 2..];
        let head = rest.trim_start_matches(['-', '+']).trim_start();
        let Some(name) = head.strip_prefix("snapshot ") else {
            continue;
        };
        let Some(start) = rest.find("%}") else {
            break;
        };
        let length = name.find("%}").unwrap_or(name.len());
        let name = name[..length].trim().trim_end_matches('-').trim();
        rest = &rest[start + 2..];
        let end = rest.find("endsnapshot").unwrap_or(rest.len());
        found.push((name, &rest[..end]));
    }
    found
}

/// Reads `dbt.ref(...)`, `dbt.source(...)` and `dbt.config(...)` of a Python model.
fn read_python(draft: &mut Draft, sources: &Sources, path: &Path, vars: Vars<'_>) {
    struct Finder<'v> {
        calls: Vec<JinjaCall>,
        vars: Vars<'v>,
    }
    impl Visitor<'_> for Finder<'_> {
        fn visit_expr(&mut self, expr: &Expr) {
            if let Expr::Call(ExprCall {
                func, arguments, ..
            }) = expr
                && let Expr::Attribute(attribute) = &**func
                && let Expr::Name(name) = &*attribute.value
                && name.id.as_str() == "dbt"
            {
                let known = ["ref", "source", "config"];
                let known = known
                    .iter()
                    .find(|known| **known == attribute.attr.as_str());
                let call = |name| JinjaCall::of_python(name, arguments, self.vars);
                self.calls.extend(known.map(|name| call(name)));
            }
            walk_expr(self, expr);
        }
    }
    let parsed = sources.read(path).parsed();
    let mut finder = Finder {
        calls: Vec::new(),
        vars,
    };
    match parsed.module() {
        Some(module) => finder.visit_body(&module.body),
        None => draft.doubt = Some(format!("dbt's `{}` is no valid Python", draft.name)),
    }
    draft.read_calls(&finder.calls);
    draft.props.insert("language".into(), Json::from("python"));
}

/// The text of a mapping's key.
pub(super) fn text<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    json[key].as_str()
}

/// A mapping, or an empty one.
pub(super) fn map_of(json: &Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap_or_default()
}
