//! Copies of assets, as loaders, mappings and methods make them.

use std::rc::Rc;

use crate::model::AssetKey;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::container::List;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, Input, Known, Object, Spec};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// A copy of an asset as a loader or a method makes it: another object, the same op.
    pub(super) fn copy(
        &mut self,
        object: &Rc<Object<'a>>,
        by: Place,
        renames: &[(AssetKey, AssetKey)],
        group: Option<&Known<String>>,
    ) -> Value<'a> {
        let rename = |key: &AssetKey| {
            renames
                .iter()
                .find(|(from, _)| from == key)
                .map_or_else(|| key.clone(), |(_, to)| to.clone())
        };
        let renamed = |spec: &Spec<'a>| Spec {
            key: spec.key.as_ref().map(rename).map_err(Rc::clone),
            group: spec.group.clone().or_else(|| group.cloned()),
            deps: spec.deps.iter().map(rename).collect(),
            inputs: (spec.inputs.iter())
                .map(|input| Input {
                    key: rename(&input.key),
                    ..input.clone()
                })
                .collect(),
            ..spec.clone()
        };
        let data = match &object.data {
            Data::Assets(assets) => {
                let mut assets = assets.clone();
                assets.specs = assets.specs.iter().map(renamed).collect();
                for check in &mut assets.checks {
                    check.asset = check.asset.as_ref().map(rename).map_err(Rc::clone);
                }
                Data::Assets(assets)
            }
            Data::Spec(spec) => Data::Spec(renamed(spec)),
            Data::Source(spec) => Data::Source(renamed(spec)),
            _ => return Value::Object(Rc::clone(object)),
        };
        let brought_by = object.brought_by.iter().copied().chain([by]).collect();
        let id = self.new_object();
        Value::Object(Rc::new(Object {
            id,
            place: object.place,
            brought_by,
            data,
        }))
    }

    /// `with_resources(definitions, ...)`, `link_code_references_to_git(assets_defs, ...)` and
    /// their kin: copies of the definitions, whose names stay.
    pub(crate) fn make_copies(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let given = call.get("definitions").or_else(|| call.get("assets_defs"));
        let Some(definitions) = given else {
            return Ok(Value::list(Vec::new()));
        };
        let Elements { items, open } = self.elements(&definitions, place)?;
        let copies = items
            .iter()
            .map(|item| match item {
                Value::Object(object) => self.copy(object, place, &[], None),
                item => item.clone(),
            })
            .collect();
        let list = List::new(copies);
        if let Some(unknown) = open {
            list.open(&unknown);
        }
        Ok(Value::List(Rc::new(list)))
    }

    /// The methods of an `AssetsDefinition` that give a changed copy.
    #[expect(
        clippy::too_many_lines,
        reason = "one table: the methods of an `AssetsDefinition`"
    )]
    pub(super) fn assets_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let Data::Assets(assets) = &object.data else {
            return Ok(Value::None);
        };
        let specs = assets.specs.as_slice();
        match name {
            "with_attributes" => Ok(self.with_attributes(object, arguments)),
            "map_asset_specs" => {
                let Some(function) = arguments.get(0, "fn").cloned() else {
                    return Ok(Value::unknown("the mapping function is not known", place));
                };
                self.map_specs(&function, &Value::Object(Rc::clone(object)), place)
            }
            "with_resources" | "with_hooks" => Ok(self.copy(object, place, &[], None)),
            "to_source_asset" => {
                let key = arguments.get(0, "key").cloned();
                let key = key.filter(|key| !matches!(key, Value::None));
                Ok(match key.map(|key| self.key_of_value(&key, place)) {
                    None => match specs {
                        [only] => self.source_asset(only, object.place),
                        _ => Value::unknown("the assets have several keys", place),
                    },
                    Some(Ok(key)) => match spec_of(specs, &key) {
                        Some(spec) => self.source_asset(spec, object.place),
                        None => Value::unknown(format!("the asset `{key}` is not known"), place),
                    },
                    Some(Err(unknown)) => Value::Unknown(unknown),
                })
            }
            "to_source_assets" => {
                let sources = specs
                    .iter()
                    .map(|spec| self.source_asset(spec, object.place));
                let list = List::new(sources.collect());
                if let Some(unknown) = &assets.open {
                    list.open(unknown);
                }
                Ok(Value::List(Rc::new(list)))
            }
            "get_asset_spec" => Ok(self.asset_spec(specs, arguments)),
            _ => Ok(Value::unknown(
                format!("value comes from `AssetsDefinition.{name}(...)`"),
                place,
            )),
        }
    }

    /// `get_asset_spec(key)`: the only one where no key is given.
    fn asset_spec(&mut self, specs: &[Spec<'a>], arguments: &Arguments<'a>) -> Value<'a> {
        let place = arguments.place;
        if let ([only], true) = (specs, arguments.is_empty()) {
            return self.object(Data::Spec(only.clone()), only.place);
        }
        let key = arguments.get(0, "key").cloned().unwrap_or(Value::None);
        let key = match self.key_of_value(&key, place) {
            Ok(key) => key,
            Err(unknown) => return Value::Unknown(unknown),
        };
        match spec_of(specs, &key) {
            Some(spec) => self.object(Data::Spec(spec.clone()), spec.place),
            None => Value::unknown(format!("the asset `{key}` is not known"), place),
        }
    }

    /// `with_attributes(asset_key_replacements=..., group_names_by_key=...)`
    fn with_attributes(&mut self, object: &Rc<Object<'a>>, arguments: &Arguments<'a>) -> Value<'a> {
        let place = arguments.place;
        let mut renames = Vec::new();
        match self.settle_argument(arguments, "asset_key_replacements") {
            None => {}
            Some(Value::Dict(replacements)) => {
                for entry in replacements.entries() {
                    let from = self.key_of_value(&entry.key, place);
                    let to = self.key_of_value(&entry.value, place);
                    match (from, to) {
                        (Ok(from), Ok(to)) => renames.push((from, to)),
                        (Err(unknown), _) | (_, Err(unknown)) => return Value::Unknown(unknown),
                    }
                }
            }
            Some(value) => return Value::Unknown(self.reason_of(&value, place)),
        }
        let copy = match self.settle_argument(arguments, "group_names_by_key") {
            Some(groups) => self.regrouped(object, &groups, place),
            None => Rc::clone(object),
        };
        self.copy(&copy, place, &renames, None)
    }

    /// The same assets with the groups of a mapping from keys.
    fn regrouped(
        &mut self,
        object: &Rc<Object<'a>>,
        groups: &Value<'a>,
        place: Place,
    ) -> Rc<Object<'a>> {
        let Data::Assets(assets) = &object.data else {
            return Rc::clone(object);
        };
        let mut assets = assets.clone();
        match groups {
            Value::Dict(groups) => {
                for entry in groups.entries() {
                    let key = self.key_of_value(&entry.key, place);
                    let group = self.text_of(&entry.value, place);
                    for spec in &mut assets.specs {
                        if matches!((&spec.key, &key), (Ok(own), Ok(key)) if own == key) {
                            spec.group = Some(group.clone());
                        }
                    }
                }
            }
            groups => {
                let unknown = self.reason_of(groups, place);
                for spec in &mut assets.specs {
                    spec.group = Some(Err(Rc::clone(&unknown)));
                }
            }
        }
        Rc::new(Object {
            id: object.id,
            place: object.place,
            brought_by: Rc::clone(&object.brought_by),
            data: Data::Assets(assets),
        })
    }

    /// The `SourceAsset` of an asset.
    fn source_asset(&mut self, spec: &Spec<'a>, place: Place) -> Value<'a> {
        self.object(Data::Source(spec.clone()), place)
    }

    pub(super) fn settle_argument(
        &self,
        arguments: &Arguments<'a>,
        name: &str,
    ) -> Option<Value<'a>> {
        let value = arguments
            .keyword(name)
            .cloned()
            .or_else(|| arguments.open_keywords.clone())?;
        Some(self.settle(value)).filter(|value| !matches!(value, Value::None))
    }
}

/// The spec of a key.
fn spec_of<'s, 'a>(specs: &'s [Spec<'a>], key: &AssetKey) -> Option<&'s Spec<'a>> {
    let is_it = |spec: &&Spec<'a>| matches!(&spec.key, Ok(own) if own == key);
    specs.iter().find(is_it)
}
