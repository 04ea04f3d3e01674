//! `dagster.yaml`, as `dagster._core.instance.config` of Dagster 1.13 checks it.

use std::sync::Arc;

use crate::model::{ConfigFault, ConfigSubject};
use crate::source::SourceFile;
use crate::source::yaml::Node;

use super::schema::{
    self, BOOL_SOURCE, Field, INT_SOURCE, STRING_SOURCE, Type, optional, required,
};
use super::{Document, Faults, is_null, kind_of, unknown_key};

/// A class of the user's, with its configuration.
const CLASS: Type = Type::Shape(&[
    required("module", Type::String),
    required("class", Type::String),
    optional("config", Type::Permissive),
]);
const ENABLED: Type = Type::Shape(&[optional("enabled", Type::Bool)]);
const THREADS: Type = Type::Shape(&[
    optional("use_threads", Type::Bool),
    optional("num_workers", Type::Int),
    optional("num_submit_workers", Type::Int),
]);
const TAG_LIMITS: Type = Type::Noneable(&Type::List(&Type::Shape(&[
    required("key", Type::String),
    optional(
        "value",
        Type::ScalarOr(
            &Type::String,
            &Type::Shape(&[required("applyLimitPerUniqueValue", Type::Bool)]),
        ),
    ),
    required("limit", Type::Int),
])));
const RETENTION: Type = Type::Shape(&[required(
    "purge_after_days",
    Type::ScalarOr(
        &Type::Int,
        &Type::Shape(&[
            optional("skipped", Type::Int),
            optional("success", Type::Int),
            optional("failure", Type::Int),
            optional("started", Type::Int),
        ]),
    ),
)]);
const POSTGRES: Type = Type::Shape(&[
    optional("postgres_url", STRING_SOURCE),
    optional(
        "postgres_db",
        Type::Shape(&[
            required("username", STRING_SOURCE),
            optional("password", STRING_SOURCE),
            required("hostname", STRING_SOURCE),
            required("db_name", STRING_SOURCE),
            optional("port", INT_SOURCE),
            optional("params", Type::Permissive),
            optional("scheme", STRING_SOURCE),
        ]),
    ),
    optional(
        "auth_provider",
        Type::Selector(&[
            required(
                "azure_wif",
                Type::Shape(&[optional("scope", STRING_SOURCE)]),
            ),
            required("gcp_wif", Type::Shape(&[])),
            required("aws_wif", Type::Shape(&[required("region", STRING_SOURCE)])),
        ]),
    ),
    optional("should_autocreate_tables", Type::Bool),
]);
const MYSQL: Type = Type::Selector(&[
    required("mysql_url", STRING_SOURCE),
    required(
        "mysql_db",
        Type::Shape(&[
            required("username", STRING_SOURCE),
            required("password", STRING_SOURCE),
            required("hostname", STRING_SOURCE),
            required("db_name", STRING_SOURCE),
            optional("port", INT_SOURCE),
        ]),
    ),
]);
const STORAGE: Type = Type::Selector(&[
    required("postgres", POSTGRES),
    required("mysql", MYSQL),
    required(
        "sqlite",
        Type::Shape(&[required("base_dir", STRING_SOURCE)]),
    ),
    required("custom", CLASS),
]);
const RUN_QUEUE: Type = Type::Shape(&[
    optional("max_concurrent_runs", INT_SOURCE),
    optional("tag_concurrency_limits", TAG_LIMITS),
    optional("dequeue_interval_seconds", INT_SOURCE),
    optional("dequeue_use_threads", Type::Bool),
    optional("dequeue_num_workers", INT_SOURCE),
    optional("max_user_code_failure_retries", INT_SOURCE),
    optional("user_code_failure_retry_delay", INT_SOURCE),
    optional(
        "block_op_concurrency_limited_runs",
        Type::Shape(&[
            optional("enabled", Type::Bool),
            optional("op_concurrency_slot_buffer", Type::Int),
        ]),
    ),
]);
const CONCURRENCY: Type = Type::Shape(&[
    optional(
        "pools",
        Type::Shape(&[
            optional("default_limit", Type::Int),
            optional("granularity", Type::String),
            optional("op_granularity_run_buffer", Type::Int),
        ]),
    ),
    optional(
        "runs",
        Type::Shape(&[
            optional("max_concurrent_runs", Type::Int),
            optional("tag_concurrency_limits", TAG_LIMITS),
        ]),
    ),
    optional("default_op_concurrency_limit", Type::Int),
]);

