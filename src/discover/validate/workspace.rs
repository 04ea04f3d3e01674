//! `workspace.yaml`, as `dagster._core.workspace.config_schema` of Dagster 1.13 checks it.

use std::sync::Arc;

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;
use crate::source::yaml::{Node, Value};

use super::schema::{self, Field, INT_SOURCE, STRING_SOURCE, Type, optional, required};
use super::{Document, Faults, is_null, kind_of};

const ATTRIBUTE: Field = optional("attribute", STRING_SOURCE);
const NAME: Field = optional("location_name", STRING_SOURCE);
const DIRECTORY: Field = optional("working_directory", STRING_SOURCE);
const EXECUTABLE: Field = optional("executable_path", STRING_SOURCE);

/// What an entry may load.
const TARGET: Type = Type::Selector(&[
    required(
        "python_file",
        Type::ScalarOr(
            &Type::String,
            &Type::Shape(&[
                required("relative_path", STRING_SOURCE),
                ATTRIBUTE,
                NAME,
                DIRECTORY,
                EXECUTABLE,
            ]),
        ),
    ),
    required(
        "python_module",
        Type::ScalarOr(
            &Type::String,
            &Type::Shape(&[
                required("module_name", STRING_SOURCE),
                ATTRIBUTE,
                NAME,
                DIRECTORY,
                EXECUTABLE,
            ]),
        ),
    ),
    required(
        "python_package",
        Type::ScalarOr(
            &Type::String,
            &Type::Shape(&[
                required("package_name", STRING_SOURCE),
                ATTRIBUTE,
                NAME,
                DIRECTORY,
                EXECUTABLE,
            ]),
        ),
    ),
    required(
        "autoload_defs_module",
        Type::ScalarOr(
            &Type::String,
            &Type::Shape(&[
                required("module_name", STRING_SOURCE),
                NAME,
                DIRECTORY,
                EXECUTABLE,
            ]),
        ),
    ),
    required(
        "grpc_server",
        Type::Shape(&[
            optional("host", STRING_SOURCE),
            optional("socket", STRING_SOURCE),
            optional("port", INT_SOURCE),
            NAME,
            optional("ssl", Type::Bool),
            optional("additional_metadata", Type::Permissive),
        ]),
    ),
]);
static TOP: &[Field] = &[optional("load_from", Type::List(&TARGET))];

/// The faults of the file.
pub(in crate::discover) fn workspace(file: &SourceFile) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::WorkspaceYaml, file);
    let root = match faults.document() {
        Document::Read(root) => root,
        Document::Unread => return faults.found,
        Document::Empty => {
            let message = "this file is empty: there is no workspace in it";
            faults.refuse(faults.start(), message);
            return faults.found;
        }
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
    schema::check(&mut faults, &root, "workspace.yaml", TOP);
    match root.get("load_from") {
        None if faults.found.is_empty() => {
            faults.refuse(faults.start(), "`load_from` is missing");
        }
        None => {}
        Some(list) if list.items().is_empty() && matches!(list.value, Value::Sequence(_)) => {
            faults.ignore(
                faults.at(list),
                "`load_from` is empty: Dagster loads nothing, and says nothing",
            );
        }
        Some(list) => {
            targets(&mut faults, list);
        }
    }
    faults.found
}

/// What the schema does not say of targets.
fn targets(faults: &mut Faults<'_>, list: &Node) {
    for (key, value) in list.items().iter().flat_map(|item| item.entries()) {
        if value.as_str() == Some("") {
            let name = key.scalar().unwrap_or_default();
            faults.refuse(faults.at(value), format!("`{name}` names nothing"));
        }
    }
    for item in list.items() {
        if let [(key, value)] = item.entries()
            && key.scalar() == Some("grpc_server")
        {
            server(faults, key, value);
        }
    }
}

/// A server is reached by a port or by a socket.
fn server(faults: &mut Faults<'_>, key: &Arc<Node>, value: &Arc<Node>) {
    let set = |name: &str| value.get(name).filter(|value| !is_null(value));
    match (set("port"), set("socket")) {
        (None, None) => faults.refuse(faults.at(key), "there is neither `port` nor `socket`"),
        (Some(_), Some(socket)) => {
            faults.refuse(faults.at(socket), "`port` and `socket` exclude each other");
        }
        _ => {}
    }
}
