//! `dagster.yaml`, as `dagster._core.instance.config` of Dagster 1.13 checks it: the
//! keys at its top.

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;
use crate::source::yaml::Value;

use super::{Faults, is_null, kind_of, unknown_key};

const KNOWN: [&str; 26] = [
    "local_artifact_storage",
    "compute_logs",
    "storage",
    "run_queue",
    "run_storage",
    "event_log_storage",
    "schedule_storage",
    "scheduler",
    "run_coordinator",
    "run_launcher",
    "telemetry",
    "nux",
    "instance_class",
    "python_logs",
    "run_monitoring",
    "run_retries",
    "code_servers",
    "secrets",
    "defs_state_storage",
    "retention",
    "backfills",
    "sensors",
    "schedules",
    "auto_materialize",
    "freshness",
    "concurrency",
];

/// The faults of the file; none where it is a file of another tool.
pub(in crate::discover) fn instance(file: &SourceFile) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::DagsterYaml, file);
    if file.text().contains("{{") || file.text().contains("{%") {
        return faults.found;
    }
    let Some(root) = faults.document() else {
        return faults.found;
    };
    // Kubernetes and Helm have files of this name, and a class of one's own has keys
    // of its own.
    let foreign = ["apiVersion", "kind", "services", "instance_class"];
    if foreign.iter().any(|key| root.get(key).is_some()) {
        return faults.found;
    }
    let is_known = |name: &str| KNOWN.contains(&name);
    let any_known = root
        .entries()
        .iter()
        .any(|(key, _)| key.scalar().is_some_and(is_known));
    faults.repeated_keys(&root);
    for (key, value) in root.entries() {
        let name = key.scalar().unwrap_or_default();
        if is_known(name) {
            if !matches!(value.value, Value::Mapping(_)) && !is_null(value) {
                let message = format!("`{name}` is {}, and should be a mapping", kind_of(value));
                faults.refuse(faults.at(value), message);
            }
            continue;
        }
        let message = unknown_key(name, &KNOWN, "the instance");
        if any_known || message.contains("did you mean") {
            faults.refuse(faults.at(key), message);
        }
    }
    exclusive(&mut faults, &root);
    faults.found
}

/// `storage` stands for the three single storages.
fn exclusive(faults: &mut Faults<'_>, root: &crate::source::yaml::Node) {
    if root.get("storage").is_none() {
        return;
    }
    for (key, _) in root.entries() {
        let name = key.scalar().unwrap_or_default();
        if matches!(
            name,
            "run_storage" | "event_log_storage" | "schedule_storage"
        ) {
            let message = format!("`{name}` and `storage` exclude each other");
            faults.refuse(faults.at(key), message);
        }
    }
}
