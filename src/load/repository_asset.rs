//! The assets and checks that the repository of a code location receives, and the nodes that
//! compute them.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::repository::open;
use crate::dagster::inner_nodes;
use crate::model::{
    Asset, AssetCheck, AssetKey, AssetKind, CodeLocation, Group, Guard, Input, Kind, Node,
    NodeKind, ObjectId, SpecValue,
};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::object::{CheckSpec, Data, Object, Spec};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn hold_asset(
        &mut self,
        object: &Rc<Object<'a>>,
        guard: &Guard,
        location: &mut CodeLocation,
    ) {
        self.kept.held.insert(object.place);
        let (specs, checks, kind, node, more) = match &object.data {
            Data::Assets(assets) => (
                assets.specs.clone(),
                assets.checks.clone(),
                assets.kind,
                assets.node.clone(),
                assets.open.clone(),
            ),
            Data::Spec(spec) => (vec![spec.clone()], Vec::new(), AssetKind::Spec, None, None),
            Data::Source(spec) => {
                let specs = vec![spec.clone()];
                (specs, Vec::new(), AssetKind::Source, None, None)
            }
            _ => return,
        };
        if let Some(unknown) = &more {
            open(location, &[Kind::Assets, Kind::AssetChecks], unknown);
        }
        let node_id = node.as_ref().map(|node| node.id);
        for spec in specs {
            if kind == AssetKind::Observable && guard.is_certain() {
                self.note_observable(&spec);
            }
            self.hold_spec(object, (kind, node_id), spec, guard, location);
        }
        for check in checks {
            hold_check(object, check, guard, location);
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

    /// Holds one asset of an object, computed by a node if by any.
    fn hold_spec(
        &mut self,
        object: &Object<'a>,
        (kind, node): (AssetKind, Option<ObjectId>),
        spec: Spec<'a>,
        guard: &Guard,
        location: &mut CodeLocation,
    ) {
        let group = match &spec.group {
            None => Group::Named(Group::DEFAULT.to_owned()),
            Some(Ok(name)) => Group::Named(name.clone()),
            Some(Err(_)) => Group::Unknown,
        };
        let value = self.spec_value(&spec, kind);
        let inputs = required_inputs(&spec);
        match spec.key {
            Ok(key) => location.assets.push(Asset {
                key,
                place: spec.place,
                kind,
                object: object.id,
                node,
                guard: guard.clone(),
                group,
                deps: spec.deps,
                inputs,
                spec: value,
                brought_by: object.brought_by.to_vec(),
            }),
            Err(unknown) => open(location, &[Kind::Assets], &unknown),
        }
    }

    /// What tells two specs of one key apart.
    fn spec_value(&mut self, spec: &Spec<'a>, kind: AssetKind) -> SpecValue {
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
            Some(Ok(group)) if group != Group::DEFAULT => parts.push(format!("group={group}")),
            Some(Err(_)) => return SpecValue::Unknown,
            _ => {}
        }
        parts.sort();
        SpecValue::Known(parts.join(";"))
    }

    /// The dependencies as keys, however they are written.
    fn same_deps(&mut self, spec: &Spec<'a>, value: &Value<'a>) -> Option<Vec<String>> {
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

    pub(super) fn hold_node(
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

pub(super) fn node(
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

/// The inputs that an asset cannot be without.
fn required_inputs(spec: &Spec<'_>) -> Vec<Input> {
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
pub(super) fn add_inputs(held: &[&Vec<(Guard, Rc<Object<'_>>)>], location: &mut CodeLocation) {
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

fn hold_check(object: &Object<'_>, check: CheckSpec, guard: &Guard, location: &mut CodeLocation) {
    match (check.asset, check.name) {
        (Ok(asset), Ok(name)) => location.asset_checks.push(AssetCheck {
            asset,
            name,
            place: check.place,
            object: object.id,
            guard: guard.clone(),
            brought_by: object.brought_by.to_vec(),
        }),
        (Err(unknown), _) | (_, Err(unknown)) => {
            open(location, &[Kind::AssetChecks], &unknown);
        }
    }
}
