//! The names that Dagster takes (`dagster._core.definitions.utils.check_valid_name`,
//! `validate_asset_group_name`), by experiment with 1.13.27.

use ruff_python_stdlib::keyword::is_keyword;

use super::key::is_empty;
use crate::model::{AssetKey, CodeLocation, JobKind, LoadableKind, NameFault, fault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::object::{CheckSpec, JobData, Known, Spec};
use crate::source::Place;

/// What no op, job, schedule, sensor or input of an op may be called, besides the keywords
/// of Python (`DISALLOWED_NAMES`).
const RESERVED: &[&str] = &[
    "context",
    "conf",
    "config",
    "meta",
    "arg_dict",
    "dict",
    "input_arg_dict",
    "output_arg_dict",
    "int",
    "str",
    "float",
    "bool",
    "input",
    "output",
    "type",
];

/// What is wrong with a name of an op, job, schedule or sensor.
fn name_fault(name: &str) -> Option<NameFault> {
    if !is_word(name) {
        return Some(NameFault::Characters);
    }
    let is_reserved = RESERVED.contains(&name) || is_keyword(name);
    is_reserved.then_some(NameFault::Reserved)
}

fn is_word(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_alphanumeric() || it == b'_';
    !text.is_empty() && text.bytes().all(is_part)
}

impl<'a> Interpreter<'a> {
    /// Raises where Dagster would refuse the name of what a call makes. An empty name is
    /// none: the function's is taken.
    pub(super) fn check_name(
        &mut self,
        what: &'static str,
        name: &Known<String>,
        call: &Call<'a>,
    ) -> Eval<'a, ()> {
        let place = match call.argument("name") {
            Some(argument) => argument.place,
            None => call.made_at(),
        };
        self.check_name_at(what, name, place)
    }

    /// As [`Self::check_name`], of a name that stands at a place.
    pub(super) fn check_name_at(
        &mut self,
        what: &'static str,
        name: &Known<String>,
        place: Place,
    ) -> Eval<'a, ()> {
        match name {
            Ok(name) if !name.is_empty() => match name_fault(name) {
                Some(why) => self.invalid_name(what, name, why, place),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Raises where the op behind an asset would have a name that Dagster refuses.
    pub(super) fn check_asset_key(&mut self, key: &Known<AssetKey>, place: Place) -> Eval<'a, ()> {
        let Some(key) = key.as_ref().ok().filter(|key| !key.parts().is_empty()) else {
            return Ok(());
        };
        let why = match name_fault(&key.to_python_identifier()) {
            None => return Ok(()),
            Some(NameFault::Characters) => NameFault::KeyCharacters,
            Some(why) => why,
        };
        self.invalid_name("an asset", &key.to_string(), why, place)
    }

    /// As [`Self::check_asset_key`], of the assets of `specs=` and their dependencies.
    pub(super) fn check_specs_of(&mut self, specs: &[Spec<'a>], place: Place) -> Eval<'a, ()> {
        for spec in specs {
            self.check_asset_key(&spec.key, place)?;
            self.check_deps(&spec.deps, place)?;
        }
        Ok(())
    }

    /// Raises where Dagster would refuse the group that a call of its API gives. What makes
    /// several assets at once takes an empty one for none.
    pub(super) fn check_group_of(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        let name = call.api.name;
        let is_loader = name.starts_with("load_");
        let (Some(group), false) = (call.argument("group_name"), is_loader) else {
            return Ok(());
        };
        let many = name.contains("multi_") || name.contains('.');
        if many && is_empty(&group.value) {
            return Ok(());
        }
        self.check_group(&group.value, group.place)
    }

    /// Raises where Dagster would refuse a group.
    pub(super) fn check_group(&mut self, group: &Value<'a>, place: Place) -> Eval<'a, ()> {
        match group {
            Value::Str(group) if !group.split('/').all(is_word) => {
                self.invalid_name("a group of assets", group, NameFault::Segments, place)
            }
            _ => Ok(()),
        }
    }

    /// Raises where Dagster would refuse a name that is taken as it is, an empty one too.
    pub(super) fn check_given_name(
        &mut self,
        what: &'static str,
        name: &Known<String>,
        place: Place,
    ) -> Eval<'a, ()> {
        match name.as_ref().map(|name| (name, name_fault(name))) {
            Ok((name, Some(why))) => self.invalid_name(what, name, why, place),
            _ => Ok(()),
        }
    }

    /// Raises where Dagster would refuse a key of the dict that an argument is: the names
    /// of inputs and outputs.
    pub(super) fn check_keys(
        &mut self,
        what: &'static str,
        call: &Call<'a>,
        argument: &str,
    ) -> Eval<'a, ()> {
        let Some(Value::Dict(dict)) = call.some(argument).map(|value| self.settle(value)) else {
            return Ok(());
        };
        for key in dict.keys() {
            if let Value::Str(name) = key {
                let place = call.place_of(argument);
                self.check_given_name(what, &Ok(name.to_string()), place)?;
            }
        }
        Ok(())
    }

    /// Raises where the output of a check would have a name that Dagster refuses.
    pub(super) fn check_outputs_of_checks(
        &mut self,
        checks: &[CheckSpec],
        place: Place,
    ) -> Eval<'a, ()> {
        for check in checks {
            if let Ok(output) = check.python_identifier()
                && let Some(why) = name_fault(&output)
            {
                return self.invalid_name("the output of an asset check", &output, why, place);
            }
        }
        Ok(())
    }

    /// Records an alias that Dagster refuses. It is invoked all the same: what else is
    /// wrong with the composition is told, too.
    pub(super) fn note_alias(&mut self, alias: &str, place: Place) {
        if let Some(why) = name_fault(alias) {
            self.note_invalid_name("an op or graph in a job", alias, why, place);
        }
    }

    /// The op of an observable source asset is made when a code location holds it.
    pub(crate) fn note_observable(&mut self, spec: &Spec<'a>) {
        if let Ok(key) = &spec.key
            && let Some(why) = name_fault(&key.to_python_identifier())
        {
            let what = "an observable source asset";
            self.note_invalid_name(what, &key.to_string(), why, spec.place);
        }
    }

    /// Raises where the key of a dependency cannot be the name of an input of the op.
    pub(super) fn check_deps(&mut self, deps: &[AssetKey], place: Place) -> Eval<'a, ()> {
        for key in deps {
            let input = key.parts().join("_").replace(['-', '.'], "_");
            match name_fault(&input) {
                // An input may be called so.
                Some(NameFault::Reserved) if input == "config" => {}
                Some(why) => {
                    return self.invalid_name(
                        "a dependency of an asset with a body",
                        &key.to_string(),
                        why,
                        place,
                    );
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The name of an asset job is looked at when the job is resolved, and of one that
    /// nothing lists never.
    pub(crate) fn note_asset_job_name(&mut self, name: &str, job: &JobData<'a>, place: Place) {
        if let (JobKind::Asset, Some(why)) = (job.kind, name_fault(name)) {
            self.note_invalid_name("a job", name, why, place);
        }
    }

    /// Records a name that Dagster refuses; the rest is looked at all the same. Raises it where
    /// a `try` may catch it.
    pub(super) fn tell_invalid_name(
        &mut self,
        what: &'static str,
        name: &str,
        why: NameFault,
        place: Place,
    ) -> Eval<'a, ()> {
        if self.handlers > 0 {
            return self.invalid_name(what, name, why, place);
        }
        self.note_invalid_name(what, name, why, place);
        Ok(())
    }

    /// Resources are bound to the assets of a `Definitions`, by parameters of their keys.
    pub(crate) fn note_resource_key(&mut self, key: &str, place: Place, location: &CodeLocation) {
        let is_bound = !location.assets.is_empty() || !location.asset_checks.is_empty();
        let is_definitions = matches!(
            location.loaded_from,
            Some(LoadableKind::Definitions | LoadableKind::LazyDefinitions)
        );
        let mut characters = key.chars();
        let begins = |it: char| it.is_alphabetic() || it == '_';
        let is_identifier = characters.next().is_some_and(begins)
            && characters.all(|it| it.is_alphanumeric() || it == '_');
        if is_bound && is_definitions && !is_identifier {
            self.note_invalid_name("a resource", key, NameFault::Identifier, place);
        }
    }

    fn note_invalid_name(&mut self, what: &'static str, name: &str, why: NameFault, place: Place) {
        self.fault(fault::InvalidName {
            place,
            what,
            name: name.to_owned(),
            why,
        });
    }

    fn invalid_name(
        &mut self,
        what: &'static str,
        name: &str,
        why: NameFault,
        place: Place,
    ) -> Eval<'a, ()> {
        let message = format!("\"{name}\" is not a valid name in Dagster");
        let fault = fault::InvalidName {
            place,
            what,
            name: name.to_owned(),
            why,
        };
        self.raise_fault("DagsterInvalidDefinitionError", message, place, fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words_that_nobody_keeps() {
        for name in ["orders", "1a", "_", "A_b", "match", "context_"] {
            assert_eq!(name_fault(name), None, "{name}");
        }
        for name in ["my-job", "a b", "a.b", "a/b", "é", "<lambda>"] {
            assert_eq!(name_fault(name), Some(NameFault::Characters), "{name}");
        }
        for name in ["type", "input", "class", "None", "context"] {
            assert_eq!(name_fault(name), Some(NameFault::Reserved), "{name}");
        }
    }
}
