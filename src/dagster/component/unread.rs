//! What nothing reads: a second component file, a misnamed one, and definitions beside
//! a component.

use std::path::{Path, PathBuf};

use ruff_python_ast::{Expr, Stmt};

use super::COMPONENT_FILES;
use crate::model::fault;
use crate::python::interpreter::Interpreter;
use crate::python::stdlib::walk::sorted_entries;
use crate::source::{Place, SourceFile, yaml};

/// The decorators whose functions are definitions.
const DEFINING: &[&str] = &[
    "asset",
    "asset_check",
    "asset_sensor",
    "component_instance",
    "definitions",
    "graph_asset",
    "graph_multi_asset",
    "job",
    "multi_asset",
    "multi_asset_check",
    "multi_asset_sensor",
    "observable_source_asset",
    "run_failure_sensor",
    "run_status_sensor",
    "schedule",
    "sensor",
];

/// Folders below a component that are looked through.
const DEEPEST: usize = 20;

impl Interpreter<'_> {
    /// Of several component files in a folder only the first is read.
    pub(in crate::dagster) fn note_unread(&mut self, read: &Path, others: &[PathBuf]) {
        let read = Place::start_of(self.sources.read(read).id());
        for path in others {
            let place = Place::start_of(self.sources.read(path).id());
            self.fault(fault::UnreadComponentFile { place, read });
        }
    }

    /// Records the files of a folder without a component file that say what one says.
    pub(in crate::dagster) fn note_misnamed(&mut self, directory: &Path) {
        for (name, path) in sorted_entries(self.disk(), directory) {
            let is_yaml = name.ends_with(".yaml") || name.ends_with(".yml");
            if !is_yaml || name.starts_with('.') || !self.disk().is_file(&path) {
                continue;
            }
            let file = self.sources.read(&path);
            if is_component_file(file, is_named_alike(&name)) {
                let place = Place::start_of(file.id());
                self.fault(fault::MisnamedComponentFile { place, name });
            }
        }
    }

    /// Records the definitions beside components that nothing imported after all.
    pub(crate) fn note_dropped_definitions(&mut self) {
        for closed in std::mem::take(&mut self.kept.components.closed) {
            let mut open = vec![(closed.directory.clone(), 0)];
            while let Some((directory, depth)) = open.pop() {
                for (name, path) in sorted_entries(self.disk(), &directory) {
                    if name.starts_with('.') || depth > DEEPEST || self.disk().is_link(&path) {
                        continue;
                    }
                    if self.disk().is_folder(&path) {
                        open.push((path, depth + 1));
                    } else if let Some(place) = self.dropped_in(&name, &path, depth) {
                        self.fault(fault::DroppedBesideComponent {
                            place,
                            name,
                            component: closed.component,
                            class: closed.name.clone(),
                        });
                    }
                }
            }
        }
    }

    /// Where a file holds definitions that the load did not come by.
    fn dropped_in(&self, name: &str, path: &Path, depth: usize) -> Option<Place> {
        if depth > 0 && COMPONENT_FILES.contains(&name) {
            return Some(Place::start_of(self.sources.read(path).id()));
        }
        if !name.ends_with(".py") || is_test(name) {
            return None;
        }
        let file = self.sources.read(path);
        if self.imported.contains(&file.id()) || !file.text().contains("dagster") {
            return None;
        }
        let body = &file.parsed().module()?.body;
        body.iter().find_map(|stmt| match stmt {
            Stmt::FunctionDef(def) => {
                let decorators = def.decorator_list.iter();
                let mut names = decorators.map(|decorator| last_name(&decorator.expression));
                let defines = names.any(|name| DEFINING.contains(&name));
                defines.then(|| file.place(def.name.range))
            }
            Stmt::Assign(assign) => match &*assign.value {
                Expr::Call(call) if last_name(&call.func) == "Definitions" => assign
                    .targets
                    .first()
                    .map(|target| file.place(ruff_text_size::Ranged::range(target))),
                _ => None,
            },
            _ => None,
        })
    }
}

fn is_test(name: &str) -> bool {
    name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py"
}

fn last_name(expr: &Expr) -> &str {
    match expr {
        Expr::Call(call) => last_name(&call.func),
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}

/// Whether a name is one of a component file but for a slip: `def.yaml`, `Defs.yml`.
fn is_named_alike(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem.to_ascii_lowercase();
    ["defs", "component"]
        .iter()
        .any(|known| strsim::damerau_levenshtein(&stem, known) <= 1)
}

/// Whether a file says what only a component file says. Under a name that is alike the
/// type alone does.
fn is_component_file(file: &SourceFile, is_named_alike: bool) -> bool {
    const KEYS: &[&str] = &[
        "attributes",
        "template_vars_module",
        "post_processing",
        "requirements",
    ];
    let Ok(documents) = yaml::parse(file.text()) else {
        return false;
    };
    let Some(document) = documents.first() else {
        return false;
    };
    let kind = document.get("type").and_then(|kind| kind.as_str());
    let is_dotted = kind.is_some_and(|kind| {
        kind.contains('.')
            && kind
                .split('.')
                .all(|part| part.chars().all(|c| c.is_alphanumeric() || c == '_'))
    });
    let keys = document.entries().iter().map(|(key, _)| key.scalar());
    let mut others = keys.filter(|key| *key != Some("type"));
    is_dotted
        && (is_named_alike || document.entries().len() > 1)
        && others.all(|key| key.is_some_and(|key| KEYS.contains(&key)))
}
