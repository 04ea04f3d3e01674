//! `dagster_fivetran`: tables of connectors. Source: `dagster-fivetran` 0.29.27.

use super::{decorator, object, plain};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::api::Api;
use crate::python::value::arguments::Call;

const PACKAGE: &str = "dagster_fivetran";

const fn asking(name: &'static str, parameters: &'static str) -> Api {
    object(PACKAGE, name, parameters, |_, call| {
        Interpreter::asks(call, "Fivetran")
    })
}

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "build_fivetran_assets",
        "connector_id destination_tables poll_interval poll_timeout io_manager_key \
         asset_key_prefix metadata_by_table_name group_name",
        |cx, call| cx.make_fivetran_assets(call),
    ),
    decorator(
        PACKAGE,
        "fivetran_assets",
        "* connector_id workspace name",
        |_, call| Interpreter::asks(call, "Fivetran"),
    ),
    asking("build_fivetran_assets_definitions", "* workspace"),
    asking("load_fivetran_asset_specs", "workspace"),
    asking("load_assets_from_fivetran_instance", "fivetran"),
    plain(PACKAGE, "FivetranResource", ""),
    plain(PACKAGE, "FivetranWorkspace", ""),
    plain(PACKAGE, "fivetran_resource", ""),
];

impl<'a> Interpreter<'a> {
    /// `build_fivetran_assets(connector_id, destination_tables)`: the parts of a key are
    /// split at dots.
    fn make_fivetran_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let tables = call.get("destination_tables").unwrap_or(Value::None);
        let tables = self.texts_of(&tables, call.place_of("destination_tables"));
        let parts = |table: String| table.split('.').map(str::to_owned).collect();
        let keys = tables.map(|tables| tables.into_iter().map(parts).collect());
        let id = call.get("connector_id").unwrap_or(Value::None);
        let id = self.text_of(&id, call.place_of("connector_id"));
        let op = id.map(|id| format!("fivetran_sync_{id}"));
        self.tables_as_assets(call, op, keys)
    }
}
