//! `dagster_dbt`: assets and checks of dbt projects.
//!
//! `manifest` is what a dbt project holds, `source` makes it where no `manifest.json` is
//! committed, `selection` is dbt's `select` and `exclude`, `translator` asks what an
//! asset is called, `assets` puts them together.
//!
//! For code that has a dbt project and no call (the component of `defs.yaml`), the way in
//! is [`Interpreter::dbt_project_assets`]: it is given a `DbtRequest` and a function that
//! has the last word on each spec.

mod asset_utils;
mod assets;
mod defaults;
mod jinja;
mod jinja_value;
mod manifest;
mod part;
mod project;
mod select_method;
mod selection;
mod source;
mod test_name;
mod translator;

pub(crate) use project::is_made_by_dbt;

use super::{decorator, object, plain};
use crate::python::value::api::Api;

/// The package's name.
const PACKAGE: &str = "dagster_dbt";

/// What is modelled of it. Source: `dagster-dbt` 0.29.27.
pub(super) static API: &[Api] = &[
    decorator(
        PACKAGE,
        "dbt_assets",
        "* manifest select exclude selector name dagster_dbt_translator project",
        |cx, call| cx.make_dbt_assets(call),
    ),
    object(
        PACKAGE,
        "DbtProject",
        "project_dir * target_path profiles_dir profile target packaged_project_dir state_path",
        |cx, call| cx.make_dbt_project(call),
    ),
    plain(PACKAGE, "DagsterDbtTranslator", "settings"),
    plain(
        PACKAGE,
        "DagsterDbtTranslatorSettings",
        "enable_asset_checks enable_duplicate_source_asset_keys enable_code_references \
         enable_dbt_selection_by_name enable_source_tests_as_checks enable_source_metadata \
         enable_dbt_views_as_virtual_assets",
    ),
    object(
        PACKAGE,
        "DagsterDbtTranslator.get_asset_key",
        "self dbt_resource_props",
        |cx, call| cx.dbt_default_key(call),
    ),
    object(
        PACKAGE,
        "DagsterDbtTranslator.get_group_name",
        "self dbt_resource_props",
        |cx, call| cx.dbt_default_group(call),
    ),
    object(
        PACKAGE,
        "DagsterDbtTranslator.get_asset_spec",
        "self manifest unique_id project",
        |cx, call| cx.dbt_default_spec(call),
    ),
    object(
        PACKAGE,
        "DagsterDbtTranslator.get_resource_props",
        "self manifest unique_id",
        |cx, call| cx.dbt_resource_props(call),
    ),
    object(PACKAGE, "get_node", "manifest unique_id", |cx, call| {
        cx.dbt_resource_props(call)
    }),
    object(
        PACKAGE,
        "DagsterDbtTranslator.get_tags",
        "self dbt_resource_props",
        |cx, call| cx.dbt_default_tags(call),
    ),
    object(
        PACKAGE,
        "default_group_from_dbt_resource_props",
        "dbt_resource_props",
        |cx, call| cx.dbt_default_group(call),
    ),
    object(
        PACKAGE,
        "get_asset_key_for_model",
        "dbt_assets model_name",
        |cx, call| cx.dbt_key_for_model(call),
    ),
    object(
        PACKAGE,
        "get_asset_key_for_source",
        "dbt_assets source_name",
        |cx, call| cx.dbt_key_for_source(call),
    ),
    object(
        PACKAGE,
        "build_schedule_from_dbt_selection",
        "dbt_assets job_name cron_schedule dbt_select dbt_exclude dbt_selector schedule_name",
        |cx, call| cx.dbt_schedule(call),
    ),
    plain(
        PACKAGE,
        "build_dbt_asset_selection",
        "dbt_assets dbt_select dbt_exclude dbt_selector",
    ),
    plain(PACKAGE, "DbtCliResource", ""),
    plain(PACKAGE, "DbtManifestAssetSelection", ""),
    plain(PACKAGE, "DbtCloudCredentials", ""),
    plain(PACKAGE, "DbtCloudClientResource", ""),
    plain(PACKAGE, "dbt_cli_resource", ""),
];
