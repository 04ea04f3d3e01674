//! `dagster_airbyte`: tables of connections. Source: `dagster-airbyte` 0.29.27.

use super::{decorator, object, plain};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::api::Api;
use crate::python::value::arguments::Call;

const PACKAGE: &str = "dagster_airbyte";

const fn asking(name: &'static str, parameters: &'static str) -> Api {
    object(PACKAGE, name, parameters, |_, call| {
        Interpreter::asks(call, "Airbyte")
    })
}

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "build_airbyte_assets",
        "connection_id destination_tables destination_database destination_schema \
         asset_key_prefix group_name normalization_tables",
        |cx, call| cx.make_airbyte_assets(call),
    ),
    decorator(
        PACKAGE,
        "airbyte_assets",
        "* connection_id workspace name",
        |_, call| Interpreter::asks(call, "Airbyte"),
    ),
    asking("build_airbyte_assets_definitions", "* workspace"),
    asking("load_airbyte_asset_specs", "workspace"),
    asking("load_airbyte_cloud_asset_specs", "workspace"),
    asking("load_assets_from_airbyte_instance", "airbyte"),
    asking("load_assets_from_airbyte_project", "project_dir"),
    plain(PACKAGE, "AirbyteResource", ""),
    plain(PACKAGE, "AirbyteCloudResource", ""),
    plain(PACKAGE, "AirbyteWorkspace", ""),
    plain(PACKAGE, "AirbyteCloudWorkspace", ""),
    plain(PACKAGE, "airbyte_resource", ""),
    plain(PACKAGE, "airbyte_cloud_resource", ""),
];

impl<'a> Interpreter<'a> {
    /// `build_airbyte_assets(connection_id, destination_tables)`: the tables, and those that
    /// normalization makes of them.
    fn make_airbyte_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let tables = call.get("destination_tables").unwrap_or(Value::None);
        let mut keys = self.texts_of(&tables, call.place_of("destination_tables"));
        if let Some(more) = call.some("normalization_tables") {
            match self.settle(more) {
                Value::Dict(dict) if !dict.is_open() => {
                    for entry in dict.entries() {
                        let more = self.texts_of(&entry.value, call.place);
                        keys = keys.and_then(|keys| Ok([keys, more?].concat()));
                    }
                }
                value => keys = Err(self.reason_of(&value, call.place)),
            }
        }
        let keys = keys.map(|keys| keys.into_iter().map(|key| vec![key]).collect());
        let id = call.get("connection_id").unwrap_or(Value::None);
        let id = self.text_of(&id, call.place_of("connection_id"));
        let op = id.map(|id| format!("airbyte_sync_{}", id.replace('-', "_")));
        self.tables_as_assets(call, op, keys)
    }
}
