//! Partitions definitions: what they are made of, as far as Dagster looks at it.

mod date;

use std::collections::HashSet;

use crate::model::{ValueFault, Within};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::object::Data;
use crate::source::Place;
use date::{default_format, invalid_part, is_date};

/// Where a kind of offset ends; Dagster makes a cron expression of them.
const OFFSETS: [(&str, i64); 3] = [
    ("minute_offset", 59),
    ("hour_offset", 23),
    ("day_offset", 31),
];

impl<'a> Interpreter<'a> {
    /// Records what Dagster refuses of a partitions definition.
    pub(super) fn check_partitions(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        match call.api.name {
            "StaticPartitionsDefinition" => self.check_static(call),
            "MultiPartitionsDefinition" => self.check_multi(call),
            "DynamicPartitionsDefinition" => self.check_dynamic(call),
            "TimeWindowPartitionsDefinition" => self.check_dates(call, &["start", "end"]),
            name if default_format(name).is_some() => {
                self.check_dates(call, &["start_date", "end_date"])?;
                self.check_offsets(call)
            }
            _ => Ok(()),
        }
    }

    fn check_static(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        let place = call.place_of("partition_keys");
        let keys = match call.some("partition_keys").map(|keys| self.settle(keys)) {
            Some(Value::List(list)) if !list.is_open() => list.items.borrow().clone(),
            Some(Value::Tuple(items)) => items.to_vec(),
            _ => Vec::new(),
        };
        let mut seen = HashSet::new();
        for (at, key) in keys.iter().enumerate() {
            let message = match key {
                Value::Str(key) => match invalid_part(key) {
                    Some(part) => format!("a partition key cannot hold `{}`", part.escape_debug()),
                    None if !seen.insert(key.clone()) => {
                        format!("partition key `{key}` is there twice")
                    }
                    None => continue,
                },
                Value::None | Value::Bool(_) | Value::Int(_) | Value::Float(_) => {
                    "a partition key must be a string".to_owned()
                }
                _ => continue,
            };
            self.invalid_partitions(place, Within::Element(at), message)?;
        }
        Ok(())
    }

    fn check_multi(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        let place = call.place_of("partitions_defs");
        let Some(Value::Dict(dict)) = call.some("partitions_defs") else {
            return Ok(());
        };
        let entries = dict.entries();
        let is_certain = !dict.is_open() && !entries.iter().any(|it| is_choice(&it.value));
        if is_certain && entries.len() != 2 {
            let message = format!(
                "Dagster takes partitions of two dimensions, and these have {}",
                entries.len()
            );
            return self.invalid_partitions(place, Within::Whole, message);
        }
        for entry in entries {
            let (Value::Str(key), Value::Object(object)) = (&entry.key, &entry.value) else {
                continue;
            };
            if matches!(&object.data, Data::Plain { name, .. } if *name == "MultiPartitionsDefinition")
            {
                let message = format!("dimension `{key}` has dimensions of its own");
                self.invalid_partitions(place, Within::ValueOf(key.to_string()), message)?;
            }
        }
        Ok(())
    }

    fn check_dynamic(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        let is_none = |name: &str| matches!(call.get(name), None | Some(Value::None));
        let message = match (is_none("name"), is_none("partition_fn")) {
            (true, true) => "dynamic partitions have neither a name nor a function",
            (false, false)
                if call
                    .argument("name")
                    .is_some_and(|it| it.value.as_str().is_some()) =>
            {
                "dynamic partitions have a name and a function"
            }
            _ => return Ok(()),
        };
        let is_open = call.open.is_some();
        if is_open {
            return Ok(());
        }
        self.invalid_partitions(call.place, Within::Whole, message.to_owned())
    }

    fn check_dates(&mut self, call: &Call<'a>, parameters: &[&str]) -> Eval<'a, ()> {
        let format = match call.some("fmt") {
            Some(Value::Str(format)) => format.to_string(),
            Some(_) => return Ok(()),
            None => match default_format(call.api.name) {
                Some(format) => format.to_owned(),
                None => return Ok(()),
            },
        };
        for parameter in parameters {
            if let Some(Value::Str(text)) = call.some(parameter)
                && is_date(&text, &format) == Some(false)
            {
                let message = format!("`{text}` is not a date of the form `{format}`");
                self.invalid_partitions(call.place_of(parameter), Within::Whole, message)?;
            }
        }
        Ok(())
    }

    fn check_offsets(&mut self, call: &Call<'a>) -> Eval<'a, ()> {
        for (parameter, most) in OFFSETS {
            if let Some(Value::Int(offset)) = call.some(parameter)
                && !(0..=most).contains(&offset)
            {
                let message = format!("`{parameter}` is {offset}, and can be 0 to {most}");
                self.invalid_partitions(call.place_of(parameter), Within::Whole, message)?;
            }
        }
        Ok(())
    }

    fn invalid_partitions(
        &mut self,
        place: Place,
        within: Within,
        message: String,
    ) -> Eval<'a, ()> {
        let fault = ValueFault::Partitions {
            message: message.clone(),
        };
        self.invalid_value(place, within, message, fault)
    }
}

fn is_choice(value: &Value<'_>) -> bool {
    matches!(value, Value::Choice(_) | Value::Unknown(_))
}
