//! Arguments of which a call takes one only.

use crate::model::fault::Refused;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;

/// Callables, and parameters of which they take one. By experiment with 1.13.27.
const ONE_OF: [(&[&str], &[&str]); 8] = [
    (&["asset"], &["deps", "non_argument_deps"]),
    (&["asset"], &["kinds", "compute_kind"]),
    (&["asset"], &["io_manager_key", "io_manager_def"]),
    (
        &["asset", "AssetOut"],
        &["automation_condition", "auto_materialize_policy"],
    ),
    (&["op"], &["code_version", "version"]),
    (
        &["schedule", "ScheduleDefinition"],
        &["job", "job_name", "target"],
    ),
    (
        &["sensor", "SensorDefinition"],
        &["job", "jobs", "job_name", "asset_selection", "target"],
    ),
    (
        &["asset_sensor", "multi_asset_sensor"],
        &["job", "jobs", "job_name"],
    ),
];

impl<'a> Interpreter<'a> {
    /// Records arguments that Dagster does not take together.
    pub(super) fn check_together(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        for (callables, parameters) in ONE_OF {
            if !callables.contains(&call.api.name) {
                continue;
            }
            let mut given = parameters
                .iter()
                .filter(|name| call.argument(name).is_some_and(|it| is_given(&it.value)));
            let (Some(first), Some(second)) = (given.next(), given.next()) else {
                continue;
            };
            let callable = call.api.name;
            let message = format!("`{callable}` takes one of `{first}` and `{second}`, not both");
            let place = call.place_of(second);
            let fault = Refused {
                place,
                message: message.clone(),
            };
            self.tell("DagsterInvalidDefinitionError", message, place, fault)?;
        }
        Ok(())
    }
}

/// Whether something is certainly given that counts: what is empty may count for nothing.
fn is_given(value: &Value<'_>) -> bool {
    match value {
        Value::None | Value::Absent | Value::Unknown(_) | Value::Choice(_) => false,
        Value::Str(text) => !text.is_empty(),
        Value::List(list) => !list.items.borrow().is_empty(),
        Value::Tuple(items) => !items.is_empty(),
        Value::Dict(dict) | Value::Set(dict, _) => dict.len() > 0,
        _ => true,
    }
}
