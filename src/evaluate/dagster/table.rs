//! The names of the `dagster` API that are modelled, with their parameters in order.
//!
//! Source: the signatures of `dagster` 1.13.27. Parameters after `*` are keyword-only;
//! of those only what something here asks for matters, any other keyword is kept by name.

use super::Make::{Data, Decorator, Object, Plain};
use super::{Api, Make};

const fn api(name: &'static str, parameters: &'static str, make: Make) -> Api {
    Api {
        package: "dagster",
        name,
        parameters,
        make,
    }
}

const LOAD: &str = "group_name key_prefix * source_key_prefix include_specs";

/// Every modelled name.
pub(super) static API: &[Api] = &[
    // Assets
    api(
        "asset",
        "compute_fn * name key key_prefix group_name deps",
        Decorator(|cx, call| cx.make_asset(call)),
    ),
    api(
        "observable_source_asset",
        "observe_fn * key name key_prefix",
        Decorator(|cx, call| cx.make_observable(call)),
    ),
    api(
        "graph_asset",
        "compose_fn * name key key_prefix",
        Decorator(|cx, call| cx.make_graph_asset(call)),
    ),
    api(
        "multi_asset",
        "* outs name specs",
        Decorator(|cx, call| cx.make_multi_asset(call)),
    ),
    api(
        "graph_multi_asset",
        "* outs name",
        Decorator(|cx, call| cx.make_graph_multi_asset(call)),
    ),
    api(
        "multi_observable_source_asset",
        "* specs name",
        Decorator(|cx, call| cx.make_multi_observable(call)),
    ),
    api(
        "AssetSpec",
        "key * deps group_name",
        Object(|cx, call| cx.make_spec(call)),
    ),
    api(
        "SourceAsset",
        "key metadata io_manager_key io_manager_def description partitions_def group_name resource_defs observe_fn op_tags * tags",
        Object(|cx, call| cx.make_source_asset(call)),
    ),
    api(
        "AssetsDefinition",
        "* specs",
        Object(|cx, call| cx.make_assets_definition(call)),
    ),
    api(
        "AssetsDefinition.from_graph",
        "graph_def * keys_by_output_name key_prefix",
        Object(|cx, call| cx.make_from_node(call)),
    ),
    api(
        "AssetsDefinition.from_op",
        "op_def * keys_by_output_name key_prefix",
        Object(|cx, call| cx.make_from_node(call)),
    ),
    api(
        "AssetKey",
        "path",
        Object(|cx, call| cx.make_asset_key(call)),
    ),
    api(
        "AssetKey.from_user_string",
        "asset_key_string",
        Object(|cx, call| cx.make_asset_key_from_user_string(call)),
    ),
    api(
        "AssetKey.from_coercible",
        "path",
        Object(|cx, call| cx.make_asset_key(call)),
    ),
    api("AssetOut", "key_prefix key * group_name", Plain),
    api("AssetCheckKey", "asset_key name", Plain),
    api("AssetIn", "key metadata key_prefix", Plain),
    api("AssetDep", "asset", Plain),
    api(
        "external_assets_from_specs",
        "specs",
        Object(|cx, call| cx.make_external_assets(call)),
    ),
    api(
        "external_asset_from_spec",
        "spec",
        Object(|cx, call| cx.make_external_assets(call)),
    ),
    api(
        "map_asset_specs",
        "func iterable",
        Object(|cx, call| cx.make_map_asset_specs(call)),
    ),
    api(
        "with_resources",
        "definitions resource_defs",
        Object(|cx, call| cx.make_copies(call)),
    ),
    api(
        "with_source_code_references",
        "assets_defs",
        Object(|cx, call| cx.make_copies(call)),
    ),
    api(
        "link_code_references_to_git",
        "assets_defs git_url git_branch file_path_mapping",
        Object(|cx, call| cx.make_copies(call)),
    ),
    // Asset checks
    api(
        "asset_check",
        "* asset name",
        Decorator(|cx, call| cx.make_check(call)),
    ),
    api(
        "multi_asset_check",
        "* name specs",
        Decorator(|cx, call| cx.make_multi_check(call)),
    ),
    api(
        "AssetCheckSpec",
        "name * asset",
        Object(|cx, call| cx.make_check_spec(call)),
    ),
    api(
        "build_last_update_freshness_checks",
        "* assets",
        Object(|cx, call| cx.make_freshness_checks(call)),
    ),
    api(
        "build_column_schema_change_checks",
        "* assets",
        Object(|cx, call| cx.make_schema_change_checks(call)),
    ),
    api(
        "build_metadata_bounds_checks",
        "* assets metadata_key",
        Object(|cx, call| cx.make_metadata_bounds_checks(call)),
    ),
    api(
        "build_time_partition_freshness_checks",
        "* assets",
        Object(|cx, call| cx.make_freshness_checks(call)),
    ),
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
    // Definitions and repositories
    api(
        "Definitions",
        "assets schedules sensors jobs resources executor loggers asset_checks metadata component_tree",
        Object(|cx, call| cx.make_definitions(call)),
    ),
    api(
        "Definitions.merge",
        "",
        Object(|cx, call| cx.make_merge(call)),
    ),
    api(
        "definitions",
        "fn",
        Decorator(|cx, call| cx.make_lazy(call)),
    ),
    api(
        "repository",
        "definitions_fn * name",
        Decorator(|cx, call| cx.make_repository(call)),
    ),
    api(
        "create_repository_using_definitions_args",
        "name assets schedules sensors jobs resources executor loggers asset_checks",
        Object(|cx, call| cx.make_repository_from_arguments(call)),
    ),
    // Loaders
    api(
        "load_assets_from_modules",
        "modules group_name key_prefix * source_key_prefix include_specs",
        Object(|cx, call| cx.make_load_assets(call)),
    ),
    api(
        "load_assets_from_current_module",
        LOAD,
        Object(|cx, call| cx.make_load_assets(call)),
    ),
    api(
        "load_assets_from_package_module",
        "package_module group_name key_prefix * source_key_prefix include_specs",
        Object(|cx, call| cx.make_load_assets(call)),
    ),
    api(
        "load_assets_from_package_name",
        "package_name group_name key_prefix * source_key_prefix include_specs",
        Object(|cx, call| cx.make_load_assets(call)),
    ),
    api(
        "load_asset_checks_from_modules",
        "modules asset_key_prefix",
        Object(|cx, call| cx.make_load_checks(call)),
    ),
    api(
        "load_asset_checks_from_current_module",
        "asset_key_prefix",
        Object(|cx, call| cx.make_load_checks(call)),
    ),
    api(
        "load_asset_checks_from_package_module",
        "package_module asset_key_prefix",
        Object(|cx, call| cx.make_load_checks(call)),
    ),
    api(
        "load_asset_checks_from_package_name",
        "package_name asset_key_prefix",
        Object(|cx, call| cx.make_load_checks(call)),
    ),
    api(
        "load_definitions_from_modules",
        "modules resources loggers executor",
        Object(|cx, call| cx.make_load_definitions(call)),
    ),
    api(
        "load_definitions_from_module",
        "module resources loggers executor",
        Object(|cx, call| cx.make_load_definitions(call)),
    ),
    api(
        "load_definitions_from_current_module",
        "resources loggers executor",
        Object(|cx, call| cx.make_load_definitions(call)),
    ),
    api(
        "load_definitions_from_package_module",
        "package_module resources loggers executor",
        Object(|cx, call| cx.make_load_definitions(call)),
    ),
    api(
        "load_definitions_from_package_name",
        "package_name resources loggers executor",
        Object(|cx, call| cx.make_load_definitions(call)),
    ),
    api(
        "load_defs",
        "defs_root project_root terminate_autoloading_on_keyword_files",
        Object(|cx, call| cx.make_load_defs(call)),
    ),
    api(
        "load_from_defs_folder",
        "* path_within_project project_root",
        Object(|cx, call| cx.make_load_from_defs_folder(call)),
    ),
    api(
        "config_from_files",
        "config_files",
        Object(|cx, call| cx.make_config_from_files(call)),
    ),
    api(
        "config_from_yaml_strings",
        "yaml_strings",
        Object(|cx, call| cx.make_config_from_strings(call)),
    ),
    api(
        "file_relative_path",
        "dunderfile relative_path",
        Object(|cx, call| cx.make_file_relative_path(call)),
    ),
    // Components
    api(
        "usable_as_dagster_type",
        "name",
        Decorator(|_, call| Ok(call.decorated_value())),
    ),
    api(
        "template_var",
        "fn",
        Decorator(|cx, call| cx.make_template_var(call)),
    ),
    api(
        "Resolver",
        "fn * model_field_name model_field_type inject_before_resolve",
        Plain,
    ),
    api("ComponentLoadContext", "", Plain),
    api("ResolutionContext", "", Plain),
    api(
        "ComponentLoadContext.from_resolution_context",
        "resolution_context",
        Object(|cx, call| cx.make_context_of_resolution(call)),
    ),
    api(
        "resolve_fields",
        "model resolved_cls context",
        Object(|cx, call| cx.make_resolved_fields(call)),
    ),
    api(
        "resolve_callable",
        "context model",
        Object(|cx, call| cx.make_resolved_callable(call)),
    ),
    api(
        "python_file_definitions",
        "context path",
        Object(|cx, call| cx.make_file_definitions(call)),
    ),
    api(
        "refuse_component",
        "message",
        Object(|cx, call| cx.make_component_refusal(call)),
    ),
    api(
        "build_defs_for_component",
        "component",
        Object(|cx, call| cx.make_component_defs(call)),
    ),
    api(
        "component",
        "fn",
        Decorator(|cx, call| cx.make_component_instance(call)),
    ),
    api(
        "component_instance",
        "fn",
        Decorator(|cx, call| cx.make_component_instance(call)),
    ),
    // Classes whose objects are handed on and compared
    api("AssetSelection", "", Plain),
    api("AutomationCondition", "", Plain),
    api("AutoMaterializePolicy", "", Plain),
    api("BackfillPolicy", "", Plain),
    api("Backoff", "", Plain),
    api("ConfigurableIOManager", "", Plain),
    api("ConfigurableIOManagerFactory", "", Plain),
    api("ConfigurableResource", "", Plain),
    api("Component", "", Plain),
    api("Model", "", Plain),
    api("Resolvable", "", Plain),
    api("Config", "", Plain),
    api("ConfigMapping", "", Plain),
    api(
        "DailyPartitionsDefinition",
        "start_date minute_offset hour_offset timezone fmt end_offset",
        Plain,
    ),
    api("DagsterRunStatus", "", Plain),
    api("DefaultScheduleStatus", "", Plain),
    api("DefaultSensorStatus", "", Plain),
    api("DynamicOut", "dagster_type description", Plain),
    api("DynamicPartitionsDefinition", "partition_fn name", Plain),
    api("EnvVar", "name", Plain),
    api("EnvVar.int", "name", Plain),
    api("FilesystemIOManager", "", Plain),
    api("FreshnessPolicy", "", Plain),
    api(
        "HourlyPartitionsDefinition",
        "start_date minute_offset timezone fmt end_offset",
        Plain,
    ),
    api("In", "dagster_type description", Plain),
    api("InMemoryIOManager", "", Plain),
    api("IOManager", "", Plain),
    api("Jitter", "", Plain),
    api("MetadataValue", "", Plain),
    api(
        "MonthlyPartitionsDefinition",
        "start_date minute_offset hour_offset day_offset timezone fmt end_offset",
        Plain,
    ),
    api("MultiPartitionsDefinition", "partitions_defs", Plain),
    api("Nothing", "", Plain),
    api("Out", "dagster_type description", Plain),
    api(
        "ResourceDefinition",
        "resource_fn config_schema description",
        Plain,
    ),
    api("ResourceDefinition.hardcoded_resource", "value", Plain),
    api("ResourceDefinition.none_resource", "", Plain),
    api("RetryPolicy", "max_retries delay backoff jitter", Plain),
    api("RunConfig", "ops resources loggers execution", Plain),
    api(
        "StaticPartitionsDefinition",
        "partition_keys",
        Object(|cx, call| cx.make_static_partitions(call)),
    ),
    api("TableColumn", "name type", Plain),
    api("TableSchema", "columns", Plain),
    api("TimeWindowPartitionsDefinition", "start fmt end", Plain),
    api("TimeWindowPartitionMapping", "", Plain),
    api(
        "WeeklyPartitionsDefinition",
        "start_date minute_offset hour_offset day_offset timezone fmt end_offset",
        Plain,
    ),
    api("in_process_executor", "", Plain),
    api("multiprocess_executor", "", Plain),
    api("fs_io_manager", "", Plain),
    api("mem_io_manager", "", Plain),
    api(
        "resource",
        "config_schema",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "io_manager",
        "config_schema",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "logger",
        "config_schema",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "executor",
        "name",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "success_hook",
        "hook_fn",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "failure_hook",
        "hook_fn",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "config_mapping",
        "config_fn",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "dagster_type_loader",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "static_partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "daily_partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "hourly_partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "weekly_partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "monthly_partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "dynamic_partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "partitioned_config",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "input_manager",
        "config_schema",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    api(
        "scaffold_with",
        "",
        Decorator(|cx, call| cx.make_plain(call)),
    ),
    // Functions that give data: no definition, and never looked into
    api("build_asset_check_context", "", Data),
    api("build_asset_context", "", Data),
    api("build_hook_context", "", Data),
    api("build_init_logger_context", "", Data),
    api("build_init_resource_context", "", Data),
    api("build_input_context", "", Data),
    api("build_multi_asset_sensor_context", "", Data),
    api("build_op_context", "", Data),
    api("build_output_context", "", Data),
    api("build_reconstructable_job", "", Data),
    api("build_resources", "", Data),
    api("build_run_status_sensor_context", "", Data),
    api("build_schedule_context", "", Data),
    api("build_sensor_context", "", Data),
    api("check_dagster_type", "", Data),
    api("default_loggers", "", Data),
    api("deserialize_value", "", Data),
    api("evaluate_automation_conditions", "", Data),
    api("execute_job", "", Data),
    api("get_dagster_logger", "", Data),
    api("instance_for_test", "", Data),
    api("make_python_type_usable_as_dagster_type", "", Data),
    api("make_values_resource", "", Plain),
    api("materialize", "", Data),
    api("materialize_to_memory", "", Data),
    api("open_pipes_session", "", Data),
    api("reconstructable", "", Data),
    api("serialize_value", "", Data),
    api("validate_run_config", "", Data),
];
