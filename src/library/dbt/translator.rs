//! What the asset of a dbt resource is called: `DagsterDbtTranslator`, and classes of the
//! project that inherit from it.

use std::rc::Rc;

use serde_json::Value as Json;

use super::defaults::{default_group, default_key, default_tags};
use super::manifest::{Manifest, Node};
use crate::library::find;
use crate::library::json::value_of;
use crate::model::AssetKey;
use crate::python::interpreter::{Eval, Interpreter, Raise};
use crate::python::value::arguments::Call;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, Known, Spec};
use crate::python::value::{Unknown, Value, container};
use crate::source::Place;

/// Changes what the translator says of one resource, given its properties.
pub(in crate::library) type Adapt<'a, 't> =
    dyn FnMut(&mut Interpreter<'a>, Value<'a>, Spec<'a>) -> Eval<'a, Spec<'a>> + 't;

/// `DagsterDbtTranslatorSettings`, as far as names depend on them.
#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) asset_checks: Known<bool>,
    pub(super) source_tests_as_checks: Known<bool>,
    pub(super) duplicate_source_asset_keys: Known<bool>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            asset_checks: Ok(true),
            source_tests_as_checks: Ok(false),
            duplicate_source_asset_keys: Ok(false),
        }
    }
}

/// A translator at work on one manifest.
pub(super) struct Translator<'a, 'm, 't> {
    pub(super) manifest: &'m Rc<Manifest>,
    /// The object, none for the default one.
    value: Option<Value<'a>>,
    adapt: Option<&'t mut Adapt<'a, 't>>,
    pub(super) settings: Settings,
    /// The specs that were made so far, by node.
    made: Vec<Option<Spec<'a>>>,
    /// Why properties may be missing from what the manifest has.
    partial: Rc<Unknown>,
    /// Where the assets are defined.
    pub(super) place: Place,
}

