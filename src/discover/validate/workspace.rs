//! `workspace.yaml`, as `dagster._core.workspace.config_schema` of Dagster 1.13 checks it.

use std::sync::Arc;

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;
use crate::source::yaml::{Node, Value};

use super::{Faults, is_null, kind_of, unknown_key};

const KINDS: [&str; 5] = [
    "python_file",
    "python_module",
    "python_package",
    "autoload_defs_module",
    "grpc_server",
];

/// The faults of the file.
pub(in crate::discover) fn workspace(file: &SourceFile) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::WorkspaceYaml, file);
    let Some(root) = faults.document() else {
        if faults.found.is_empty() {
            faults.refuse(
                faults.start(),
                "this file is empty: there is no workspace in it",
            );
        }
        return faults.found;
    };
    faults.repeated_keys(&root);
    if !matches!(root.value, Value::Mapping(_)) {
        let message = format!(
            "this file holds {}, and should hold `load_from`",
            kind_of(&root)
        );
        faults.refuse(faults.start(), message);
        return faults.found;
    }
    faults.only(&root, &["load_from"], "a workspace");
    match root.get("load_from") {
        None if faults.found.is_empty() => {
            faults.refuse(faults.start(), "`load_from` is missing");
        }
        None => {}
        Some(list) => load_from(&mut faults, list),
    }
    faults.found
}

fn load_from(faults: &mut Faults<'_>, list: &Arc<Node>) {
    if !matches!(list.value, Value::Sequence(_)) {
        let message = format!("`load_from` is {}, and should be a list", kind_of(list));
        faults.refuse(faults.at(list), message);
    } else if list.items().is_empty() {
        faults.ignore(
            faults.at(list),
            "`load_from` is empty: Dagster loads nothing, and says nothing",
        );
    }
    for item in list.items() {
        entry(faults, item);
    }
}

fn entry(faults: &mut Faults<'_>, item: &Arc<Node>) {
    let entries = item.entries();
    if entries.is_empty() {
        let message = format!("an entry is {}, and should say what to load", kind_of(item));
        faults.refuse(faults.at(item), message);
    }
    if let [(first, _), (second, _), ..] = entries {
        let (first, second) = (first.scalar(), second.scalar());
        let message = format!(
            "an entry has one key; `{}` stands beside `{}`",
            second.unwrap_or_default(),
            first.unwrap_or_default()
        );
        faults.refuse(faults.at(&entries[1].0), message);
        return;
    }
    for (key, value) in entries {
        let name = key.scalar().unwrap_or_default();
        if KINDS.contains(&name) {
            origin(faults, name, key, value);
        } else {
            faults.refuse(
                faults.at(key),
                unknown_key(name, &KINDS, "an entry of `load_from`"),
            );
        }
    }
}

fn origin(faults: &mut Faults<'_>, kind: &str, key: &Arc<Node>, value: &Arc<Node>) {
    let (required, known): (Option<&str>, &[&str]) = match kind {
        "python_file" => (
            Some("relative_path"),
            &[
                "relative_path",
                "attribute",
                "location_name",
                "working_directory",
                "executable_path",
            ],
        ),
        "python_module" => (
            Some("module_name"),
            &[
                "module_name",
                "attribute",
                "location_name",
                "working_directory",
                "executable_path",
            ],
        ),
        "python_package" => (
            Some("package_name"),
            &[
                "package_name",
                "attribute",
                "location_name",
                "working_directory",
                "executable_path",
            ],
        ),
        "autoload_defs_module" => (
            Some("module_name"),
            &[
                "module_name",
                "location_name",
                "working_directory",
                "executable_path",
            ],
        ),
        _ => (
            None,
            &[
                "host",
                "port",
                "socket",
                "location_name",
                "ssl",
                "additional_metadata",
            ],
        ),
    };
    if required.is_some() && value.as_str().is_some() {
        return;
    }
    if !matches!(value.value, Value::Mapping(_)) {
        let message = format!("`{kind}` is {}, and should be a mapping", kind_of(value));
        faults.refuse(faults.at(value), message);
        return;
    }
    faults.only(value, known, &format!("`{kind}`"));
    if let Some(required) = required.filter(|required| value.get(required).is_none()) {
        faults.refuse(faults.at(key), format!("`{required}` is missing"));
    }
    for (name, value) in value.entries() {
        let name = name.scalar().unwrap_or_default();
        if known.contains(&name) && !matches!(name, "port" | "ssl" | "additional_metadata") {
            string(faults, name, value);
        }
    }
    if kind == "grpc_server" {
        server(faults, key, value);
    }
}

/// A string, or `{env: NAME}`.
fn string(faults: &mut Faults<'_>, name: &str, value: &Arc<Node>) {
    if value.as_str().is_none() && value.get("env").is_none() {
        let message = format!("`{name}` is {}, and should be a string", kind_of(value));
        faults.refuse(faults.at(value), message);
    }
}

/// A server is reached by a port or by a socket.
fn server(faults: &mut Faults<'_>, key: &Arc<Node>, value: &Arc<Node>) {
    let set = |name: &str| value.get(name).filter(|value| !is_null(value));
    match (set("port"), set("socket")) {
        (None, None) => faults.refuse(faults.at(key), "neither `port` nor `socket` is given"),
        (Some(_), Some(socket)) => {
            faults.refuse(faults.at(socket), "`port` and `socket` exclude each other");
        }
        _ => {}
    }
    if let Some(port) = set("port") {
        let is_number =
            port.as_str().is_none() && port.scalar().is_some_and(|it| it.parse::<i64>().is_ok());
        if !is_number && port.get("env").is_none() {
            let message = format!("`port` is {}, and should be a number", kind_of(port));
            faults.refuse(faults.at(port), message);
        }
    }
}
