//! Ops, graphs and jobs, schedules and sensors.

use super::api;
use crate::python::value::api::Api;
use crate::python::value::api::Make::{Decorator, Object};

pub(super) static API: &[Api] = &[
    // Ops, graphs, jobs
    api(
        "op",
        "compute_fn * name",
        Decorator(|cx, call| cx.make_op(call)),
    ),
    api(
        "graph",
        "compose_fn * name",
        Decorator(|cx, call| cx.make_graph(call)),
    ),
    api(
        "job",
        "compose_fn * name",
        Decorator(|cx, call| cx.make_job(call)),
    ),
    api(
        "OpDefinition",
        "compute_fn name",
        Object(|cx, call| cx.make_op_definition(call)),
    ),
    api(
        "GraphDefinition",
        "name * node_defs",
        Object(|cx, call| cx.make_graph_definition(call)),
    ),
    api(
        "JobDefinition",
        "* graph_def name",
        Object(|cx, call| cx.make_job_definition(call)),
    ),
    api(
        "configured",
        "configurable config_schema",
        Decorator(|cx, call| cx.make_configured(call)),
    ),
    api(
        "define_asset_job",
        "name selection",
        Object(|cx, call| cx.make_asset_job(call)),
    ),
    // Schedules and sensors
    api(
        "schedule",
        "cron_schedule * job_name name job target",
        Decorator(|cx, call| cx.make_schedule(call)),
    ),
    api(
        "ScheduleDefinition",
        "name * cron_schedule job_name job target",
        Object(|cx, call| cx.make_schedule_definition(call)),
    ),
    api(
        "build_schedule_from_partitioned_job",
        "job description name",
        Object(|cx, call| cx.make_schedule_definition(call)),
    ),
    api(
        "sensor",
        "job_name * name job jobs target",
        Decorator(|cx, call| cx.make_sensor(call)),
    ),
    api(
        "asset_sensor",
        "asset_key * job_name name job",
        Decorator(|cx, call| cx.make_sensor(call)),
    ),
    api(
        "multi_asset_sensor",
        "monitored_assets * job_name name job",
        Decorator(|cx, call| cx.make_sensor(call)),
    ),
    api(
        "run_status_sensor",
        "run_status name minimum_interval_seconds description monitored_jobs",
        Decorator(|cx, call| cx.make_sensor(call)),
    ),
    api(
        "run_failure_sensor",
        "name",
        Decorator(|cx, call| cx.make_sensor(call)),
    ),
    api(
        "freshness_policy_sensor",
        "asset_selection * name",
        Decorator(|cx, call| cx.make_sensor(call)),
    ),
    api(
        "make_email_on_run_failure_sensor",
        "email_from email_password email_to email_body_fn email_subject_fn smtp_host smtp_type smtp_port smtp_user name",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "build_asset_reconciliation_sensor",
        "asset_selection name",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "AutoMaterializeSensorDefinition",
        "name asset_selection",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "MultiAssetSensorDefinition",
        "name monitored_assets job_name asset_materialization_fn",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "SensorDefinition",
        "name * evaluation_fn job_name job jobs",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "RunStatusSensorDefinition",
        "name run_status run_status_sensor_fn",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "AssetSensorDefinition",
        "name asset_key job_name asset_materialization_fn",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "AutomationConditionSensorDefinition",
        "name * target",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
    api(
        "build_sensor_for_freshness_checks",
        "* freshness_checks minimum_interval_seconds name",
        Object(|cx, call| cx.make_sensor_definition(call)),
    ),
];
