//! Schedules and sensors (`dagster._core.definitions.decorators.{schedule,sensor}_decorator`).

use std::rc::Rc;

use super::key::is_empty;
use crate::model::{AutomationKind, JobKind};
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::object::{AutomationData, Data, Known};
use crate::python::value::{Unknown, Value};

/// The names of sensors that are made without one.
const DEFAULT_NAMES: &[(&str, &str)] = &[
    (
        "build_asset_reconciliation_sensor",
        "asset_reconciliation_sensor",
    ),
    (
        "build_sensor_for_freshness_checks",
        "freshness_checks_sensor",
    ),
    ("make_email_on_run_failure_sensor", "email_on_run_failure"),
];

/// The classes of sensors by what makes them; all else makes a `SensorDefinition`.
const CLASSES: &[(&str, &str)] = &[
    ("AssetSensorDefinition", "AssetSensorDefinition"),
    (
        "AutoMaterializeSensorDefinition",
        "AutomationConditionSensorDefinition",
    ),
    (
        "AutomationConditionSensorDefinition",
        "AutomationConditionSensorDefinition",
    ),
    ("MultiAssetSensorDefinition", "MultiAssetSensorDefinition"),
    ("RunStatusSensorDefinition", "RunStatusSensorDefinition"),
    ("asset_sensor", "AssetSensorDefinition"),
    ("freshness_policy_sensor", "FreshnessPolicySensorDefinition"),
    (
        "make_email_on_run_failure_sensor",
        "RunStatusSensorDefinition",
    ),
    ("multi_asset_sensor", "MultiAssetSensorDefinition"),
    ("run_failure_sensor", "RunStatusSensorDefinition"),
    ("run_status_sensor", "RunStatusSensorDefinition"),
];

impl<'a> Interpreter<'a> {
    /// `@schedule`
    pub(super) fn make_schedule(&mut self, call: &Call<'a>) -> Eval<'a> {
        let name = self.name_of(call);
        self.automation(call, AutomationKind::Schedule, name)
    }

    /// `@sensor` and its kin.
    pub(super) fn make_sensor(&mut self, call: &Call<'a>) -> Eval<'a> {
        let name = self.name_of(call);
        self.automation(call, AutomationKind::Sensor, name)
    }

    /// `ScheduleDefinition(...)` and `build_schedule_from_partitioned_job(...)`: `name`,
    /// else that of the job with `_schedule`.
    pub(super) fn make_schedule_definition(&mut self, call: &Call<'a>) -> Eval<'a> {
        let name = match call.some("name").filter(|name| !is_empty(name)) {
            Some(name) => self.text_of(&name, call.place_of("name")),
            None => self.job_name(call).map(|job| format!("{job}_schedule")),
        };
        self.automation(call, AutomationKind::Schedule, name)
    }

    /// `SensorDefinition(...)` and its kin: `name`, else that of the evaluation function,
    /// else what the function that makes it gives.
    pub(super) fn make_sensor_definition(&mut self, call: &Call<'a>) -> Eval<'a> {
        let mut names = DEFAULT_NAMES.iter();
        let default = names.find(|(api, _)| *api == call.api.name);
        let given = call.some("name").filter(|name| !is_empty(name));
        let name = match (given, call.some("evaluation_fn")) {
            (Some(name), _) => self.text_of(&name, call.place_of("name")),
            (None, _) if default.is_some() => {
                Ok(default.map_or_else(String::new, |(_, name)| (*name).to_owned()))
            }
            (None, Some(Value::Function(function))) => {
                self.text_of(&function.current_name(), call.place)
            }
            (None, _) => Err(Unknown::new(
                "the sensor is named after a function that is not known",
                call.place,
            )),
        };
        self.automation(call, AutomationKind::Sensor, name)
    }

    /// The name of the one job that a schedule targets.
    fn job_name(&mut self, call: &Call<'a>) -> Known<String> {
        if let Some(name) = call.some("job_name") {
            return self.text_of(&name, call.place_of("job_name"));
        }
        match call.some("job").or_else(|| call.some("target")) {
            Some(Value::Object(object)) => match &object.data {
                Data::Job(job) => job.name.clone(),
                Data::Node(node) => node.name.clone(),
                _ => Err(self.reason_of(&Value::Object(Rc::clone(&object)), call.place)),
            },
            Some(value) => Err(self.reason_of(&value, call.place)),
            None => Err(Unknown::new(
                "the schedule has neither a name nor a job",
                call.place,
            )),
        }
    }

    /// The class of what a call makes.
    fn automation_class(&self, call: &Call<'a>, kind: AutomationKind) -> &'static str {
        if kind == AutomationKind::Schedule {
            // The partitions of an asset job are only looked up when it is resolved.
            let unresolved = matches!(call.some("job"), Some(Value::Object(job))
                if matches!(&job.data, Data::Job(job) if job.kind == JobKind::Asset
                    && !job.arguments.iter().any(|(name, _)| &**name == "partitions_def")));
            let partitioned = call.api.name == "build_schedule_from_partitioned_job";
            return if partitioned && unresolved {
                "UnresolvedPartitionedAssetScheduleDefinition"
            } else {
                "ScheduleDefinition"
            };
        }
        let known = CLASSES.iter().find(|(api, _)| *api == call.api.name);
        known.map_or("SensorDefinition", |(_, class)| *class)
    }

    fn automation(
        &mut self,
        call: &Call<'a>,
        kind: AutomationKind,
        name: Known<String>,
    ) -> Eval<'a> {
        // A name that Dagster makes itself is not looked at.
        if call.argument("name").is_some() || call.decorated.is_some() {
            let what = match kind {
                AutomationKind::Schedule => "a schedule",
                AutomationKind::Sensor => "a sensor",
            };
            self.check_name(what, &name, call)?;
        }
        let mut targets = Vec::new();
        for parameter in ["job", "jobs", "target", "request_job", "request_jobs"] {
            if call.argument(parameter).is_none() {
                continue;
            }
            match call.some(parameter).map(|value| self.settle(value)) {
                Some(value @ (Value::List(_) | Value::Tuple(_) | Value::Set(..))) => {
                    let Elements { items, open } = self.elements(&value, call.place)?;
                    targets.extend(items);
                    targets.extend(open.map(Value::Unknown));
                }
                Some(value) => targets.push(value),
                None => {}
            }
        }
        Ok(self.object(
            Data::Automation(AutomationData {
                name,
                kind,
                class: self.automation_class(call, kind),
                arguments: call.given(),
                targets,
                starts_itself: is_running(call.some("default_status").as_ref()),
            }),
            call.made_at(),
        ))
    }
}

/// Whether a default status is `RUNNING`.
pub(crate) fn is_running(status: Option<&Value<'_>>) -> bool {
    match status {
        Some(Value::External(path)) => path.ends_with(".RUNNING"),
        Some(Value::Object(object)) => match &object.data {
            Data::Plain { arguments, .. } => arguments
                .iter()
                .any(|(_, value)| value.as_str() == Some("RUNNING")),
            _ => false,
        },
        _ => false,
    }
}
