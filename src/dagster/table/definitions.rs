//! Definitions and repositories, what loads them, and components.

use super::api;
use crate::python::value::api::Api;
use crate::python::value::api::Make::{Decorator, Object, Plain};

/// What the loaders of assets take.
const LOAD: &str = "group_name key_prefix * source_key_prefix include_specs";

pub(super) static API: &[Api] = &[
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
        "BindResourcesToJobs",
        "iterable",
        Object(|cx, call| cx.make_job_list(call)),
    ),
    api(
        "definitions",
        "fn",
        Decorator(|cx, call| cx.make_lazy(call)),
    ),
    api(
        "lazy_repository",
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
];
