//! `[tool.dagster]`, as `dagster._core.workspace.load_target` of Dagster 1.13 reads
//! it. It has no schema: what it does not know, it passes over.

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;

use super::super::toml_node::{Table, Value};
use super::{Faults, unknown_key};

const KNOWN: [&str; 3] = ["module_name", "modules", "code_location_name"];

/// The faults of the table.
pub(in crate::discover) fn tool_dagster(file: &SourceFile, table: Table<'_>) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::ToolDagster, file);
    for (key, _) in table.entries() {
        // Templates of older versions wrote `project_name`; nothing ever read it.
        if !KNOWN.contains(&key.value.as_str()) && key.value != "project_name" {
            let message = unknown_key(&key.value, &KNOWN, "`[tool.dagster]`, and is ignored");
            faults.ignore(key.place, message);
        }
    }
    let (name, modules) = (table.get("module_name"), table.get("modules"));
    if let Some(name) = name {
        match name.string() {
            None => faults.refuse(
                name.place(),
                format!("`module_name` is {}, and should be a string", name.kind()),
            ),
            Some(text) if text.value.is_empty() => {
                faults.refuse(name.place(), "`module_name` is empty");
            }
            Some(_) => {}
        }
    }
    match (name, modules) {
        // A table of an old template that was never meant to load anything.
        (None, None) if table.get("project_name").is_some() => {}
        (None, None) => faults.ignore(
            table.place(),
            "there is neither `module_name` nor `modules`: Dagster loads nothing, and says nothing",
        ),
        (_, Some(modules)) => several(&mut faults, modules, name.is_some()),
        _ => {}
    }
    faults.found
}

fn several(faults: &mut Faults<'_>, modules: Value<'_>, has_name: bool) {
    if !modules.is_array() {
        // A string is a sequence to nobody here; Dagster takes it for no list at all.
        let message = format!(
            "`modules` is {}, and should be a list of tables",
            modules.kind()
        );
        faults.refuse(modules.place(), message);
        return;
    }
    let items = modules.items();
    if items.is_empty() {
        faults.refuse(modules.place(), "`modules` is empty");
    } else if has_name {
        faults.refuse(
            modules.place(),
            "`module_name` and `modules` exclude each other",
        );
    }
    for item in items {
        one(faults, item);
    }
}

/// One entry of `modules`.
fn one(faults: &mut Faults<'_>, item: Value<'_>) {
    let Some(entry) = item.table() else {
        let message = format!(
            "an entry of `modules` is {}, and should be a table",
            item.kind()
        );
        faults.refuse(item.place(), message);
        return;
    };
    for key in ["type", "name"] {
        match entry.get(key) {
            None => {
                let message = format!("`{key}` is missing in an entry of `modules`");
                faults.refuse(item.place(), message);
            }
            Some(value) if value.string().is_none() => {
                let message = format!("`{key}` is {}, and should be a string", value.kind());
                faults.refuse(value.place(), message);
            }
            Some(_) => {}
        }
    }
    if let Some(kind) = entry.string("type").filter(|kind| kind.value != "module") {
        let message = format!(
            "an entry of type `{}` is ignored; only `module` is loaded",
            kind.value
        );
        faults.ignore(kind.place, message);
    }
}
