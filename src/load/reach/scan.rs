//! The definitions of a module that is not loaded, as its syntax shows them.

use std::collections::HashMap;
use std::path::{Component, Path};

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use crate::model::{Bound, Kind};
use crate::source::SourceFile;

/// Names that make one definition: of `dagster`, and of its libraries.
const MAKERS: [(&str, Kind); 24] = [
    ("asset", Kind::Assets),
    ("multi_asset", Kind::Assets),
    ("graph_asset", Kind::Assets),
    ("graph_multi_asset", Kind::Assets),
    ("observable_source_asset", Kind::Assets),
    ("dbt_assets", Kind::Assets),
    ("dlt_assets", Kind::Assets),
    ("sling_assets", Kind::Assets),
    ("asset_check", Kind::AssetChecks),
    ("multi_asset_check", Kind::AssetChecks),
    ("job", Kind::Jobs),
    ("define_asset_job", Kind::Jobs),
    ("schedule", Kind::Schedules),
    ("ScheduleDefinition", Kind::Schedules),
    ("build_schedule_from_partitioned_job", Kind::Schedules),
    ("sensor", Kind::Sensors),
    ("asset_sensor", Kind::Sensors),
    ("multi_asset_sensor", Kind::Sensors),
    ("run_status_sensor", Kind::Sensors),
    ("run_failure_sensor", Kind::Sensors),
    ("freshness_policy_sensor", Kind::Sensors),
    ("SensorDefinition", Kind::Sensors),
    ("RunStatusSensorDefinition", Kind::Sensors),
    ("AutomationConditionSensorDefinition", Kind::Sensors),
];

/// Words of a module that is loaded or run on its own.
const STANDS_ALONE: [&str; 5] = [
    "Definitions(",
    "definitions\n",
    "repository\n",
    "repository(",
    "__main__",
];

/// The public definitions at the top level of a module; `None` where there are none, or
/// where the module may be an entry of its own. `inner` is its path below the root.
pub(super) fn definitions(file: &SourceFile, inner: &Path) -> Option<Vec<Bound>> {
    let stem = super::imports::stem(file.path());
    let alone = STANDS_ALONE.iter().any(|word| file.text().contains(word));
    if alone || stem.starts_with('_') || is_put_aside(inner) {
        return None;
    }
    let body = &file.parsed().module()?.body;
    let names = names(body);
    let mut found = Vec::new();
    for stmt in body {
        let (name, range, maker) = match stmt {
            Stmt::FunctionDef(def) => {
                let Some(outermost) = def.decorator_list.first() else {
                    continue;
                };
                (def.name.as_str(), def.name.range, &outermost.expression)
            }
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] if assign.value.is_call_expr() => {
                    (name.id.as_str(), assign.value.range(), &*assign.value)
                }
                _ => continue,
            },
            _ => continue,
        };
        let Some(kind) = kind_of(maker, &names).filter(|_| !name.starts_with('_')) else {
            continue;
        };
        found.push(Bound {
            kind,
            name: name.to_owned(),
            place: file.place(range),
        });
    }
    (!found.is_empty()).then_some(found)
}

/// Whether a folder or file is named for being out of use.
fn is_put_aside(path: &Path) -> bool {
    const WORDS: [&str; 18] = [
        "old",
        "archive",
        "archived",
        "backup",
        "bak",
        "deprecated",
        "disabled",
        "draft",
        "drafts",
        "experimental",
        "legacy",
        "obsolete",
        "playground",
        "sandbox",
        "scratch",
        "superseded",
        "unused",
        "wip",
    ];
    let name = path.file_stem().into_iter();
    let folders = path.parent().into_iter().flat_map(Path::components);
    let parts = folders.map(Component::as_os_str).chain(name);
    let parts = parts.map(|part| part.to_string_lossy().to_lowercase());
    let mut parts = parts.filter(|part| {
        part.split(|letter: char| !letter.is_alphanumeric())
            .any(|word| WORDS.contains(&word))
    });
    parts.next().is_some()
}

/// What the imports of Dagster bind: a name of it, or nothing for the package itself.
fn names(body: &[Stmt]) -> HashMap<&str, Option<&str>> {
    let mut names = HashMap::new();
    let is_dagster = |module: &str| {
        module
            .split('.')
            .next()
            .is_some_and(|top| top.starts_with("dagster"))
    };
    for stmt in body {
        match stmt {
            Stmt::Import(import) => {
                for alias in import
                    .names
                    .iter()
                    .filter(|alias| is_dagster(alias.name.as_str()))
                {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    names.insert(bound, None);
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 => {
                let module = import.module.as_ref().map_or("", |module| module.as_str());
                for alias in import.names.iter().filter(|_| is_dagster(module)) {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    names.insert(bound, Some(alias.name.as_str()));
                }
            }
            _ => {}
        }
    }
    names
}

fn kind_of(maker: &Expr, names: &HashMap<&str, Option<&str>>) -> Option<Kind> {
    let callee = match maker {
        Expr::Call(call) => &*call.func,
        maker => maker,
    };
    let name = match callee {
        Expr::Name(name) => (*names.get(name.id.as_str())?)?,
        Expr::Attribute(attribute) => {
            let package = attribute.value.as_name_expr()?.id.as_str();
            matches!(names.get(package), Some(None)).then_some(attribute.attr.as_str())?
        }
        _ => return None,
    };
    MAKERS
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, kind)| *kind)
}
