//! What makes asset checks (`dagster._core.definitions.decorators.asset_check_decorator`).

use std::rc::Rc;

use crate::model::{AssetKey, AssetKind, NodeKind};
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::container::List;
use crate::python::value::object::{Assets, CheckSpec, Data, Known, NodeData, Object};
use crate::python::value::{Unknown, Value};

/// A definition keeps its checks by asset and name: the last of several.
fn each_once(specs: Vec<CheckSpec>) -> Vec<CheckSpec> {
    let mut kept: Vec<CheckSpec> = Vec::new();
    for spec in specs {
        let is_same = |other: &&mut CheckSpec| match (identity(&spec), identity(other)) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        };
        match kept.iter_mut().find(is_same) {
            Some(before) => *before = spec,
            None => kept.push(spec),
        }
    }
    kept
}

/// What a check is known by.
fn identity(spec: &CheckSpec) -> Option<(&AssetKey, &str)> {
    Some((spec.asset.as_ref().ok()?, spec.name.as_deref().ok()?))
}

impl<'a> Interpreter<'a> {
    /// `AssetCheckSpec(name, asset=...)`
    pub(super) fn make_check_spec(&mut self, call: &Call<'a>) -> Eval<'a> {
        let spec = self.check_spec(call);
        Ok(self.object(Data::CheckSpec(spec), call.place))
    }

    fn check_spec(&mut self, call: &Call<'a>) -> CheckSpec {
        let asset = match call.get("asset") {
            Some(asset) => self.key_of_value(&asset, call.place),
            None => Err(self.reason_of(&Value::None, call.place)),
        };
        CheckSpec {
            asset,
            name: self.name_of(call),
            place: call.made_at(),
        }
    }

    /// `@asset_check(asset=...)`
    pub(super) fn make_check(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let spec = self.check_spec(call);
        let op = spec.python_identifier();
        self.check_name("the op of an asset check", &op, call)?;
        self.check_inputs("an input of an asset check", call)?;
        self.checks(vec![spec], None, op, place)
    }

    /// `@multi_asset_check(specs=[...])`
    pub(super) fn make_multi_check(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let op = self.name_of(call);
        self.check_name("a multi-asset check", &op, call)?;
        let mut specs = Vec::new();
        let mut open = None;
        if let Some(value) = call.get("specs") {
            let elements = self.elements(&value, call.place)?;
            open = elements.open;
            for item in elements.items {
                self.add_check_spec(&item, &mut specs, &mut open, call.place);
            }
        }
        self.check_outputs_of_checks(&specs, call.place_of("specs"))?;
        self.checks(each_once(specs), open, op, place)
    }

    fn checks(
        &mut self,
        checks: Vec<CheckSpec>,
        open: Option<Rc<Unknown>>,
        op: Result<String, Rc<Unknown>>,
        place: crate::source::Place,
    ) -> Eval<'a> {
        let data = Data::Node(NodeData {
            name: op,
            kind: NodeKind::AssetCheck,
            outputs: None,
            children: Vec::new(),
        });
        let id = self.new_object();
        let node = Some(Rc::new(Object {
            id,
            place,
            brought_by: Rc::from([]),
            data,
        }));
        let assets = Assets {
            specs: Vec::new(),
            checks,
            node,
            kind: AssetKind::Materializable,
            open,
        };
        Ok(self.object(Data::Assets(assets), place))
    }

    /// `check_specs=` of an asset, and why there may be more.
    pub(super) fn check_specs(&mut self, call: &Call<'a>) -> (Vec<CheckSpec>, Option<Rc<Unknown>>) {
        let (mut specs, mut open) = (Vec::new(), None);
        let Some(value) = call.some("check_specs") else {
            return (specs, open);
        };
        if call.argument("check_specs").is_none() {
            // Only an unknown `**` could give them; that opens the asset's own key already.
            return (specs, None);
        }
        let place = call.place_of("check_specs");
        let Elements { items, open: more } = self.elements_if_any(&value, place);
        open = open.or(more);
        for item in items {
            self.add_check_spec(&item, &mut specs, &mut open, place);
        }
        self.note_repeated(&specs, call);
        (each_once(specs), open)
    }

    /// Dagster refuses one check twice in one `check_specs`.
    fn note_repeated(&mut self, specs: &[CheckSpec], call: &Call<'a>) {
        for (index, spec) in specs.iter().enumerate() {
            let Some((asset, name)) = identity(spec) else {
                continue;
            };
            if specs[..index]
                .iter()
                .any(|other| identity(other) == Some((asset, name)))
            {
                let message =
                    format!("check `{name}` of asset `{asset}` appears twice in one `check_specs`");
                self.fault(crate::model::fault::Refused {
                    place: call.place_of("check_specs"),
                    message,
                });
            }
        }
    }

    fn add_check_spec(
        &mut self,
        item: &Value<'a>,
        specs: &mut Vec<CheckSpec>,
        open: &mut Option<Rc<Unknown>>,
        place: crate::source::Place,
    ) {
        match item {
            Value::Object(object) if matches!(object.data, Data::CheckSpec(_)) => {
                if let Data::CheckSpec(spec) = &object.data {
                    specs.push(spec.clone());
                }
            }
            item => *open = Some(self.reason_of(item, place)),
        }
    }

    /// `build_last_update_freshness_checks` and `build_time_partition_freshness_checks`.
    pub(super) fn make_freshness_checks(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.generated_checks(call, &Ok("freshness_check".into()))
    }

    /// `build_column_schema_change_checks`
    pub(super) fn make_schema_change_checks(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.generated_checks(call, &Ok("column_schema_change".into()))
    }

    /// `build_metadata_bounds_checks`: named after the metadata.
    pub(super) fn make_metadata_bounds_checks(&mut self, call: &Call<'a>) -> Eval<'a> {
        let key = call.get("metadata_key").unwrap_or(Value::None);
        let key = self.text_of(&key, call.place_of("metadata_key"));
        let valid = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
        let name = key.map(|key| {
            let clean = key
                .chars()
                .map(|letter| if valid(letter) { letter } else { '_' });
            clean.chain("_bounds_check".chars()).collect()
        });
        self.generated_checks(call, &name)
    }

    /// The builders of generated checks give a list of one definition with a check for
    /// each asset.
    fn generated_checks(&mut self, call: &Call<'a>, name: &Known<String>) -> Eval<'a> {
        let place = call.place;
        let Some(assets) = call.get("assets") else {
            return Ok(Value::list(Vec::new()));
        };
        let Elements { items, open } = self.elements(&assets, place)?;
        let mut checks = Vec::new();
        let mut more = open;
        for item in items {
            let keys = match &item {
                Value::Object(object) => match &object.data {
                    Data::Assets(assets) => {
                        assets.specs.iter().map(|spec| spec.key.clone()).collect()
                    }
                    _ => vec![self.key_of_value(&item, place)],
                },
                item => vec![self.key_of_value(item, place)],
            };
            for asset in keys {
                match asset {
                    Ok(_) => checks.push(CheckSpec {
                        asset,
                        name: name.clone(),
                        place,
                    }),
                    Err(unknown) => more = Some(unknown),
                }
            }
        }
        let op = Err(Unknown::new("the op name is a hash", place));
        let list = List::new(vec![self.checks(checks, more.clone(), op, place)?]);
        if let Some(unknown) = more {
            list.open(&unknown);
        }
        Ok(Value::List(Rc::new(list)))
    }
}
