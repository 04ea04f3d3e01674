//! The names that Dagster takes (`dagster._core.definitions.utils.check_valid_name`,
//! `validate_asset_group_name`), by experiment with 1.13.27.

use ruff_python_stdlib::keyword::is_keyword;

use super::super::interpreter::{Eval, Interpreter};
use super::arguments::Call;
use super::object::{JobData, Known, Spec};
use crate::model::{AssetKey, CodeLocation, JobKind, LoadFault, LoadableKind, NameFault};
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
        let Ok(key) = key else {
            return Ok(());
        };
        match name_fault(&key.to_python_identifier()) {
            Some(why) => self.invalid_name("an asset", &key.to_string(), why, place),
            None => Ok(()),
        }
    }

    /// As [`Self::check_asset_key`], of the assets of `specs=` and their dependencies.
    pub(super) fn check_specs_of(&mut self, specs: &[Spec<'a>], place: Place) -> Eval<'a, ()> {
        for spec in specs {
            self.check_asset_key(&spec.key, place)?;
            self.check_deps(&spec.deps, place)?;
        }
        Ok(())
    }

    /// Raises where Dagster would refuse the group that a call gives.
    pub(super) fn check_group_of(&mut self, spec: &Spec<'a>, call: &Call<'a>) -> Eval<'a, ()> {
        match &spec.group {
            Some(Ok(group)) if !group.split('/').all(is_word) => {
                let place = call.place_of("group_name");
                self.invalid_name("a group of assets", group, NameFault::Segments, place)
            }
            _ => Ok(()),
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
    pub(in crate::evaluate) fn note_asset_job_name(
        &mut self,
        name: &str,
        job: &JobData<'a>,
        place: Place,
    ) {
        if let (JobKind::Asset, Some(why)) = (job.kind, name_fault(name)) {
            self.fault(LoadFault::InvalidName {
                place,
                what: "a job",
                name: name.to_owned(),
                why,
            });
        }
    }

    /// Resources are bound to the assets of a `Definitions`, by parameters of their keys.
    pub(in crate::evaluate) fn note_resource_key(
        &mut self,
        key: &str,
        place: Place,
        location: &CodeLocation,
    ) {
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
            self.fault(LoadFault::InvalidName {
                place,
                what: "a resource",
                name: key.to_owned(),
                why: NameFault::Identifier,
            });
        }
    }

    fn invalid_name(
        &mut self,
        what: &'static str,
        name: &str,
        why: NameFault,
        place: Place,
    ) -> Eval<'a, ()> {
        let message = format!("\"{name}\" is not a valid name in Dagster");
        let fault = LoadFault::InvalidName {
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
