//! The definitions of a module that is not loaded, as its syntax shows them.

use std::path::{Component, Path};

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use crate::model::{Bound, Kind};
use crate::source::SourceFile;
use crate::syntax::function::Decorated;
use crate::syntax::name::{Meanings, callee};

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
    let meanings = Meanings::of(body);
    let mut found = Vec::new();
    for stmt in body {
        let made = match stmt {
            Stmt::FunctionDef(def) => Decorated::of(stmt, &meanings)
                .and_then(|it| it.decorators.into_iter().next()?)
                .map(|maker| (def.name.as_str(), def.name.range, maker)),
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] if assign.value.is_call_expr() => meanings
                    .of_expr(callee(&assign.value))
                    .map(|maker| (name.id.as_str(), assign.value.range(), maker)),
                _ => None,
            },
            _ => None,
        };
        let Some((name, range, maker)) = made.filter(|made| !made.0.starts_with('_')) else {
            continue;
        };
        let Some(kind) = kind_of(&maker) else {
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

/// What a name of Dagster or of one of its libraries makes.
fn kind_of(maker: &str) -> Option<Kind> {
    let (_, name) = maker.rsplit_once('.')?;
    let mut makers = MAKERS.iter().filter(|_| maker.starts_with("dagster"));
    let maker = makers.find(|(known, _)| *known == name);
    maker.map(|(_, kind)| *kind)
}
