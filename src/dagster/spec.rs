//! `AssetSpec` and `SourceAsset`: making them, and copies of them with other attributes.

use std::rc::Rc;

use crate::model::{AssetKey, AssetKind, fault};
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::container::List;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Assets, Data, Object, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `AssetSpec(key, ...)`
    pub(super) fn make_spec(&mut self, call: &Call<'a>) -> Eval<'a> {
        let spec = self.external_spec(call);
        Ok(self.object(Data::Spec(spec), call.place))
    }

    /// `SourceAsset(key, ...)`
    pub(super) fn make_source_asset(&mut self, call: &Call<'a>) -> Eval<'a> {
        let spec = self.external_spec(call);
        Ok(self.object(Data::Source(spec), call.place))
    }

    pub(super) fn external_spec(&mut self, call: &Call<'a>) -> Spec<'a> {
        let key = match call.get("key") {
            Some(key) => self.key_of_value(&key, call.place),
            None => Err(self.reason_of(&Value::None, call.place)),
        };
        let mut spec = self.spec(call, key, call.place);
        // The dependencies are part of what makes two specs equal.
        if let Some(deps) = call.some("deps") {
            spec.attributes.push((Rc::from("deps"), deps));
        }
        spec
    }

    pub(super) fn add_spec(
        &mut self,
        item: &Value<'a>,
        place: Place,
        specs: &mut Vec<Spec<'a>>,
        open: &mut Option<Rc<Unknown>>,
    ) {
        match item {
            Value::Object(object) => match &object.data {
                Data::Spec(spec) => {
                    // The asset is found at the function; its spec says only what it is.
                    specs.push(Spec {
                        place,
                        ..spec.clone()
                    });
                }
                Data::Assets(assets) => specs.extend(assets.specs.iter().cloned()),
                _ => *open = Some(self.reason_of(item, place)),
            },
            item => *open = Some(self.reason_of(item, place)),
        }
    }

    /// `AssetOut` and `AssetIn`: a whole key, or the prefix of one.
    pub(super) fn make_keyed(&mut self, call: &Call<'a>) -> Eval<'a> {
        if self.is_given(call, "key") && self.is_given(call, "key_prefix") {
            let place = call.place_of("key_prefix");
            let message = format!(
                "`{}` takes a key or a key prefix, and is given both",
                call.api.name
            );
            let fault = fault::Refused {
                place,
                message: message.clone(),
            };
            return self.raise_fault("CheckError", message, place, fault);
        }
        Ok(self.plain(call))
    }

    /// `outs={"name": AssetOut(key=..., key_prefix=...)}`
    pub(super) fn out_spec(&mut self, name: &Value<'a>, out: &Value<'a>, place: Place) -> Spec<'a> {
        let argument = |wanted: &str| match out {
            Value::Object(object) => match &object.data {
                Data::Plain { arguments, .. } => arguments
                    .iter()
                    .find(|(known, _)| &**known == wanted)
                    .map(|(_, v)| v.clone()),
                _ => None,
            },
            _ => None,
        };
        let key = match (argument("key"), out) {
            (Some(key), _) if !matches!(key, Value::None) => self.key_of_value(&key, place),
            (_, Value::Object(_)) => {
                let prefix = self.prefix_of(argument("key_prefix").as_ref(), place);
                match (prefix, self.text_of(name, place)) {
                    (Ok(mut parts), Ok(name)) => {
                        parts.push(name);
                        Ok(AssetKey::new(parts))
                    }
                    (Err(unknown), _) | (_, Err(unknown)) => Err(unknown),
                }
            }
            (_, out) => Err(self.reason_of(out, place)),
        };
        let group = argument("group_name").filter(|group| !matches!(group, Value::None));
        let group = group.map(|group| self.text_of(&group, place));
        Spec {
            key,
            group,
            deps: Vec::new(),
            inputs: Vec::new(),
            attributes: Vec::new(),
            place,
        }
    }

    /// `replace_attributes` and `merge_attributes` of an `AssetSpec`.
    pub(super) fn spec_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let Data::Spec(spec) = &object.data else {
            return Ok(Value::None);
        };
        let mut spec = Spec {
            place,
            ..spec.clone()
        };
        match name {
            "replace_attributes" | "merge_attributes" | "with_io_manager_key" => {
                if arguments.is_open() {
                    spec.key = Err(Unknown::new("attributes are spread", place));
                }
                for (name, argument) in &arguments.keywords {
                    match &**name {
                        "key" => spec.key = self.key_of_value(&argument.value, place),
                        "group_name" => {
                            self.check_group(&argument.value, argument.place)?;
                            spec.group = Some(self.text_of(&argument.value, place));
                        }
                        _ => {
                            spec.attributes.retain(|(known, _)| known != name);
                            spec.attributes
                                .push((Rc::clone(name), argument.value.clone()));
                        }
                    }
                }
                Ok(self.object(Data::Spec(spec), place))
            }
            _ => Ok(Value::unknown(
                format!("value comes from `AssetSpec.{name}(...)`"),
                place,
            )),
        }
    }

    /// The methods of a `SourceAsset` that give a changed copy.
    pub(super) fn source_method(
        &mut self,
        object: &Rc<Object<'a>>,
        spec: &Spec<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        Ok(match name {
            "with_attributes" => {
                let mut spec = spec.clone();
                if let Some(key) = self.settle_argument(arguments, "key") {
                    spec.key = self.key_of_value(&key, place);
                }
                if let Some(group) = self.settle_argument(arguments, "group_name") {
                    self.check_group(&group, place)?;
                    spec.group = Some(self.text_of(&group, place));
                }
                self.object(Data::Source(spec), object.place)
            }
            "with_resources" => self.copy(object, place, &[], None),
            _ => Value::unknown(format!("value comes from `SourceAsset.{name}(...)`"), place),
        })
    }

    /// `external_assets_from_specs(specs)` of earlier versions.
    pub(super) fn make_external_assets(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        if let Some(spec) = call.get("spec") {
            let (mut specs, mut open) = (Vec::new(), None);
            self.add_spec(&spec, place, &mut specs, &mut open);
            return Ok(self.external_assets(specs, open, place));
        }
        let Some(specs) = call.get("specs") else {
            return self.refuse("`external_assets_from_specs` needs specs", place);
        };
        let Elements { items, open } = self.elements(&specs, place)?;
        let mut assets = Vec::new();
        for item in items {
            let (mut specs, mut open) = (Vec::new(), None);
            self.add_spec(&item, place, &mut specs, &mut open);
            assets.push(self.external_assets(specs, open, place));
        }
        let list = List::new(assets);
        if let Some(unknown) = open {
            list.open(&unknown);
        }
        Ok(Value::List(Rc::new(list)))
    }

    /// An `AssetsDefinition` without a body.
    pub(super) fn external_assets(
        &mut self,
        specs: Vec<Spec<'a>>,
        open: Option<Rc<Unknown>>,
        place: Place,
    ) -> Value<'a> {
        let assets = Assets {
            specs,
            checks: Vec::new(),
            node: None,
            kind: AssetKind::Spec,
            open,
        };
        self.object(Data::Assets(assets), place)
    }
}
