//! The attributes of an `AssetsDefinition`, of specs and of checks.

use std::rc::Rc;

use super::attribute::{absent_attribute, text};
use crate::model::{AssetKey, Group};
use crate::python::interpreter::{Elements, Interpreter};
use crate::python::value::container::{Dict, List};
use crate::python::value::object::{Assets, CheckSpec, Data, Known, Spec};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn spec_attribute(
        &mut self,
        spec: &Spec<'a>,
        name: &str,
        place: Place,
    ) -> Option<Value<'a>> {
        match name {
            "key" => Some(self.key_value(&spec.key, place)),
            "group_name" => Some(spec.group.as_ref().map_or(Value::None, text)),
            "deps" => {
                let deps = spec.deps.iter().cloned().map(Ok);
                Some(Value::list(
                    deps.map(|key| self.dep_value(&key, place)).collect(),
                ))
            }
            name => spec.attribute(name).or_else(|| absent_attribute(name)),
        }
    }

    /// An `AssetDep`.
    fn dep_value(&mut self, key: &Known<AssetKey>, place: Place) -> Value<'a> {
        let key = self.key_value(key, place);
        let arguments = vec![
            (Rc::from("asset"), key.clone()),
            (Rc::from("asset_key"), key),
        ];
        self.object(
            Data::Plain {
                name: "AssetDep",
                arguments,
            },
            place,
        )
    }

    pub(super) fn check_attribute(
        &mut self,
        spec: &CheckSpec,
        name: &str,
        place: Place,
    ) -> Option<Value<'a>> {
        match name {
            "name" => Some(text(&spec.name)),
            "asset_key" => Some(self.key_value(&spec.asset, place)),
            "key" => Some(self.check_key(spec, place)),
            _ => None,
        }
    }

    fn check_key(&mut self, spec: &CheckSpec, place: Place) -> Value<'a> {
        let arguments = vec![
            (Rc::from("asset_key"), self.key_value(&spec.asset, place)),
            (Rc::from("name"), text(&spec.name)),
        ];
        self.object(
            Data::Plain {
                name: "AssetCheckKey",
                arguments,
            },
            place,
        )
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one table: the attributes of an `AssetsDefinition`"
    )]
    pub(super) fn assets_attribute(
        &mut self,
        assets: &Assets<'a>,
        name: &str,
        place: Place,
    ) -> Option<Value<'a>> {
        Some(match name {
            "key" => match (assets.specs.as_slice(), &assets.open) {
                ([only], None) => self.key_value(&only.key, place),
                (_, Some(unknown)) => Value::Unknown(Rc::clone(unknown)),
                _ => Value::unknown("the assets have several keys", place),
            },
            "keys" => {
                let keys = assets.specs.iter();
                let elements = Elements {
                    items: keys.map(|spec| self.key_value(&spec.key, place)).collect(),
                    open: assets.open.clone(),
                };
                Value::Set(Rc::new(self.set_of(elements, place)), false)
            }
            // Dependencies that are not known are not kept, so there may be more.
            "dependency_keys" => {
                let mut keys: Vec<&AssetKey> =
                    assets.specs.iter().flat_map(|spec| &spec.deps).collect();
                keys.sort_unstable();
                keys.dedup();
                let keys = keys.into_iter().cloned().map(Ok);
                let more = Unknown::new("what the assets depend on may not be all known", place);
                let elements = Elements {
                    items: keys.map(|key| self.key_value(&key, place)).collect(),
                    open: Some(more),
                };
                Value::Set(Rc::new(self.set_of(elements, place)), false)
            }
            "specs" => {
                let specs = assets.specs.iter().cloned();
                let specs = specs.map(|spec| (spec.place, spec));
                opened(
                    specs
                        .map(|(at, spec)| self.object(Data::Spec(spec), at))
                        .collect(),
                    assets,
                )
            }
            "specs_by_key" => self.by_key(assets, place, |cx, spec| {
                cx.object(Data::Spec(spec.clone()), spec.place)
            }),
            "group_names_by_key" => self.by_key(assets, place, |_, spec| {
                spec.group
                    .as_ref()
                    .map_or_else(|| Value::str(Group::DEFAULT), text)
            }),
            "check_specs" => {
                let checks = assets.checks.iter().cloned();
                opened(
                    checks
                        .map(|check| self.object(Data::CheckSpec(check), place))
                        .collect(),
                    assets,
                )
            }
            "check_keys" => {
                let checks = assets.checks.iter();
                opened(
                    checks.map(|check| self.check_key(check, place)).collect(),
                    assets,
                )
            }
            "op" | "node_def" => Value::Object(Rc::clone(assets.node.as_ref()?)),
            "partitions_def" => {
                let first = assets.specs.first()?;
                first.attribute(name).unwrap_or(Value::None)
            }
            "group_name" => {
                let first = assets.specs.first()?;
                first
                    .group
                    .as_ref()
                    .map_or_else(|| Value::str(Group::DEFAULT), text)
            }
            _ => return None,
        })
    }

    /// A dict with an entry for each asset.
    fn by_key(
        &mut self,
        assets: &Assets<'a>,
        place: Place,
        value: impl Fn(&mut Self, &Spec<'a>) -> Value<'a>,
    ) -> Value<'a> {
        let dict = Dict::default();
        for spec in &assets.specs {
            let key = self.key_value(&spec.key, place);
            let value = value(self, spec);
            self.insert(&dict, key, value, place);
        }
        if let Some(unknown) = &assets.open {
            dict.open(unknown);
        }
        Value::Dict(Rc::new(dict))
    }
}

/// A list that has more elements where assets do.
fn opened<'a>(items: Vec<Value<'a>>, assets: &Assets<'a>) -> Value<'a> {
    let list = List::new(items);
    if let Some(unknown) = &assets.open {
        list.open(unknown);
    }
    Value::List(Rc::new(list))
}