/// The keys at the top of the file.
static TOP: &[Field] = &[
    optional("local_artifact_storage", CLASS),
    optional("compute_logs", CLASS),
    optional("storage", STORAGE),
    optional("run_queue", RUN_QUEUE),
    optional("run_storage", CLASS),
    optional("event_log_storage", CLASS),
    optional("schedule_storage", CLASS),
    optional("scheduler", CLASS),
    optional("run_coordinator", CLASS),
    optional("run_launcher", CLASS),
    optional("telemetry", ENABLED),
    optional("nux", ENABLED),
    optional("instance_class", CLASS),
    optional(
        "python_logs",
        Type::Shape(&[
            optional("managed_python_loggers", Type::List(&Type::String)),
            optional("python_log_level", Type::String),
            optional(
                "dagster_handler_config",
                Type::Shape(&[
                    optional("handlers", Type::Permissive),
                    optional("formatters", Type::Permissive),
                    optional("filters", Type::Permissive),
                ]),
            ),
        ]),
    ),
    optional(
        "run_monitoring",
        Type::Shape(&[
            optional("enabled", Type::Bool),
            optional("start_timeout_seconds", Type::Int),
            optional("cancel_timeout_seconds", Type::Int),
            optional("max_runtime_seconds", Type::Int),
            optional("max_resume_run_attempts", Type::Int),
            optional("poll_interval_seconds", Type::Int),
            optional("cancellation_thread_poll_interval_seconds", Type::Int),
            optional("free_slots_after_run_end_seconds", Type::Int),
        ]),
    ),
    optional(
        "run_retries",
        Type::Shape(&[
            optional("enabled", Type::Bool),
            optional("max_retries", Type::Int),
            optional("retry_on_asset_or_op_failure", Type::Bool),
        ]),
    ),
    optional(
        "code_servers",
        Type::Shape(&[
            optional("local_startup_timeout", Type::Int),
            optional("reload_timeout", Type::Int),
            optional("wait_for_local_processes_on_shutdown", Type::Bool),
        ]),
    ),
    optional("secrets", Type::Selector(&[required("custom", CLASS)])),
    optional("defs_state_storage", CLASS),
    optional(
        "retention",
        Type::Shape(&[
            optional("schedule", RETENTION),
            optional("sensor", RETENTION),
            optional("auto_materialize", RETENTION),
        ]),
    ),
    optional("backfills", THREADS),
    optional("sensors", THREADS),
    optional("schedules", THREADS),
    optional(
        "auto_materialize",
        Type::Shape(&[
            optional("enabled", BOOL_SOURCE),
            optional("minimum_interval_seconds", INT_SOURCE),
            optional("run_tags", Type::Permissive),
            optional("respect_materialization_data_versions", BOOL_SOURCE),
            optional("max_tick_retries", INT_SOURCE),
            optional("use_sensors", BOOL_SOURCE),
            optional("use_threads", Type::Bool),
            optional("num_workers", Type::Int),
        ]),
    ),
    optional("freshness", Type::Shape(&[required("enabled", Type::Bool)])),
    optional("concurrency", CONCURRENCY),
];

/// The keys that exclude each other.
const EXCLUSIVE: [(&str, &str); 4] = [
    ("run_queue", "run_coordinator"),
    ("storage", "run_storage"),
    ("storage", "event_log_storage"),
    ("storage", "schedule_storage"),
];

