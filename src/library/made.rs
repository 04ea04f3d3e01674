//! What several libraries make: assets from specs, a job with its schedule, a sensor; and
//! what to say of what only a service knows.

use std::rc::Rc;

use crate::dagster::is_running;
use crate::model::{AssetKey, AssetKind, AutomationKind, JobKind, NodeKind};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::object::{Assets, AutomationData, CheckSpec, Data, JobData, Known, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// The assets of a decorator that makes them of something else than its arguments.
    pub(super) fn library_assets(
        &mut self,
        call: &Call<'a>,
        specs: Vec<Spec<'a>>,
        checks: Vec<CheckSpec>,
        open: Option<Rc<Unknown>>,
    ) -> Eval<'a> {
        let place = call.made_at();
        let name = self.name_of(call);
        let node = self.node(name, NodeKind::Asset, call, place)?;
        let assets = Assets {
            specs,
            checks,
            node: Some(node),
            kind: AssetKind::Materializable,
            open,
        };
        Ok(self.object(Data::Assets(assets), place))
    }

    /// A job of assets, and the schedule that runs it; named after it unless told.
    pub(super) fn scheduled_job(
        &mut self,
        job: Known<String>,
        schedule: Option<Known<String>>,
        call: &Call<'a>,
    ) -> Value<'a> {
        let place = call.place;
        let name = schedule.unwrap_or_else(|| job.clone().map(|job| format!("{job}_schedule")));
        let data = JobData {
            name: job,
            kind: JobKind::Asset,
            graph: None,
            arguments: call.given(),
        };
        let job = self.object(Data::Job(data), place);
        let data = AutomationData {
            name,
            kind: AutomationKind::Schedule,
            class: "ScheduleDefinition",
            arguments: call.given(),
            targets: vec![job],
            starts_itself: is_running(call.some("default_status").as_ref()),
        };
        self.object(Data::Automation(data), place)
    }

    /// A sensor that a function of a library makes: `name`, or that of its own function.
    pub(super) fn library_sensor(&mut self, call: &Call<'a>, default: &str) -> Eval<'a> {
        let name = match call.some("name") {
            Some(name) => self.text_of(&name, call.place_of("name")),
            None => Ok(default.to_owned()),
        };
        let data = AutomationData {
            name,
            kind: AutomationKind::Sensor,
            class: "RunStatusSensorDefinition",
            arguments: call.given(),
            targets: Vec::new(),
            starts_itself: is_running(call.some("default_status").as_ref()),
        };
        Ok(self.object(Data::Automation(data), call.place))
    }

    /// One `AssetsDefinition` in a list, of keys below a prefix.
    pub(super) fn tables_as_assets(
        &mut self,
        call: &Call<'a>,
        op: Known<String>,
        keys: Known<Vec<Vec<String>>>,
    ) -> Eval<'a> {
        let place = call.place;
        let prefix = call.some("asset_key_prefix");
        let prefix = self.prefix_of(prefix.as_ref(), place);
        let group = call
            .some("group_name")
            .map(|group| self.text_of(&group, call.place_of("group_name")));
        let (specs, open) = match (keys, prefix) {
            (Ok(keys), Ok(prefix)) => {
                let specs = keys.into_iter().map(|key| Spec {
                    key: Ok(AssetKey::new(key).with_prefix(&prefix)),
                    group: group.clone(),
                    deps: Vec::new(),
                    inputs: Vec::new(),
                    attributes: Vec::new(),
                    place,
                });
                (specs.collect(), None)
            }
            (Err(unknown), _) | (_, Err(unknown)) => (Vec::new(), Some(unknown)),
        };
        let node = self.node(op, NodeKind::Asset, call, place)?;
        let assets = Assets {
            specs,
            checks: Vec::new(),
            node: Some(node),
            kind: AssetKind::Materializable,
            open,
        };
        let assets = self.object(Data::Assets(assets), place);
        Ok(Value::list(vec![assets]))
    }

    /// The texts of a list that is wholly known.
    pub(super) fn texts_of(&mut self, value: &Value<'a>, place: Place) -> Known<Vec<String>> {
        let elements = self.elements_if_any(value, place);
        if let Some(unknown) = elements.open {
            return Err(unknown);
        }
        let items = elements.items.iter();
        items.map(|item| self.text_of(item, place)).collect()
    }

    /// What only a service knows.
    pub(super) fn asks(call: &Call<'a>, service: &str) -> Eval<'a> {
        let name = call.api.name;
        let reason = format!("`{name}(...)` asks {service} what there is");
        Ok(Value::unknown(reason, call.made_at()))
    }
}
