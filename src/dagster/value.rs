//! What Dagster asks of the values of arguments: cron expressions, time zones, owners, tags,
//! kinds. By experiment with 1.13.27; each of them is read in one place.

mod cron;
mod metadata;
mod time_zone;

use std::collections::BTreeSet;

use crate::model::fault::InvalidValue;
use crate::model::{NameFault, ValueFault, Within};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::container::Dict;
use crate::python::value::function::{Argument, Arguments};
use crate::source::Place;

/// What an argument has to be.
#[derive(Debug, Clone, Copy)]
enum Type {
    /// A cron expression, or a list of some.
    Cron,
    /// A time zone of the IANA. Where `refused` is false, Dagster takes any text, and fails
    /// later with it.
    TimeZone { refused: bool },
    /// A list of people and teams.
    Owners,
    /// Labels of an asset: of jobs and ops, Dagster takes what it can write as JSON.
    Tags,
    /// The name of a pool.
    Pool,
    /// What an asset is made with. Where `named` is false, Dagster looks at their number only.
    Kinds { named: bool },
}

/// Methods whose parameters are typed, with those parameters in their order.
const METHODS: [(&str, &str, &[&str]); 4] = [
    (
        "AutomationCondition",
        "on_cron",
        &["cron_schedule", "cron_timezone"],
    ),
    (
        "AutomationCondition",
        "cron_tick_passed",
        &["cron_schedule", "cron_timezone"],
    ),
    (
        "AutoMaterializeRule",
        "materialize_on_cron",
        &["cron_schedule", "timezone"],
    ),
    (
        "FreshnessPolicy",
        "cron",
        &["deadline_cron", "lower_bound_delta", "timezone"],
    ),
];

fn type_of(api: &str, parameter: &str) -> Option<Type> {
    let is_strict = matches!(
        api,
        "asset"
            | "graph_asset"
            | "observable_source_asset"
            | "AssetSpec"
            | "AssetOut"
            | "SourceAsset"
    );
    Some(match parameter {
        "cron_schedule" | "deadline_cron" => Type::Cron,
        "execution_timezone" => Type::TimeZone { refused: true },
        "timezone" if api.ends_with("PartitionsDefinition") || api == "FreshnessPolicy" => {
            Type::TimeZone { refused: true }
        }
        "timezone" | "cron_timezone" => Type::TimeZone { refused: false },
        "owners" => Type::Owners,
        "kinds" => Type::Kinds {
            named: matches!(api, "asset" | "graph_asset"),
        },
        "tags" if is_strict => Type::Tags,
        "pool" => Type::Pool,
        _ => return None,
    })
}

/// Whether the parts of a value are looked at, or it is told as a whole for what it should be.
pub(super) fn reads(api: &str, parameter: &str, value: &Value<'_>) -> bool {
    matches!(
        (type_of(api, parameter), value),
        (Some(Type::Owners), Value::Str(_)) | (Some(Type::Tags), Value::Dict(_))
    )
}

impl<'a> Interpreter<'a> {
    /// Records what Dagster would refuse of the values that a call of its API gives.
    pub(super) fn check_values(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        if call.api.package != "dagster" {
            return Ok(());
        }
        self.check_partitions(call)?;
        self.check_together(call)?;
        for (parameter, argument) in call.named() {
            if let Some(of) = type_of(call.api.name, parameter) {
                self.check_value(of, argument)?;
            }
        }
        Ok(())
    }

