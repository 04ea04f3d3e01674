//! `dagster_slack`: its sensor. Source: `dagster-slack` 0.29.27.

use super::{object, plain};
use crate::python::value::api::Api;

const PACKAGE: &str = "dagster_slack";

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "make_slack_on_run_failure_sensor",
        "channel slack_token text_fn blocks_fn name",
        |cx, call| cx.library_sensor(call, "slack_on_run_failure"),
    ),
    plain(PACKAGE, "SlackResource", ""),
    plain(PACKAGE, "slack_resource", ""),
    plain(PACKAGE, "slack_on_failure", ""),
    plain(PACKAGE, "slack_on_success", ""),
];
