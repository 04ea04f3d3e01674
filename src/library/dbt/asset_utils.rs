//! What asks for the names in a manifest (`dagster_dbt.asset_utils`).

use std::rc::Rc;

use super::manifest::{Manifest, Node};
use super::project::manifest_of;
use super::translator::Translator;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::object::Data;

/// A manifest, and the translator of the assets that were made of it.
type Source<'a> = (Rc<Manifest>, Option<Value<'a>>);

impl<'a> Interpreter<'a> {
    /// The manifest and the translator of the first of some dbt assets.
    fn dbt_made(&mut self, call: &Call<'a>) -> Eval<'a, Option<Source<'a>>> {
        let Some(assets) = call.get("dbt_assets") else {
            return Ok(None);
        };
        let elements = self.elements(&assets, call.place)?;
        let first = elements.items.first();
        Ok(first.and_then(|first| match first {
            Value::Object(object) => match &object.data {
                Data::Assets(assets) => {
                    let node = assets.node.as_ref()?;
                    let made = self.kept.documents.made.get(&node.id)?;
                    Some((manifest_of(&made.document)?, made.translator.clone()))
                }
                _ => None,
            },
            _ => None,
        }))
    }

    /// `get_asset_key_for_model(dbt_assets, model_name)`
    pub(super) fn dbt_key_for_model(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.dbt_key_where(call, "model_name", |node, name| {
            node.is_asset() && node.name() == name
        })
    }

    /// `get_asset_key_for_source(dbt_assets, source_name)`
    pub(super) fn dbt_key_for_source(&mut self, call: &Call<'a>) -> Eval<'a> {
        self.dbt_key_where(call, "source_name", |node, name| {
            node.kind() == "source" && node.text("source_name") == Some(name)
        })
    }

    fn dbt_key_where(
        &mut self,
        call: &Call<'a>,
        parameter: &str,
        test: fn(&Node, &str) -> bool,
    ) -> Eval<'a> {
        let made = self.dbt_made(call)?;
        let name = call
            .get(parameter)
            .map(|name| self.text_of(&name, call.place));
        let (Some((manifest, translator)), Some(Ok(name))) = (made, name) else {
            let reason = format!(
                "`{}` asks dbt's manifest, which is not known",
                call.api.name
            );
            return Ok(Value::unknown(reason, call.place));
        };
        let at = manifest.nodes.iter().position(|node| test(node, &name));
        let Some(at) = at else {
            let reason = format!("dbt's manifest is not known to have `{name}`");
            return Ok(Value::unknown(reason, call.place));
        };
        let mut translator = Translator::new(self, &manifest, translator, call.place)?;
        Ok(match translator.spec(self, at)?.key {
            Ok(key) => self.object(Data::AssetKey(key), call.place),
            Err(unknown) => Value::Unknown(unknown),
        })
    }

    /// `build_schedule_from_dbt_selection(...)`: a job and its schedule.
    pub(super) fn dbt_schedule(&mut self, call: &Call<'a>) -> Eval<'a> {
        let job = match call.get("job_name") {
            Some(name) => self.text_of(&name, call.place_of("job_name")),
            None => return self.refuse("the schedule needs a `job_name`", call.place),
        };
        let name = call
            .some("schedule_name")
            .map(|name| self.text_of(&name, call.place_of("schedule_name")));
        Ok(self.scheduled_job(job, name, call))
    }
}
