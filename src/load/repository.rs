//! From the objects of a load to the model: what the location's repository receives
//! (`dagster._core.definitions.repository_definition`).
//!
//! Each of assets, checks, jobs, schedules and sensors is deduplicated by identity
//! within its own argument; jobs and assets that schedules and sensors target follow.

use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::repository_asset::{add_inputs, node};
use crate::dagster::{inner_nodes, unserializable};
use crate::model::{
    AssetKey, Automation, AutomationKind, CodeLocation, Guard, Job, JobKind, Kind, LoadableKind,
    NodeKind, ObjectId, Resource, Unknown as UnknownFact, fault,
};
use crate::python::interpreter::{Interpreter, Raise};
use crate::python::value::choice::held;
use crate::python::value::object::{AutomationData, Contents, Data, JobData, Object};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// An exception or the end of the budget on the way to the top.
    pub(super) fn end(&mut self, raise: Raise<'a>) {
        match raise {
            Raise::Exhausted(unknown) => self.unknowns.push(unknown),
            Raise::Exception(exception) => {
                if let Some(fault) = &exception.fault {
                    self.fault(fault.clone());
                }
                let reason = format!(
                    "evaluating this ends with {}: {}",
                    exception.class, exception.message
                );
                self.unknowns.push(Unknown::new(reason, exception.place));
            }
        }
    }

    /// Hands the contents of what is loaded over to the model.
    pub(super) fn hold(&mut self, contents: &Contents<'a>, location: &mut CodeLocation) {
        for (kind, unknown) in &contents.open {
            open(location, &[*kind], unknown);
        }
        let kinds = [Kind::Assets, Kind::AssetChecks];
        let assets = self.alternatives(&contents.assets, &kinds, location);
        for (guard, object) in &assets {
            self.hold_asset(object, guard, location);
        }
        let checks = self.alternatives(&contents.asset_checks, &kinds, location);
        for (guard, object) in &checks {
            // An asset given here is loaded as an asset, unless the list of assets has it.
            let listed = assets.iter().any(|(_, known)| known.id == object.id);
            let is_asset = matches!(&object.data, Data::Assets(assets) if !assets.is_checks_only());
            match contents.asset_checks_at {
                _ if listed && is_asset => {}
                // Identity is looked at in each argument alone: this is a second check.
                Some(at) if listed => self.hold_asset(&object.brought(at), guard, location),
                _ => self.hold_asset(object, guard, location),
            }
        }
        add_inputs(&[&assets, &checks], location);
        let jobs = self.alternatives(&contents.jobs, &[Kind::Jobs], location);
        for (guard, object) in &jobs {
            self.hold_job(object, guard, None, location);
        }
        let kinds = [
            (&contents.schedules, Kind::Schedules),
            (&contents.sensors, Kind::Sensors),
        ];
        for (items, kind) in kinds {
            for (guard, object) in self.alternatives(items, &[kind, Kind::Jobs], location) {
                if let Data::Automation(automation) = &object.data {
                    self.hold_automation(&object, automation, &guard, kind, location);
                }
            }
        }
        for (key, value, place) in &contents.resources {
            self.hold_resource(key, value, *place, location);
        }
    }

    fn hold_resource(
        &mut self,
        key: &str,
        value: &Value<'a>,
        place: Place,
        location: &mut CodeLocation,
    ) {
        let is_absent = |value: &Value<'a>| matches!(value, Value::Absent);
        let guard = match value {
            Value::Choice(choice) if choice.iter().any(|(_, value)| is_absent(value)) => {
                choice.first().map(|(guard, _)| guard.clone())
            }
            _ => None,
        };
        let guard = guard.unwrap_or_default();
        if guard.is_certain() {
            self.note_resource_key(key, place, location);
        }
        if let Some(guard) = self.beyond_assumed(&guard)
            && !location.resources.iter().any(|known| known.key == *key)
        {
            location.resources.push(Resource {
                key: key.to_owned(),
                place,
                guard,
            });
        }
    }

    /// The objects of a list, each with its condition and once. What is no object
    /// leaves kinds open.
    fn alternatives(
        &mut self,
        items: &[Value<'a>],
        opens: &[Kind],
        location: &mut CodeLocation,
    ) -> Vec<(Guard, Rc<Object<'a>>)> {
        let mut found: Vec<(Guard, Rc<Object<'a>>)> = Vec::new();
        let mut known = FxHashSet::default();
        for item in items {
            let all = match self.settle(item.clone()) {
                Value::Choice(choice) => held(choice.as_ref(), &self.guard),
                value => vec![(Guard::default(), value)],
            };
            for (guard, value) in all {
                let Some(guard) = self.beyond_assumed(&guard.and(&self.guard)) else {
                    continue;
                };
                match value {
                    Value::Object(object) if !matches!(object.data, Data::Plain { .. }) => {
                        if known.insert(object.id) {
                            found.push((guard, object));
                        }
                    }
                    Value::Absent => {}
                    value => {
                        let reason = self.reason_of(&value, self.here);
                        open(location, opens, &reason);
                    }
                }
            }
        }
        found
    }

    fn hold_job(
        &mut self,
        object: &Rc<Object<'a>>,
        guard: &Guard,
        by: Option<Place>,
        location: &mut CodeLocation,
    ) {
        let Data::Job(job) = &object.data else { return };
        self.kept.held.insert(object.place);
        if location.jobs.iter().any(|known| known.object == object.id) {
            return;
        }
        let name = match &job.name {
            Ok(name) => name.clone(),
            Err(unknown) => return open(location, &[Kind::Jobs], unknown),
        };
        if guard.is_certain() {
            self.check_config(&name, job, object.place);
            self.note_asset_job_name(&name, job, object.place);
        }
        location.jobs.push(Job {
            name: name.clone(),
            place: object.place,
            kind: job.kind,
            object: object.id,
            guard: guard.clone(),
            brought_by: by.into_iter().collect(),
        });
        self.hold_nodes(object, job, &name, guard, location);
    }

    /// The op or graph behind a job, and those within it.
    fn hold_nodes(
        &mut self,
        object: &Object<'a>,
        job: &JobData<'a>,
        name: &str,
        guard: &Guard,
        location: &mut CodeLocation,
    ) {
        let kind = NodeKind::Job;
        let Some(graph) = &job.graph else {
            if job.kind == JobKind::Asset {
                let (place, id) = (object.place, object.id);
                let node = node(name, kind, place, id, name, guard);
                location.nodes.push(node);
            }
            return;
        };
        let Data::Node(data) = &graph.data else {
            return;
        };
        if let Ok(graph_name) = &data.name {
            let node = node(graph_name, kind, graph.place, graph.id, name, guard);
            location.nodes.push(node);
        }
        for inner in inner_nodes(graph) {
            self.hold_node(&inner, Some(name), guard, location);
        }
    }

    fn hold_automation(
        &mut self,
        object: &Rc<Object<'a>>,
        automation: &AutomationData<'a>,
        guard: &Guard,
        kind: Kind,
        location: &mut CodeLocation,
    ) {
        self.kept.held.insert(object.place);
        match &automation.name {
            Ok(name) => location.automations.push(Automation {
                name: name.clone(),
                kind: match kind {
                    Kind::Schedules => AutomationKind::Schedule,
                    _ => AutomationKind::Sensor,
                },
                place: object.place,
                object: object.id,
                guard: guard.clone(),
            }),
            Err(unknown) => open(location, &[kind], unknown),
        }
        for target in &automation.targets {
            match self.settle(target.clone()) {
                Value::Object(target) => match &target.data {
                    Data::Job(job) if lists_its_like(job, location) => {}
                    Data::Job(_) => self.hold_job(&target, guard, Some(object.place), location),
                    Data::Node(_) => {
                        let job = self.graph_as_job(&target);
                        if let Value::Object(job) = job
                            && !location.jobs.iter().any(|known| known.place == job.place)
                        {
                            self.hold_job(&job, guard, Some(object.place), location);
                        }
                    }
                    Data::Assets(_) if !holds_computation(&target, location) => {
                        self.hold_asset(&target, guard, location);
                    }
                    _ => {}
                },
                // Selections by text bring nothing in.
                Value::Str(_) | Value::None | Value::Absent => {}
                value => {
                    let reason = self.reason_of(&value, object.place);
                    open(location, &[Kind::Jobs], &reason);
                }
            }
        }
    }

    /// The configuration of a job is part of the snapshot of the code location.
    fn check_config(&mut self, name: &str, job: &JobData<'a>, place: Place) {
        let mut arguments = job.arguments.iter();
        let config = arguments.find(|(name, _)| &**name == "config");
        let Some((_, config @ Value::Dict(_))) = config else {
            return;
        };
        if let Some(part) = unserializable(config) {
            let message = format!(
                "the configuration of job `{name}` holds {part}, which cannot be serialized"
            );
            self.fault(fault::Refused { place, message });
        }
    }

    /// Closes the load: what is certain, what is not known, what was imported.
    pub(super) fn finish(mut self, location: &mut CodeLocation) {
        for unknown in std::mem::take(&mut self.unknowns) {
            open(location, &Kind::ALL, &unknown);
        }
        let held = |id: ObjectId, node: Option<ObjectId>| {
            location.assets.iter().any(|asset| asset.object == id)
                || location.asset_checks.iter().any(|check| check.object == id)
                || location.jobs.iter().any(|job| job.object == id)
                || location
                    .automations
                    .iter()
                    .any(|automation| automation.object == id)
                || node.is_some_and(|node| location.nodes.iter().any(|known| known.object == node))
        };
        if location.is_complete() {
            for (id, node, fault) in std::mem::take(&mut self.kept.pending) {
                if !held(id, node) {
                    self.faults.push(fault);
                }
            }
        }
        location.reach = self.reach(location);
        location.faults = self.faults;
        location.defs_files = std::mem::take(&mut self.kept.defs_files);
        location.imported = self.imported;
        location.imports = self.imports;
    }
}

/// Whether a repository lists a job like the targeted one: what is compared is the graph,
/// or the selection of assets, which is taken for the same here
/// (`_process_and_validate_target_job`). `Definitions` compares the jobs themselves.
fn lists_its_like(job: &JobData<'_>, location: &CodeLocation) -> bool {
    let (Ok(name), Some(LoadableKind::Repository)) = (&job.name, location.loaded_from) else {
        return false;
    };
    if let Some(graph) = &job.graph {
        return location.nodes.iter().any(|node| {
            node.kind == NodeKind::Job && node.object == graph.id && node.job.as_ref() == Some(name)
        });
    }
    let mut jobs = location.jobs.iter();
    job.kind == JobKind::Asset && jobs.any(|known| known.kind == job.kind && known.name == *name)
}

/// Whether the location has the targeted asset, or a copy of it: what is compared is the
/// op that computes it (`_process_and_validate_target_assets`).
fn holds_computation(target: &Object<'_>, location: &CodeLocation) -> bool {
    let Data::Assets(assets) = &target.data else {
        return false;
    };
    let node = assets.node.as_ref().map(|node| node.id);
    let known = |key: &AssetKey| {
        location
            .assets
            .iter()
            .any(|asset| asset.key == *key && asset.node == node)
    };
    assets
        .specs
        .iter()
        .filter_map(|spec| spec.key.as_ref().ok())
        .all(known)
}

/// Records why some kinds are not wholly known, once.
pub(super) fn open(location: &mut CodeLocation, kinds: &[Kind], unknown: &Rc<Unknown>) {
    let known = location
        .unknowns
        .iter_mut()
        .find(|known| known.place == unknown.place && known.reason == unknown.reason);
    match known {
        Some(known) => {
            for kind in kinds {
                if !known.opens.contains(kind) {
                    known.opens.push(*kind);
                }
            }
        }
        None => location.unknowns.push(UnknownFact {
            place: unknown.place,
            reason: unknown.reason.clone(),
            opens: kinds.to_vec(),
        }),
    }
}
