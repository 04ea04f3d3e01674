//! `dagster_msteams`: its sensor. Source: `dagster-msteams` 0.29.27.

use super::{object, plain};
use crate::python::value::api::Api;

const PACKAGE: &str = "dagster_msteams";

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "make_teams_on_run_failure_sensor",
        "hook_url message_fn http_proxy https_proxy timeout verify name",
        |cx, call| cx.library_sensor(call, "teams_on_run_failure"),
    ),
    plain(PACKAGE, "MSTeamsResource", ""),
    plain(PACKAGE, "msteams_resource", ""),
    plain(PACKAGE, "teams_on_failure", ""),
    plain(PACKAGE, "teams_on_success", ""),
];
