//! `dagster_airlift`: DAGs of Airflow. Source: `dagster-airlift` 0.29.27.

use super::{object, plain};
use crate::dagster::find;
use crate::model::Kind;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::api::Api;
use crate::python::value::arguments::Call;
use crate::python::value::container::List;
use crate::python::value::function::Arguments;
use crate::python::value::object::Data;
use crate::python::value::{Unknown, Value};

const PACKAGE: &str = "dagster_airlift";

const fn asking(name: &'static str, parameters: &'static str) -> Api {
    object(PACKAGE, name, parameters, |_, call| {
        Interpreter::asks(call, "Airflow")
    })
}

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "build_defs_from_airflow_instance",
        "* airflow_instance defs",
        |cx, call| cx.make_airflow_defs(call),
    ),
    object(
        PACKAGE,
        "assets_with_dag_mappings",
        "dag_mappings",
        |cx, call| cx.make_mapped_assets(call, "dag_mappings"),
    ),
    object(
        PACKAGE,
        "assets_with_task_mappings",
        "dag_id task_mappings",
        |cx, call| cx.make_mapped_assets(call, "task_mappings"),
    ),
    object(PACKAGE, "dag_defs", "dag_id", |cx, call| {
        cx.make_dag_defs(call)
    }),
    object(PACKAGE, "task_defs", "task_id defs", |_, call| {
        Ok(call.get("defs").unwrap_or(Value::None))
    }),
    asking("build_airflow_mapped_defs", "* airflow_instance"),
    asking("load_airflow_dag_asset_specs", "airflow_instance"),
    plain(PACKAGE, "AirflowInstance", "auth_backend name"),
    plain(
        PACKAGE,
        "AirflowBasicAuthBackend",
        "webserver_url username password",
    ),
    plain(PACKAGE, "AirflowMwaaSessionAuthBackend", ""),
];

impl<'a> Interpreter<'a> {
    /// What is given, and the DAGs that Airflow has.
    fn make_airflow_defs(&mut self, call: &Call<'a>) -> Eval<'a> {
        let reason = "`build_defs_from_airflow_instance(...)` asks Airflow which DAGs it has";
        let unknown = Unknown::new(reason, call.place);
        let Some(Value::Object(given)) = call.some("defs").map(|defs| self.settle(defs)) else {
            return Ok(Value::Unknown(unknown));
        };
        let Data::Definitions(contents) = &given.data else {
            return Ok(Value::Unknown(unknown));
        };
        let mut contents = contents.clone();
        contents.open(&[Kind::Assets, Kind::Jobs, Kind::Sensors], &unknown);
        Ok(self.object(Data::Definitions(contents), call.place))
    }

    /// The assets in the values of a mapping.
    fn make_mapped_assets(&mut self, call: &Call<'a>, parameter: &str) -> Eval<'a> {
        let mappings = call.get(parameter).map(|value| self.settle(value));
        let dict = match mappings {
            Some(Value::Dict(dict)) => dict,
            Some(value) => return Ok(self.derived(&value, call.api.name, call.place)),
            None => return Ok(Value::unknown("nothing is mapped", call.place)),
        };
        let mut items = Vec::new();
        let mut open = dict.open.borrow().clone();
        for entry in dict.entries() {
            let elements = self.elements(&entry.value, call.place)?;
            items.extend(elements.items);
            open = open.or(elements.open);
        }
        let list = List::new(items);
        if let Some(unknown) = &open {
            list.open(unknown);
        }
        Ok(Value::List(list.into()))
    }

    /// `dag_defs(dag_id, *defs)`: the definitions merged.
    fn make_dag_defs(&mut self, call: &Call<'a>) -> Eval<'a> {
        let Some(merge) = find("Definitions.merge") else {
            return Ok(Value::unknown("the definitions are not merged", call.place));
        };
        let mut arguments = Arguments::none(call.place);
        arguments.positional.clone_from(&call.rest);
        self.call_api(merge, arguments)
    }
}
