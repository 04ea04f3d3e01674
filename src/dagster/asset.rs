//! What makes assets: `dagster._core.definitions.decorators.asset_decorator`,
//! `asset_spec`, `source_asset`, `assets_definition`.

use std::rc::Rc;

use crate::model::{AssetKey, AssetKind, NodeKind};
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::arguments::Call;
use crate::python::value::object::{Assets, Data, Known, NodeData, Object, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `@asset`, and with another kind `@observable_source_asset`.
    pub(super) fn make_asset(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.single_asset(call, AssetKind::Materializable, NodeKind::Asset)
    }

    pub(super) fn make_observable(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.single_asset(call, AssetKind::Observable, NodeKind::Asset)
    }

    /// `@graph_asset`: the body is a composition and runs now.
    pub(super) fn make_graph_asset(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.single_asset(call, AssetKind::Materializable, NodeKind::Graph)
    }

    pub(crate) fn single_asset(
        &mut self,
        call: &Call<'a>,
        kind: AssetKind,
        node_kind: NodeKind,
    ) -> Eval<'a> {
        let place = call.made_at();
        let key = self.single_key(call)?;
        let op = key
            .as_ref()
            .map(AssetKey::to_python_identifier)
            .map_err(Rc::clone);
        if kind != AssetKind::Observable {
            self.check_asset_key(&key, call.naming_place())?;
        }
        let checks = self.check_specs(call);
        if node_kind == NodeKind::Asset {
            self.check_outputs_of_checks(&checks.0, call.place_of("check_specs"))?;
        }
        if kind != AssetKind::Observable {
            self.check_inputs("an input of an asset", call)?;
        }
        let spec = self.spec(call, key, place);
        if call.argument("ins").is_none() {
            self.check_deps(&spec.deps, call.place_of("deps"))?;
        }
        let node = self.node(op, node_kind, call, place)?;
        let assets = Assets {
            specs: vec![spec],
            checks: checks.0,
            node: Some(node),
            kind,
            open: checks.1,
        };
        Ok(self.object(Data::Assets(assets), place))
    }

    /// `key`, else `key_prefix` and `name` or the name of the function.
    pub(super) fn single_key(&mut self, call: &Call<'a>) -> Eval<'a, Known<AssetKey>> {
        if let Some(key) = call.some("key").filter(|key| !is_nothing(key)) {
            let certain = call.argument("key").is_some() && !key.is_unknown();
            let mut others = ["name", "key_prefix"].into_iter();
            if certain && others.any(|name| self.is_given(call, name)) {
                let message =
                    "cannot specify a name or key prefix for an asset when the key is given";
                return self.refuse(message, call.place_of("key"));
            }
            if call.argument("key").is_some() {
                return Ok(self.key_of_value(&key, call.place_of("key")));
            }
            return Ok(Err(self.reason_of(&key, call.place)));
        }
        let prefix = call.some("key_prefix");
        let prefix = self.prefix_of(prefix.as_ref(), call.place_of("key_prefix"));
        let name = self.name_of(call);
        Ok(match (prefix, name) {
            (Ok(mut parts), Ok(name)) => {
                parts.push(name);
                Ok(AssetKey::new(parts))
            }
            (Err(unknown), _) | (_, Err(unknown)) => Err(unknown),
        })
    }

    /// Whether an argument is certainly given, and not as nothing: factories hand on what
    /// may be absent.
    pub(super) fn is_given(&mut self, call: &Call<'a>, name: &str) -> bool {
        let argument = call.argument(name).map(|argument| argument.value.clone());
        argument.is_some_and(|value| matches!(self.truth(&value), Ok(Truth::True)))
    }

    /// The op or graph behind an asset; the body of a graph is a composition.
    pub(crate) fn node(
        &mut self,
        name: Known<String>,
        kind: NodeKind,
        call: &Call<'a>,
        place: Place,
    ) -> Eval<'a, Rc<Object<'a>>> {
        let function = call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone());
        let children = match (&function, kind) {
            (Some(function), NodeKind::Graph) => self.compose(function, place, &name)?,
            _ => Vec::new(),
        };
        let data = Data::Node(NodeData {
            name,
            kind,
            outputs: None,
            children,
        });
        let id = self.new_object();
        Ok(Rc::new(Object {
            id,
            place,
            brought_by: Rc::from([]),
            data,
        }))
    }

    /// The attributes of one asset from the arguments of what makes it.
    pub(super) fn spec(&mut self, call: &Call<'a>, key: Known<AssetKey>, place: Place) -> Spec<'a> {
        let group = call
            .some("group_name")
            .map(|group| self.text_of(&group, call.place_of("group_name")));
        let mut deps = self.known_keys(call.some("deps"), call.place);
        let inputs = self.inputs(call, &mut deps);
        let left_out = ["key", "path", "name", "key_prefix", "group_name", "deps"];
        let attributes = call
            .given()
            .into_iter()
            .filter(|(name, _)| !left_out.contains(&&**name));
        Spec {
            key,
            group,
            deps,
            inputs,
            attributes: attributes.collect(),
            place,
        }
    }

    /// `@multi_asset`, `@graph_multi_asset`
    pub(super) fn make_multi_asset(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.several_assets(call, AssetKind::Materializable, NodeKind::Asset)
    }

    pub(super) fn make_graph_multi_asset(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.several_assets(call, AssetKind::Materializable, NodeKind::Graph)
    }

    pub(super) fn make_multi_observable(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.several_assets(call, AssetKind::Spec, NodeKind::Asset)
    }

    pub(super) fn several_assets(
        &mut self,
        call: &Call<'a>,
        kind: AssetKind,
        node_kind: NodeKind,
    ) -> Eval<'a> {
        let place = call.made_at();
        let name = self.name_of(call);
        let (mut specs, mut open) = self.specs_of(call, place);
        let group = call
            .some("group_name")
            .map(|group| self.text_of(&group, call.place));
        for spec in &mut specs {
            spec.group = spec.group.take().or_else(|| group.clone());
        }
        self.check_name("a multi-asset", &name, call)?;
        let has_outputs = kind == AssetKind::Materializable && node_kind == NodeKind::Asset;
        if has_outputs {
            self.check_keys("an output of a multi-asset", call, "outs")?;
        }
        if has_outputs && call.argument("specs").is_some() {
            self.check_specs_of(&specs, call.place_of("specs"))?;
        }
        // With `specs=` each asset says itself what it depends on.
        if call.some("specs").is_none() && call.some("internal_asset_deps").is_none() {
            self.check_inputs("an input of a multi-asset", call)?;
            let mut deps = Vec::new();
            let inputs = self.inputs(call, &mut deps);
            for spec in &mut specs {
                spec.deps.extend(deps.iter().cloned());
                spec.inputs.clone_from(&inputs);
            }
        }
        let checks = self.check_specs(call);
        if node_kind == NodeKind::Asset {
            self.check_outputs_of_checks(&checks.0, call.place_of("check_specs"))?;
        }
        open = open.or(checks.1);
        let node = self.node(name, node_kind, call, place)?;
        let assets = Assets {
            specs,
            checks: checks.0,
            node: Some(node),
            kind,
            open,
        };
        Ok(self.object(Data::Assets(assets), place))
    }

    /// The assets of `specs=` or `outs=`, and why there may be more.
    pub(super) fn specs_of(
        &mut self,
        call: &Call<'a>,
        place: Place,
    ) -> (Vec<Spec<'a>>, Option<Rc<Unknown>>) {
        let mut specs = Vec::new();
        let mut open = None;
        if let Some(value) = call.some("specs") {
            let elements = self.elements_if_any(&value, call.place);
            open = elements.open;
            for item in elements.items {
                self.add_spec(&item, place, &mut specs, &mut open);
            }
        }
        match call.some("outs").map(|outs| self.settle(outs)) {
            Some(Value::Dict(outs)) => {
                open = open.or(outs.open.borrow().clone());
                for entry in outs.entries() {
                    let value = self.settle(entry.value);
                    let spec = self.out_spec(&entry.key, &value, place);
                    specs.push(spec);
                }
            }
            Some(value) => open = open.or(Some(self.reason_of(&value, call.place))),
            None => {}
        }
        (specs, open)
    }

    /// The elements of an iterable; open where iterating raises.
    pub(crate) fn elements_if_any(&mut self, value: &Value<'a>, place: Place) -> Elements<'a> {
        self.elements(value, place).unwrap_or_else(|_| Elements {
            items: Vec::new(),
            open: Some(Unknown::new("iterating over it raises", place)),
        })
    }

    /// `AssetsDefinition(specs=[...])` is external; all else comes from `from_graph` and `from_op`.
    pub(super) fn make_assets_definition(&mut self, call: &Call<'a>) -> Eval<'a> {
        if call.argument("specs").is_none() {
            return Ok(Value::unknown(
                "`AssetsDefinition(...)` is built by hand",
                call.place,
            ));
        }
        let (specs, open) = self.specs_of(call, call.place);
        Ok(self.external_assets(specs, open, call.place))
    }

    /// `AssetsDefinition.from_graph` and `from_op`.
    pub(super) fn make_from_node(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let reason = "the op or graph behind the asset is not known";
        let Some(Value::Object(node)) = call.get("graph_def").or_else(|| call.get("op_def")) else {
            return Ok(Value::unknown(reason, place));
        };
        let Data::Node(data) = &node.data else {
            return Ok(Value::unknown(reason, place));
        };
        let prefix = call.some("key_prefix");
        let prefix = self.prefix_of(prefix.as_ref(), place);
        let (keys, open) = self.keys_of_outputs(call, data);
        let group = call
            .some("group_name")
            .map(|group| self.text_of(&group, place));
        let specs = keys.into_iter().map(|key| {
            let key = match (key, &prefix) {
                (Ok(key), Ok(prefix)) => Ok(key.with_prefix(prefix)),
                (Err(unknown), _) => Err(unknown),
                (_, Err(unknown)) => Err(Rc::clone(unknown)),
            };
            Spec {
                key,
                group: group.clone(),
                deps: Vec::new(),
                inputs: Vec::new(),
                attributes: Vec::new(),
                place,
            }
        });
        let assets = Assets {
            specs: specs.collect(),
            checks: Vec::new(),
            node: Some(Rc::clone(&node)),
            kind: AssetKind::Materializable,
            open,
        };
        Ok(self.object(Data::Assets(assets), place))
    }

    /// The keys of what a node puts out, and why there may be more.
    fn keys_of_outputs(
        &mut self,
        call: &Call<'a>,
        node: &NodeData<'a>,
    ) -> (Vec<Known<AssetKey>>, Option<Rc<Unknown>>) {
        let place = call.place;
        let mut keys = Vec::new();
        let mut open = None;
        let by_output = call.some("keys_by_output_name");
        match by_output.map(|keys| self.settle(keys)) {
            Some(Value::Dict(by_output)) => {
                open.clone_from(&by_output.open.borrow());
                for entry in by_output.entries() {
                    keys.push(self.key_of_value(&entry.value, place));
                }
            }
            Some(value) => open = Some(self.reason_of(&value, place)),
            None => match node.outputs.clone().map(|outputs| self.settle(outputs)) {
                Some(Value::Dict(outputs)) => {
                    open.clone_from(&outputs.open.borrow());
                    for name in outputs.keys() {
                        let name = self.text_of(&name, place);
                        keys.push(name.map(|name| AssetKey::new(vec![name])));
                    }
                }
                Some(value) if value.is_unknown() => open = Some(self.reason_of(&value, place)),
                _ => keys.push(node.name.clone().map(|name| AssetKey::new(vec![name]))),
            },
        }
        (keys, open)
    }
}

/// Whether a value for a key is none to Dagster: an empty text or list.
fn is_nothing(value: &Value<'_>) -> bool {
    match value {
        Value::Str(text) => text.is_empty(),
        Value::List(list) => list.items.borrow().is_empty() && !list.is_open(),
        Value::Tuple(items) => items.iter().next().is_none(),
        _ => false,
    }
}
