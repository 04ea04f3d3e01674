//! `build.yaml` and `container_context.yaml` of a dg project or workspace, as
//! `dg plus deploy` of Dagster 1.13 reads them.

use std::path::Path;

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::Sources;
use crate::source::disk::Disk;
use crate::source::yaml::{Node, Value};

use super::super::path::join;
use super::{Document, Faults, is_null, kind_of, unknown_key};

const KNOWN: [&str; 2] = ["directory", "registry"];

/// The faults of the two files in the directory of a project or workspace.
pub(in crate::discover) fn build(sources: &Sources, directory: &Path) -> Vec<ConfigFault> {
    let mut found = Vec::new();
    for name in ["build.yaml", "container_context.yaml"] {
        let path = directory.join(name);
        if sources.disk().is_file(&path) {
            let mut faults = Faults::new(ConfigSubject::BuildYaml, sources.read(&path));
            file(sources.disk(), &mut faults, name == "build.yaml");
            found.append(&mut faults.found);
        }
    }
    found
}

fn file(disk: &Disk, faults: &mut Faults<'_>, is_build: bool) {
    if faults.file.text().contains("{{") || faults.file.text().contains("{%") {
        return;
    }
    let root = match faults.document() {
        Document::Read(root) if !is_null(&root) => root,
        Document::Unread => return,
        Document::Read(_) | Document::Empty => {
            // dg asks what is nothing for its `directory`.
            if is_build {
                let message = "this file is empty, and should hold `registry`";
                faults.refuse(faults.start(), message);
            }
            return;
        }
    };
    faults.repeated_keys(&root);
    if !matches!(root.value, Value::Mapping(_)) {
        let message = format!("this file holds {}, and should hold keys", kind_of(&root));
        faults.refuse(faults.at(&root), message);
        return;
    }
    if is_build {
        keys(disk, faults, &root);
    }
}

/// The keys of a `build.yaml`.
fn keys(disk: &Disk, faults: &mut Faults<'_>, root: &Node) {
    for (key, value) in root.entries() {
        let name = key.scalar().unwrap_or_default();
        if !KNOWN.contains(&name) {
            let message = unknown_key(name, &KNOWN, "`build.yaml`, and is ignored");
            faults.ignore(faults.at(key), message);
        } else if value.as_str().is_none() && !is_null(value) {
            let message = format!("`{name}` is {}, and should be a string", kind_of(value));
            faults.refuse(faults.at(value), message);
        }
    }
    let directory = root.get("directory");
    let written = directory.and_then(|node| Some((node, node.as_str()?)));
    if let Some((node, text)) = written.filter(|(_, text)| !text.is_empty()) {
        let parent = faults.file.path().parent();
        let exists = parent.is_none_or(|parent| disk.is_folder(join(parent, text)));
        if !exists && !Path::new(text).is_absolute() {
            let message = format!("the build directory `{text}` does not exist");
            faults.refuse(faults.at(node), message);
        }
    }
}