impl<'a, 'm, 't> Translator<'a, 'm, 't> {
    pub(super) fn new(
        cx: &mut Interpreter<'a>,
        manifest: &'m Rc<Manifest>,
        value: Option<Value<'a>>,
        place: Place,
    ) -> Eval<'a, Self> {
        let value = value.map(|value| cx.settle(value));
        let settings = match &value {
            Some(value) => cx.dbt_settings(value, place)?,
            None => Settings::default(),
        };
        let reason = "only dbt itself knows this property of a dbt resource";
        Ok(Self {
            manifest,
            value,
            adapt: None,
            settings,
            made: vec![None; manifest.nodes.len()],
            partial: Unknown::new(reason, place),
            place,
        })
    }

    /// Lets `adapt` have the last word on every spec.
    pub(super) fn adapted(mut self, adapt: Option<&'t mut Adapt<'a, 't>>) -> Self {
        self.adapt = adapt;
        self
    }

    /// The spec of a node.
    pub(super) fn spec(&mut self, cx: &mut Interpreter<'a>, at: usize) -> Eval<'a, Spec<'a>> {
        if let Some(spec) = &self.made[at] {
            return Ok(spec.clone());
        }
        let node = &self.manifest.nodes[at];
        let spec = match &node.doubt {
            Some(doubt) => unknown_spec(&Unknown::new(doubt.clone(), self.place), self.place),
            None => match self.make(cx, node) {
                Ok(spec) => spec,
                Err(Raise::Exception(exception)) => {
                    let reason = format!("the translator raises {} here", exception.class);
                    unknown_spec(&Unknown::new(reason, exception.place), self.place)
                }
                Err(raise) => return Err(raise),
            },
        };
        self.made[at] = Some(spec.clone());
        Ok(spec)
    }

    fn make(&mut self, cx: &mut Interpreter<'a>, node: &'m Node) -> Eval<'a, Spec<'a>> {
        cx.step(self.place)?;
        let mut spec = match &self.value {
            None => default_spec(&node.props, self.place),
            Some(Value::Object(_)) => default_spec(&node.props, self.place),
            Some(value @ Value::Instance(_)) => {
                let value = value.clone();
                self.translated(cx, &value, node)?
            }
            Some(value) => unknown_spec(&cx.reason_of(value, self.place), self.place),
        };
        if self.adapt.is_some() {
            let props = self.props(node);
            if let Some(adapt) = &mut self.adapt {
                spec = adapt(cx, props, spec)?;
            }
        }
        Ok(spec)
    }

    fn props(&self, node: &Node) -> Value<'a> {
        value_of(&node.props, node.is_partial.then_some(&self.partial))
    }

    /// What an instance of a class of the project says.
    fn translated(
        &mut self,
        cx: &mut Interpreter<'a>,
        value: &Value<'a>,
        node: &Node,
    ) -> Eval<'a, Spec<'a>> {
        let props = self.props(node);
        if !overrides(value, "get_asset_spec") {
            return cx.dbt_spec_of(value, &props, self.place);
        }
        let method = cx.attribute(value, "get_asset_spec", self.place)?;
        let manifest = self.manifest_value(node, props);
        let id = Value::str(&node.id);
        let arguments = Arguments::of([manifest, id, Value::None], self.place);
        let made = cx.call(&method, arguments)?;
        Ok(match cx.settle(made) {
            Value::Object(object) => match &object.data {
                Data::Spec(spec) => Spec {
                    place: self.place,
                    ..spec.clone()
                },
                _ => unknown_spec(
                    &cx.reason_of(&Value::Object(object), self.place),
                    self.place,
                ),
            },
            value => unknown_spec(&cx.reason_of(&value, self.place), self.place),
        })
    }

    /// The part of the manifest that holds one node; the rest of it is not shown.
    fn manifest_value(&self, node: &Node, props: Value<'a>) -> Value<'a> {
        let open = |name: &str, value: Value<'a>| {
            let whole = value_of(&Json::Object(serde_json::Map::new()), Some(&self.partial));
            if let Value::Dict(dict) = &whole {
                let name = Value::str(name);
                if let Some(key) = container::key_of(&name) {
                    dict.insert(key, name, value);
                }
            }
            whole
        };
        let part = if node.kind() == "source" {
            "sources"
        } else {
            "nodes"
        };
        open(part, open(&node.id, props))
    }

    /// The dependencies of a node, as keys, as far as they are known.
    pub(super) fn deps(&mut self, cx: &mut Interpreter<'a>, at: usize) -> Eval<'a, Vec<AssetKey>> {
        let mut deps: Vec<AssetKey> = Vec::new();
        for parent in self.manifest.upstream(&self.manifest.nodes[at]) {
            if let Ok(key) = self.spec(cx, parent)?.key
                && !deps.contains(&key)
            {
                deps.push(key);
            }
        }
        deps.sort();
        Ok(deps)
    }

    /// Whether the class of the translator has a method of its own.
    pub(super) fn overrides(&self, method: &str) -> bool {
        self.value
            .as_ref()
            .is_some_and(|value| overrides(value, method))
    }
}

fn overrides(translator: &Value<'_>, method: &str) -> bool {
    matches!(translator, Value::Instance(instance) if instance.class.lookup(method).is_some())
}

fn unknown_spec<'a>(unknown: &Rc<Unknown>, place: Place) -> Spec<'a> {
    Spec {
        key: Err(Rc::clone(unknown)),
        group: None,
        deps: Vec::new(),
        inputs: Vec::new(),
        attributes: Vec::new(),
        place,
    }
}

fn default_spec<'a>(props: &Json, place: Place) -> Spec<'a> {
    let unknown = |reason: &str| Unknown::new(reason, place);
    Spec {
        key: default_key(props).ok_or_else(|| unknown("the dbt resource has no plain key")),
        group: default_group(props).map(Ok),
        deps: Vec::new(),
        inputs: Vec::new(),
        attributes: vec![(Rc::from("tags"), value_of(&default_tags(props), None))],
        place,
    }
}

