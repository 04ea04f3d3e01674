//! `dagster_cloud.yaml`, as `dagster_cloud_cli.config.models` of Dagster 1.13 checks it.

use std::sync::Arc;

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;
use crate::source::yaml::{Node, Value};

use super::{Faults, is_null, kind_of};

/// What `defaults` and a location share.
const SHARED: [&str; 6] = [
    "build",
    "working_directory",
    "image",
    "executable_path",
    "container_context",
    "agent_queue",
];
const SOURCES: [&str; 4] = [
    "package_name",
    "module_name",
    "python_file",
    "autoload_defs_module_name",
];

/// The faults of the file. A template of Jinja is rendered before it is checked.
pub(in crate::discover) fn cloud(file: &SourceFile) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::DagsterCloudYaml, file);
    if file.text().contains("{%") || file.text().contains("{{") {
        return faults.found;
    }
    let Some(root) = faults.document() else {
        if faults.found.is_empty() {
            faults.refuse(faults.start(), "this file is empty: it has no `locations`");
        }
        return faults.found;
    };
    faults.repeated_keys(&root);
    faults.only(&root, &["locations", "defaults"], "`dagster_cloud.yaml`");
    if let Some(defaults) = root.get("defaults") {
        faults.only(defaults, &SHARED, "`defaults`");
        build(&mut faults, defaults);
    }
    match root.get("locations") {
        None => faults.refuse(faults.start(), "`locations` is missing"),
        Some(list) if !matches!(list.value, Value::Sequence(_)) => {
            let message = format!("`locations` is {}, and should be a list", kind_of(list));
            faults.refuse(faults.at(list), message);
        }
        Some(list) if list.items().is_empty() => {
            faults.ignore(faults.at(list), "`locations` is empty: nothing is deployed");
        }
        Some(list) => locations(&mut faults, list.items()),
    }
    faults.found
}

fn locations(faults: &mut Faults<'_>, items: &[Arc<Node>]) {
    let mut known = SHARED.to_vec();
    known.extend(["location_name", "code_source", "attribute"]);
    for item in items {
        if item.entries().is_empty() {
            let message = format!("a location is {}, and should be a mapping", kind_of(item));
            faults.refuse(faults.at(item), message);
            continue;
        }
        faults.only(item, &known, "a location");
        build(faults, item);
        match item.get("location_name") {
            None => faults.refuse(faults.at(item), "`location_name` is missing"),
            Some(name) if name.as_str().is_none() => {
                let message = format!(
                    "`location_name` is {}, and should be a string",
                    kind_of(name)
                );
                faults.refuse(faults.at(name), message);
            }
            Some(_) => {}
        }
        source(faults, item);
    }
}

fn source(faults: &mut Faults<'_>, location: &Arc<Node>) {
    let Some(source) = location.get("code_source") else {
        faults.ignore(
            faults.at(location),
            "`code_source` is missing: nothing says what to load",
        );
        return;
    };
    if is_null(source) {
        faults.ignore(
            faults.at(source),
            "`code_source` is empty: nothing says what to load",
        );
        return;
    }
    faults.only(source, &SOURCES, "`code_source`");
    let given: Vec<_> = source
        .entries()
        .iter()
        .filter(|(key, value)| {
            key.scalar().is_some_and(|name| SOURCES.contains(&name)) && !is_null(value)
        })
        .collect();
    match given.as_slice() {
        [] => {
            let message = "one of `package_name`, `module_name`, `python_file` and \
                           `autoload_defs_module_name` must be given";
            faults.refuse(faults.at(source), message);
        }
        [_] => {}
        [first, second, ..] => {
            let name =
                |entry: &(Arc<Node>, Arc<Node>)| entry.0.scalar().unwrap_or_default().to_owned();
            let message = format!(
                "`{}` and `{}` exclude each other",
                name(first),
                name(second)
            );
            faults.refuse(faults.at(&first.0), message);
        }
    }
}

fn build(faults: &mut Faults<'_>, of: &Arc<Node>) {
    if let Some(build) = of.get("build").filter(|build| !is_null(build)) {
        faults.only(build, &["directory", "registry"], "`build`");
    }
}
