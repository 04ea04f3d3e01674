//! Assets and asset checks.

use super::api;
use crate::python::value::api::Api;
use crate::python::value::api::Make::{Decorator, Object, Plain};

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
    api(
        "AssetOut",
        "key_prefix key * group_name",
        Object(|cx, call| cx.make_keyed(call)),
    ),
    api("AssetCheckKey", "asset_key name", Plain),
    api(
        "AssetIn",
        "key metadata key_prefix",
        Object(|cx, call| cx.make_keyed(call)),
    ),
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
    api(
        "apply_freshness_policy",
        "spec policy overwrite_existing",
        Object(|cx, call| cx.make_apply_freshness_policy(call)),
    ),
];