/// The faults of the file; none where it is a file of another tool.
pub(in crate::discover) fn instance(file: &SourceFile) -> Vec<ConfigFault> {
    let mut faults = Faults::new(ConfigSubject::DagsterYaml, file);
    if file.text().contains("{{") || file.text().contains("{%") {
        return faults.found;
    }
    let Document::Read(root) = faults.document() else {
        return faults.found;
    };
    if is_null(&root) || is_foreign(&root) {
        return faults.found;
    }
    faults.repeated_keys(&root);
    if root.entries().is_empty() {
        let message = format!("this file holds {}, and should hold keys", kind_of(&root));
        faults.refuse(faults.at(&root), message);
        return faults.found;
    }
    schema::check(&mut faults, &root, "dagster.yaml", TOP);
    exclusive(&mut faults, &root);
    concurrency(&mut faults, &root);
    faults.found
}

/// Kubernetes and Helm have files of this name, and an instance class of one's own has
/// keys of its own. A file without any key of an instance is none, unless a key is
/// nearly one.
fn is_foreign(root: &Node) -> bool {
    const FOREIGN: [&str; 4] = ["apiVersion", "kind", "services", "instance_class"];
    if FOREIGN.iter().any(|key| root.get(key).is_some()) {
        return true;
    }
    let known: Vec<&str> = TOP.iter().map(Field::name).collect();
    let mut names = root.entries().iter().filter_map(|(key, _)| key.scalar());
    !root.entries().is_empty()
        && !names.any(|name| {
            known.contains(&name) || unknown_key(name, &known, "").contains("did you mean")
        })
}

fn exclusive(faults: &mut Faults<'_>, root: &Node) {
    for (whole, part) in EXCLUSIVE {
        let keys = root.entries().iter().map(|(key, _)| key);
        let part_key = keys.rev().find(|key| key.scalar() == Some(part));
        if let Some(key) = part_key.filter(|_| root.get(whole).is_some()) {
            let message = format!("`{part}` and `{whole}` exclude each other");
            faults.refuse(faults.at(key), message);
        }
    }
}

/// What `validate_concurrency_config` refuses.
fn concurrency(faults: &mut Faults<'_>, root: &Node) {
    let set = |of: &Arc<Node>, key: &str| of.get(key).filter(|node| !is_null(node)).cloned();
    let Some(concurrency) = root.get("concurrency") else {
        return;
    };
    let (pools, runs) = (set(concurrency, "pools"), set(concurrency, "runs"));
    if let (Some(_), Some(limit)) = (&pools, set(concurrency, "default_op_concurrency_limit")) {
        let message = "`default_op_concurrency_limit` and `pools` exclude each other; set \
                       `pools.default_limit`";
        faults.refuse(faults.at(&limit), message);
    }
    let granularity = pools.as_ref().and_then(|pools| set(pools, "granularity"));
    if let Some(granularity) = granularity
        && let Some(word) = granularity
            .as_str()
            .filter(|word| !matches!(*word, "run" | "op"))
    {
        let message = format!("`pools.granularity` is `{word}`, and should be `run` or `op`");
        faults.refuse(faults.at(&granularity), message);
    }
    let Some(queue) = root
        .get("run_queue")
        .filter(|_| pools.is_some() || runs.is_some())
    else {
        return;
    };
    let buffer = set(queue, "block_op_concurrency_limited_runs")
        .and_then(|block| set(&block, "op_concurrency_slot_buffer"));
    let limits = ["max_concurrent_runs", "tag_concurrency_limits"];
    let limits = limits
        .into_iter()
        .filter_map(|key| Some((key, set(queue, key)?)));
    let buffer = buffer.map(|buffer| ("op_concurrency_slot_buffer", buffer));
    for (key, value) in limits.chain(buffer) {
        let message = format!("`{key}` of `run_queue` and `concurrency` exclude each other");
        faults.refuse(faults.at(&value), message);
    }
}