impl<'a> Interpreter<'a> {
    /// The settings of a translator.
    fn dbt_settings(&mut self, translator: &Value<'a>, place: Place) -> Eval<'a, Settings> {
        let settings = match translator {
            Value::Object(object) => match &object.data {
                Data::Plain { arguments, .. } => argument(arguments, "settings"),
                _ => None,
            },
            Value::Instance(instance) if instance.class.lookup("settings").is_some() => {
                Some(self.attribute(translator, "settings", place)?)
            }
            Value::Instance(instance) => {
                let attributes = instance.attributes.borrow();
                let set = attributes.get("_settings").or(attributes.get("settings"));
                set.cloned()
            }
            _ => None,
        };
        let flag = |cx: &mut Self, name: &str, default: bool| match &settings {
            None | Some(Value::None) => Ok(default),
            Some(Value::Object(object)) => match &object.data {
                Data::Plain { arguments, .. } => match argument(arguments, name) {
                    None => Ok(default),
                    Some(value) => match cx.settle(value) {
                        Value::Bool(flag) => Ok(flag),
                        value => Err(cx.reason_of(&value, place)),
                    },
                },
                _ => Err(cx.reason_of(&Value::Object(Rc::clone(object)), place)),
            },
            Some(value) => Err(cx.reason_of(value, place)),
        };
        Ok(Settings {
            asset_checks: flag(self, "enable_asset_checks", true),
            source_tests_as_checks: flag(self, "enable_source_tests_as_checks", false),
            duplicate_source_asset_keys: flag(self, "enable_duplicate_source_asset_keys", false),
        })
    }

    /// What `get_asset_key` and `get_group_name` of a translator say.
    fn dbt_spec_of(
        &mut self,
        translator: &Value<'a>,
        props: &Value<'a>,
        place: Place,
    ) -> Eval<'a, Spec<'a>> {
        let ask = |cx: &mut Self, method: &str| match translator {
            // A translator of the library itself.
            Value::Object(_) => {
                let method = format!("DagsterDbtTranslator.{method}");
                let arguments = Arguments::of([translator.clone(), props.clone()], place);
                match find("dagster_dbt", &method) {
                    Some(api) => cx.call(&Value::Api(api), arguments),
                    None => Ok(Value::unknown(format!("`{method}` is not known"), place)),
                }
            }
            translator => {
                let method = cx.attribute(translator, method, place)?;
                cx.call(&method, Arguments::of([props.clone()], place))
            }
        };
        let key = ask(self, "get_asset_key")?;
        let key = self.key_of_value(&key, place);
        let group = match ask(self, "get_group_name")? {
            Value::None => None,
            group => Some(self.text_of(&group, place)),
        };
        Ok(Spec {
            key,
            group,
            deps: Vec::new(),
            inputs: Vec::new(),
            attributes: Vec::new(),
            place,
        })
    }

    /// `super().get_asset_spec(manifest, unique_id, project)`
    pub(super) fn dbt_default_spec(&mut self, call: &Call<'a>) -> Eval<'a> {
        let unknown = |what: &str| Ok(Value::unknown(format!("{what} is not known"), call.place));
        let (Some(translator), Some(manifest), Some(id)) = (
            call.get("self"),
            call.get("manifest"),
            call.get("unique_id"),
        ) else {
            return unknown("the dbt resource");
        };
        let props = self.dbt_props_by_id(&manifest, &id, call.place)?;
        if !matches!(props, Value::Dict(_)) {
            return Ok(props);
        }
        let spec = match &translator {
            Value::Instance(_) | Value::Object(_) => {
                self.dbt_spec_of(&translator, &props, call.place)?
            }
            _ => return unknown("the translator"),
        };
        Ok(self.object(Data::Spec(spec), call.place))
    }

    /// `get_resource_props(manifest, unique_id)`
    pub(super) fn dbt_resource_props(&mut self, call: &Call<'a>) -> Eval<'a> {
        match (call.get("manifest"), call.get("unique_id")) {
            (Some(manifest), Some(id)) => self.dbt_props_by_id(&manifest, &id, call.place),
            _ => Ok(Value::unknown("the dbt resource is not known", call.place)),
        }
    }

    fn dbt_props_by_id(&mut self, manifest: &Value<'a>, id: &Value<'a>, place: Place) -> Eval<'a> {
        let part = match id {
            Value::Str(id) if id.starts_with("source.") => "sources",
            _ => "nodes",
        };
        let nodes = self.subscript(manifest, &Value::str(part), place)?;
        self.subscript(&nodes, id, place)
    }
}

fn argument<'a>(arguments: &[(Rc<str>, Value<'a>)], name: &str) -> Option<Value<'a>> {
    let found = arguments.iter().find(|(known, _)| &**known == name);
    found.map(|(_, value)| value.clone())
}
