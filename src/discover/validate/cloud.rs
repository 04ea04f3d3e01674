//! `dagster_cloud.yaml`, as `dagster_cloud_cli.config.models` of Dagster 1.13 checks it.

use std::sync::Arc;

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;
use crate::source::disk::Disk;
use crate::source::yaml::{Node, Value};

use super::super::path::join;
use super::schema::{self, Field, Type, optional, required};
use super::{Document, Faults, is_null, kind_of};

const TEXT: Type = Type::Noneable(&Type::String);
const BUILD: Field = optional(
    "build",
    Type::Noneable(&Type::Shape(&[
        optional("directory", TEXT),
        optional("registry", TEXT),
    ])),
);
const SOURCE: Field = optional(
    "code_source",
    Type::Noneable(&Type::Shape(&[
        optional("package_name", TEXT),
        optional("module_name", TEXT),
        optional("python_file", TEXT),
        optional("autoload_defs_module_name", TEXT),
    ])),
);
const WORKING_DIRECTORY: Field = optional("working_directory", TEXT);
const IMAGE: Field = optional("image", TEXT);
const EXECUTABLE: Field = optional("executable_path", TEXT);
const CONTEXT: Field = optional("container_context", Type::Noneable(&Type::Permissive));
const QUEUE: Field = optional("agent_queue", TEXT);

static TOP: &[Field] = &[
    optional(
        "defaults",
        Type::Noneable(&Type::Shape(&[
            BUILD,
            WORKING_DIRECTORY,
            IMAGE,
            EXECUTABLE,
            CONTEXT,
            QUEUE,
        ])),
    ),
    required(
        "locations",
        Type::List(&Type::Shape(&[
            required("location_name", Type::String),
            SOURCE,
            BUILD,
            WORKING_DIRECTORY,
            IMAGE,
            EXECUTABLE,
            optional("attribute", TEXT),
            CONTEXT,
            QUEUE,
        ])),
    ),
];

/// The faults of the file. A template that is no YAML before it is rendered is not
/// judged.
pub(in crate::discover) fn cloud(disk: &Disk, file: &SourceFile) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::DagsterCloudYaml, file);
    let is_template = file.text().contains("{{") || file.text().contains("{%");
    let root = match faults.document() {
        Document::Read(root) => root,
        _ if is_template => return Vec::new(),
        Document::Unread => return faults.found,
        Document::Empty => {
            faults.refuse(faults.start(), "this file is empty: it has no `locations`");
            return faults.found;
        }
    };
    if is_template && (file.text().contains("{%") || has_bare_template(&root)) {
        return Vec::new();
    }
    faults.repeated_keys(&root);
    if !matches!(root.value, Value::Mapping(_)) {
        let message = format!("this file holds {}, and should hold keys", kind_of(&root));
        faults.refuse(faults.at(&root), message);
        return faults.found;
    }
    schema::check(&mut faults, &root, "dagster_cloud.yaml", TOP);
    let build = root
        .get("defaults")
        .and_then(|defaults| defaults.get("build"));
    directory(disk, &mut faults, build);
    let Some(list) = root.get("locations") else {
        return faults.found;
    };
    if list.items().is_empty() && matches!(list.value, Value::Sequence(_)) {
        faults.ignore(faults.at(list), "`locations` is empty: nothing is deployed");
    }
    for location in list.items() {
        directory(disk, &mut faults, location.get("build"));
        if !location.entries().is_empty() {
            source(&mut faults, location);
        }
    }
    faults.found
}

/// Whether a template stands without quotes: `{{ name }}` is a mapping to YAML, with a
/// mapping for its key.
fn has_bare_template(root: &Arc<Node>) -> bool {
    let locations = root.get("locations").map(|list| list.items());
    let mut pending: Vec<&Arc<Node>> = vec![root];
    pending.extend(root.get("defaults"));
    pending.extend(locations.unwrap_or_default());
    let sections = |node: &&Arc<Node>| ["build", "code_source"].map(|key| node.get(key).cloned());
    let inner: Vec<Arc<Node>> = pending.iter().flat_map(sections).flatten().collect();
    pending.extend(&inner);
    pending.iter().any(|node| {
        let values = node.entries().iter().map(|(_, value)| value);
        values.chain(std::iter::once(*node)).any(|value| {
            let keys = value.entries().iter().map(|(key, _)| key);
            keys.into_iter().any(|key| key.scalar().is_none())
        })
    })
}

/// The directory of a build, which is there before anything is built.
fn directory(disk: &Disk, faults: &mut Faults<'_>, build: Option<&Arc<Node>>) {
    let written = build.and_then(|build| build.get("directory"));
    let Some((node, text)) = written.and_then(|node| Some((node, node.as_str()?))) else {
        return;
    };
    let is_open = text.contains(['{', '$', '~']) || std::path::Path::new(text).is_absolute();
    let parent = faults.file.path().parent();
    let exists = parent.is_none_or(|parent| disk.is_folder(join(parent, text)));
    if !is_open && !exists {
        let message = format!("the build directory `{text}` does not exist");
        faults.refuse(faults.at(node), message);
    }
}

fn source(faults: &mut Faults<'_>, location: &Arc<Node>) {
    let source = location.get("code_source");
    let Some(source) = source.filter(|source| !is_null(source)) else {
        let message = "`code_source` is missing: nothing says what to load";
        faults.ignore(faults.at(source.unwrap_or(location)), message);
        return;
    };
    let is_given = |value: &Node| !is_null(value) && value.scalar() != Some("");
    let given: Vec<&Arc<Node>> = source
        .entries()
        .iter()
        .filter(|(_, value)| is_given(value))
        .map(|(key, _)| key)
        .collect();
    match given.as_slice() {
        [] if matches!(source.value, Value::Mapping(_)) => {
            let message = "one of `package_name`, `module_name`, `python_file` and \
                           `autoload_defs_module_name` is required";
            faults.refuse(faults.at(source), message);
        }
        [] | [_] => {}
        [first, second, ..] => {
            let name = |key: &Node| key.scalar().unwrap_or_default().to_owned();
            let message = format!(
                "`{}` and `{}` exclude each other",
                name(first),
                name(second)
            );
            faults.refuse(faults.at(first), message);
        }
    }
}
