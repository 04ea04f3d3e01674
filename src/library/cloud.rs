//! `dagster_cloud`: what Dagster+ adds to a project. Source: `dagster-cloud` 1.13.27.

use std::rc::Rc;

use super::object;
use crate::model::{AssetKey, AssetKind, NodeKind};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::api::Api;
use crate::python::value::arguments::Call;
use crate::python::value::object::{Assets, Data, Spec};

const PACKAGE: &str = "dagster_cloud";

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "link_code_references_to_git_if_cloud",
        "assets_defs git_url git_branch file_path_mapping",
        |cx, call| cx.make_copies(call),
    ),
    object(
        PACKAGE,
        "create_snowflake_insights_asset_and_schedule",
        "start_date name group_name job_name",
        |cx, call| cx.make_snowflake_insights(call),
    ),
];

impl<'a> Interpreter<'a> {
    /// An asset, and the job and schedule that compute it.
    fn make_snowflake_insights(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let text = |cx: &mut Self, parameter: &str, default: &str| match call.some(parameter) {
            Some(value) => cx.text_of(&value, call.place_of(parameter)),
            None => Ok(default.to_owned()),
        };
        let name = text(self, "name", "poll_snowflake_query_history_hour");
        let job = text(self, "job_name", "snowflake_insights_import");
        let group = call
            .some("group_name")
            .map(|group| self.text_of(&group, call.place_of("group_name")));
        let spec = Spec {
            key: name.clone().map(|name| AssetKey::new(vec![name])),
            group,
            deps: Vec::new(),
            inputs: Vec::new(),
            attributes: Vec::new(),
            place,
        };
        let assets = Assets {
            specs: vec![spec],
            checks: Vec::new(),
            node: Some(self.node(name, NodeKind::Asset, call, place)?),
            kind: AssetKind::Materializable,
            open: None,
        };
        let asset = self.object(Data::Assets(assets), place);
        let schedule = self.scheduled_job(job, None, call);
        let arguments = vec![
            (Rc::from("assets"), Value::list(vec![asset])),
            (Rc::from("schedule"), schedule),
        ];
        let name = "SnowflakeInsightsDefinitions";
        Ok(self.object(Data::Plain { name, arguments }, place))
    }
}