    /// As [`Self::check_values`], of a method of a class whose objects are not looked into.
    pub(super) fn check_method(
        &mut self,
        class: &str,
        method: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, ()> {
        let mut methods = METHODS.iter();
        let known = methods.find(|(of, name, _)| *of == class && *name == method);
        let Some((_, _, parameters)) = known else {
            return Ok(());
        };
        let positional = parameters.iter().copied().zip(&arguments.positional);
        let keywords = arguments.keywords.iter().map(|(name, it)| (&**name, it));
        for (parameter, argument) in positional.chain(keywords) {
            if let Some(of) = type_of(class, parameter) {
                self.check_value(of, argument)?;
            }
        }
        Ok(())
    }

    fn check_value(&mut self, of: Type, argument: &Argument<'a>) -> Eval<'a, ()> {
        let value = self.settle(argument.value.clone());
        let place = argument.place;
        match of {
            Type::Cron => self.check_cron(&value, place),
            Type::TimeZone { refused } => self.check_time_zone(&value, refused, place),
            Type::Owners => self.check_owners(&value, place),
            Type::Tags => self.check_tags(&value, place),
            Type::Pool => self.check_pool(&value, place),
            Type::Kinds { named } => self.check_kinds(&value, named, place),
        }
    }

    fn check_cron(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, ()> {
        for (within, text) in texts(value) {
            if let Some(fault) = cron::fault(&text) {
                let message = format!("Found invalid cron schedule '{text}'");
                let fault = ValueFault::Cron {
                    text,
                    part: fault.part,
                    why: fault.why,
                };
                self.invalid_value(place, within, message, fault)?;
            }
        }
        Ok(())
    }

    fn check_time_zone(&mut self, value: &Value<'a>, refused: bool, place: Place) -> Eval<'a, ()> {
        let Value::Str(name) = value else {
            return Ok(());
        };
        if name.is_empty() || time_zone::may_be_known(name) {
            return Ok(());
        }
        let fault = ValueFault::TimeZone {
            name: name.to_string(),
            near: time_zone::near(name).map(str::to_owned),
            refused,
        };
        if refused {
            let message = format!("Invalid execution timezone {name}");
            return self.invalid_value(place, Within::Whole, message, fault);
        }
        self.fault(InvalidValue {
            place,
            within: Within::Whole,
            fault,
        });
        Ok(())
    }

    fn check_owners(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, ()> {
        if let Value::Str(text) = value
            && !text.is_empty()
        {
            let message = format!("`owners` is not a list, but the text `{text}`");
            return self.invalid_metadata(place, Within::Whole, message, "give a list");
        }
        for (within, owner) in texts(value) {
            if !metadata::is_owner(&owner) {
                let message = format!("`{owner}` is not a valid owner");
                self.invalid_metadata(place, within, message, metadata::OWNERS)?;
            }
        }
        Ok(())
    }

    fn check_tags(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, ()> {
        let Value::Dict(dict) = value else {
            return Ok(());
        };
        for (key, value) in known_entries(dict) {
            if !metadata::is_key(&key) {
                let message = match &*key {
                    "" => "the key of a tag is empty".to_owned(),
                    key => format!("`{key}` is not a valid key of a tag"),
                };
                self.invalid_metadata(place, Within::Key(key.clone()), message, metadata::KEYS)?;
            }
            let message = match self.settle(value) {
                Value::Str(text) if metadata::is_value(&text) => continue,
                Value::Str(text) => format!("`{text}` is not a valid value of a tag"),
                value if is_known(&value) => format!("the value of tag `{key}` is not a string"),
                _ => continue,
            };
            self.invalid_metadata(place, Within::ValueOf(key), message, metadata::VALUES)?;
        }
        Ok(())
    }

    fn check_pool(&mut self, value: &Value<'a>, place: Place) -> Eval<'a, ()> {
        match value {
            Value::Str(name) if name.is_empty() || name.contains(char::is_whitespace) => {
                self.tell_invalid_name("a pool", name, NameFault::Space, place)
            }
            _ => Ok(()),
        }
    }

    fn check_kinds(&mut self, value: &Value<'a>, named: bool, place: Place) -> Eval<'a, ()> {
        let kinds = texts(value);
        for (within, kind) in kinds.iter().filter(|_| named) {
            if !metadata::is_part(kind) {
                let message = format!("`{kind}` is not a valid kind");
                self.invalid_metadata(place, within.clone(), message, metadata::KINDS)?;
            }
        }
        let different: BTreeSet<&str> = kinds.iter().map(|(_, kind)| &**kind).collect();
        if different.len() > metadata::MOST_KINDS {
            let message = format!("the asset has {} kinds", different.len());
            let remedy = "an asset can have ten at most";
            self.invalid_metadata(place, Within::Whole, message, remedy)?;
        }
        Ok(())
    }

    fn invalid_metadata(
        &mut self,
        place: Place,
        within: Within,
        message: String,
        remedy: &'static str,
    ) -> Eval<'a, ()> {
        let fault = ValueFault::Metadata {
            message: message.clone(),
            remedy,
        };
        self.invalid_value(place, within, message, fault)
    }

    pub(super) fn invalid_value(
        &mut self,
        place: Place,
        within: Within,
        message: String,
        fault: ValueFault,
    ) -> Eval<'a, ()> {
        let fault = InvalidValue {
            place,
            within,
            fault,
        };
        self.tell("DagsterInvalidDefinitionError", message, place, fault)
    }
}

/// The texts of a text, a list, a tuple or a set that are certain, and which they are.
fn texts(value: &Value<'_>) -> Vec<(Within, String)> {
    let of = |items: &[Value<'_>]| -> Vec<(Within, String)> {
        let texts = items.iter().enumerate();
        texts
            .filter_map(|(at, item)| Some((Within::Element(at), item.as_str()?.to_owned())))
            .collect()
    };
    match value {
        Value::Str(text) => vec![(Within::Whole, text.to_string())],
        Value::List(list) => of(&list.items.borrow()),
        Value::Tuple(items) => of(items),
        Value::Set(set, _) => of(&set.keys()),
        _ => Vec::new(),
    }
}

/// The entries of a dict that are certain and whose keys are texts.
fn known_entries<'a>(dict: &Dict<'a>) -> Vec<(String, Value<'a>)> {
    let entries = dict.entries().into_iter();
    let known = entries.filter_map(|entry| Some((entry.key.as_str()?.to_owned(), entry.value)));
    known.collect()
}

/// Whether a value is known and no text.
fn is_known(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::List(_)
            | Value::Tuple(_)
            | Value::Dict(_)
    )
}
