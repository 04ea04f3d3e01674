//! From the objects of a load to the model: what the location's repository receives
//! (`dagster._core.definitions.repository_definition`).
//!
//! Each of assets, checks, jobs, schedules and sensors is deduplicated by identity
//! within its own argument; jobs and assets that schedules and sensors target follow.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::dagster::{
    AutomationData, Contents, Data, JobData, Object, inner_nodes, unserializable,
};
use super::interpreter::{Interpreter, Raise};
use super::value::{Unknown, Value};
use crate::model::{
    Asset, AssetCheck, AssetKey, AssetKind, Automation, AutomationKind, CodeLocation, Guard, Input,
    Job, JobKind, Kind, LoadFault, LoadableKind, Node, NodeKind, ObjectId, Resource, SpecValue,
    Unknown as UnknownFact,
};
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
                self.unknowns.push(Rc::new(Unknown {
                    reason,
                    place: exception.place,
                    source: None,
                    library: false,
                }));
            }
        }
    }

    /// Hands the contents of what is loaded over to the model.
    pub(super) fn hold(&mut self, contents: &Contents<'a>, location: &mut CodeLocation) {
        for (kind, unknown) in &contents.open {
            open(location, &[*kind], unknown);
        }
        let assets = self.alternatives(
            &contents.assets,
            &[Kind::Assets, Kind::AssetChecks],
            location,
        );
        for (guard, object) in &assets {
            self.hold_asset(object, guard, location);
        }
        let checks = self.alternatives(
            &contents.asset_checks,
            &[Kind::Assets, Kind::AssetChecks],
            location,
        );
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
            let guard = match value {
                Value::Choice(choice)
                    if choice
                        .iter()
                        .any(|(_, value)| matches!(value, Value::Absent)) =>
                {
                    choice
                        .first()
                        .map(|(guard, _)| guard.clone())
                        .unwrap_or_default()
                }
                _ => Guard::default(),
            };
            if let Some(guard) = self.beyond_assumed(&guard)
                && !location.resources.iter().any(|known| known.key == **key)
            {
                location.resources.push(Resource {
                    key: key.to_string(),
                    place: *place,
                    guard,
                });
            }
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
                Value::Choice(choice) => super::choice::held(choice.as_ref(), &self.guard),
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

    fn hold_asset(&mut self, object: &Rc<Object<'a>>, guard: &Guard, location: &mut CodeLocation) {
        self.held.insert(object.place);
        let brought_by = object.brought_by.to_vec();
        let (specs, checks, kind, node, more) = match &object.data {
            Data::Assets(assets) => (
                assets.specs.clone(),
                assets.checks.clone(),
                assets.kind,
                assets.node.clone(),
                assets.open.clone(),
            ),
            Data::Spec(spec) => (vec![spec.clone()], Vec::new(), AssetKind::Spec, None, None),
            Data::Source(spec) => (
                vec![spec.clone()],
                Vec::new(),
                AssetKind::Source,
                None,
                None,
            ),
            _ => return,
        };
        if let Some(unknown) = &more {
            open(location, &[Kind::Assets, Kind::AssetChecks], unknown);
        }
        for spec in specs {
            let group = match &spec.group {
                None => Some("default".to_owned()),
                Some(group) => group.clone().ok(),
            };
            let value = self.spec_value(&spec, kind);
            let inputs = required_inputs(&spec);
            match spec.key {
                Ok(key) => location.assets.push(Asset {
                    key,
                    place: spec.place,
                    kind,
                    object: object.id,
                    node: node.as_ref().map(|node| node.id),
                    guard: guard.clone(),
                    group,
                    deps: spec.deps,
                    inputs,
                    spec: value,
                    brought_by: brought_by.clone(),
                }),
                Err(unknown) => open(location, &[Kind::Assets], &unknown),
            }
        }
        for check in checks {
            match (check.asset, check.name) {
                (Ok(asset), Ok(name)) => location.asset_checks.push(AssetCheck {
                    asset,
                    name,
                    place: check.place,
                    object: object.id,
                    guard: guard.clone(),
                    brought_by: brought_by.clone(),
                }),
                (Err(unknown), _) | (_, Err(unknown)) => {
                    open(location, &[Kind::AssetChecks], &unknown);
                }
            }
        }
        if let Some(node) = node
            && kind == AssetKind::Materializable
        {
            self.hold_node(&node, None, guard, location);
            for inner in inner_nodes(&node) {
                self.hold_node(&inner, None, guard, location);
            }
        }
    }

    /// What tells two specs of one key apart.
    fn spec_value(&mut self, spec: &super::dagster::Spec<'a>, kind: AssetKind) -> SpecValue {
        if kind != AssetKind::Spec {
            return SpecValue::Unknown;
        }
        let mut parts = Vec::new();
        for (name, value) in &spec.attributes {
            let part = match (&**name, value) {
                (_, value) if is_empty(value) => continue,
                ("deps", value) => self.same_deps(spec, value),
                ("kinds" | "tags", value) => self.same_tags(name, value),
                (name, value) => self
                    .digest(value)
                    .map(|text| vec![format!("{name}={text}")]),
            };
            match part {
                Some(part) => parts.extend(part),
                None => return SpecValue::Unknown,
            }
        }
        match &spec.group {
            Some(Ok(group)) if group != "default" => parts.push(format!("group={group}")),
            Some(Err(_)) => return SpecValue::Unknown,
            _ => {}
        }
        parts.sort();
        SpecValue::Known(parts.join(";"))
    }

    /// The dependencies as keys, however they are written.
    fn same_deps(
        &mut self,
        spec: &super::dagster::Spec<'a>,
        value: &Value<'a>,
    ) -> Option<Vec<String>> {
        let elements = self.elements(value, spec.place).ok()?;
        let known = elements.open.is_none() && elements.items.len() == spec.deps.len();
        known.then(|| {
            let mut keys: Vec<String> = spec.deps.iter().map(|key| format!("dep={key}")).collect();
            keys.dedup();
            keys
        })
    }

    /// Tags, and kinds as the tags that they are.
    fn same_tags(&mut self, name: &str, value: &Value<'a>) -> Option<Vec<String>> {
        if name == "tags" {
            let Value::Dict(tags) = value else {
                return None;
            };
            let text = |value: &Value<'a>| value.as_str().map(str::to_owned);
            return tags
                .entries()
                .iter()
                .map(|tag| Some(format!("tag={}={}", text(&tag.key)?, text(&tag.value)?)))
                .collect();
        }
        let elements = self.elements(value, self.here).ok()?;
        if elements.open.is_some() {
            return None;
        }
        let kind = |kind: &Value<'a>| Some(format!("tag=dagster/kind/{}=", kind.as_str()?));
        elements.items.iter().map(kind).collect()
    }

    fn hold_node(
        &mut self,
        node: &Rc<Object<'a>>,
        job: Option<&str>,
        guard: &Guard,
        location: &mut CodeLocation,
    ) {
        let Data::Node(data) = &node.data else { return };
        let Ok(name) = &data.name else { return };
        location.nodes.push(Node {
            name: name.clone(),
            kind: data.kind,
            place: node.place,
            object: node.id,
            job: job.map(str::to_owned),
            guard: guard.clone(),
        });
    }

    fn hold_job(
        &mut self,
        object: &Rc<Object<'a>>,
        guard: &Guard,
        by: Option<Place>,
        location: &mut CodeLocation,
    ) {
        let Data::Job(job) = &object.data else { return };
        self.held.insert(object.place);
        if location.jobs.iter().any(|known| known.object == object.id) {
            return;
        }
        let name = match &job.name {
            Ok(name) => name.clone(),
            Err(unknown) => return open(location, &[Kind::Jobs], unknown),
        };
        if guard.is_certain() {
            self.check_config(&name, job, object.place);
        }
        location.jobs.push(Job {
            name: name.clone(),
            place: object.place,
            kind: job.kind,
            object: object.id,
            guard: guard.clone(),
            brought_by: by.into_iter().collect(),
        });
        match &job.graph {
            Some(graph) => {
                let Data::Node(data) = &graph.data else {
                    return;
                };
                if let Ok(graph_name) = &data.name {
                    let kind = NodeKind::Job;
                    let (place, id) = (graph.place, graph.id);
                    location
                        .nodes
                        .push(node(graph_name, kind, place, id, &name, guard));
                }
                for inner in inner_nodes(graph) {
                    self.hold_node(&inner, Some(&name), guard, location);
                }
            }
            None if job.kind == JobKind::Asset => {
                location.nodes.push(node(
                    &name,
                    NodeKind::Job,
                    object.place,
                    object.id,
                    &name,
                    guard,
                ));
            }
            None => {}
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
        self.held.insert(object.place);
        match &automation.name {
            Ok(name) => location.automations.push(Automation {
                name: name.clone(),
                kind: if kind == Kind::Schedules {
                    AutomationKind::Schedule
                } else {
                    AutomationKind::Sensor
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
                value => open(
                    location,
                    &[Kind::Jobs],
                    &self.reason_of(&value, object.place),
                ),
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
            self.fault(LoadFault::Refused { place, message });
        }
    }

    /// Records a fault about a definition that is lost, unless the location turns out
    /// to hold it.
    pub(super) fn unless_reached(&mut self, object: &Rc<Object<'a>>, fault: LoadFault) {
        if self.is_certain() {
            let node = match &object.data {
                Data::Assets(assets) => assets.node.as_ref().map(|node| node.id),
                _ => None,
            };
            self.pending.push((object.id, node, fault));
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
            for (id, node, fault) in std::mem::take(&mut self.pending) {
                if !held(id, node) {
                    self.faults.push(fault);
                }
            }
        }
        location.reach = self.reach(location);
        location.faults = self.faults;
        location.imported = self.imported;
    }
}

/// Whether an attribute says nothing: Dagster takes `None` and empty containers for one.
fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::None => true,
        Value::List(list) => list.items.borrow().is_empty() && !list.is_open(),
        Value::Tuple(items) => items.is_empty(),
        Value::Dict(dict) | Value::Set(dict, _) => dict.len() == 0 && !dict.is_open(),
        _ => false,
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

fn node(
    name: &str,
    kind: NodeKind,
    place: Place,
    object: ObjectId,
    job: &str,
    guard: &Guard,
) -> Node {
    Node {
        name: name.to_owned(),
        kind,
        place,
        object,
        job: Some(job.to_owned()),
        guard: guard.clone(),
    }
}

/// Records why some kinds are not wholly known, once.
fn open(location: &mut CodeLocation, kinds: &[Kind], unknown: &Rc<Unknown>) {
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

/// The inputs that an asset cannot be without.
fn required_inputs(spec: &super::dagster::Spec<'_>) -> Vec<Input> {
    // A mapping may have given it other dependencies.
    let is_mapped = |(name, _): &(Rc<str>, Value<'_>)| matches!(&**name, "deps" | "mapped");
    if spec.attributes.iter().any(is_mapped) {
        return Vec::new();
    }
    let required = spec.inputs.iter().filter(|input| input.is_required);
    let inputs = required.map(|input| Input {
        key: input.key.clone(),
        place: input.place,
    });
    inputs.collect()
}

/// Makes dependencies of the parameters that are named after an asset of the location.
fn add_inputs(held: &[&Vec<(Guard, Rc<Object<'_>>)>], location: &mut CodeLocation) {
    let mut inputs: FxHashMap<ObjectId, Vec<AssetKey>> = FxHashMap::default();
    for (_, object) in held.iter().copied().flatten() {
        if let Data::Assets(assets) = &object.data {
            let own = assets.specs.iter().flat_map(|spec| &spec.inputs);
            let keys = own.map(|input| input.key.clone());
            inputs.insert(object.id, keys.collect());
        }
    }
    let known: FxHashSet<AssetKey> = location
        .assets
        .iter()
        .map(|asset| asset.key.clone())
        .collect();
    for asset in &mut location.assets {
        for input in inputs.get(&asset.object).into_iter().flatten() {
            let is_new = *input != asset.key && !asset.deps.contains(input);
            if is_new && known.contains(input) {
                asset.deps.push(input.clone());
            }
        }
    }
}
