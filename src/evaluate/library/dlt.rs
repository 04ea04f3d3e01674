//! `dagster_dlt`: what a dlt source holds is known only to dlt. Source: `dagster-dlt` 0.29.27.

use super::{decorator, object, plain};
use crate::evaluate::dagster::Api;
use crate::evaluate::unknown::new_unknown;

const PACKAGE: &str = "dagster_dlt";

pub(super) static API: &[Api] = &[
    decorator(
        PACKAGE,
        "dlt_assets",
        "* dlt_source dlt_pipeline name group_name dagster_dlt_translator",
        |cx, call| {
            let reason = "which resources a dlt source has is known only to dlt";
            let unknown = new_unknown(reason.into(), call.made_at(), false);
            cx.library_assets(call, Vec::new(), Vec::new(), Some(unknown))
        },
    ),
    object(
        PACKAGE,
        "build_dlt_asset_specs",
        "dlt_source dlt_pipeline dagster_dlt_translator",
        |_, call| {
            let reason = "which resources a dlt source has is known only to dlt";
            Ok(crate::evaluate::value::Value::unknown(reason, call.place))
        },
    ),
    plain(PACKAGE, "DagsterDltResource", ""),
    plain(PACKAGE, "DagsterDltTranslator", ""),
];
