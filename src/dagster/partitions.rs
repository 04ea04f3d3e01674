//! Partitions definitions.

use std::collections::HashSet;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;

impl<'a> Interpreter<'a> {
    /// `StaticPartitionsDefinition(partition_keys)`
    pub(super) fn make_static_partitions(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place_of("partition_keys");
        let keys = match call.some("partition_keys") {
            Some(Value::List(list)) if !list.is_open() => list.items.borrow().clone(),
            Some(Value::Tuple(items)) => items.to_vec(),
            _ => Vec::new(),
        };
        let mut seen = HashSet::new();
        for key in &keys {
            if let Some(key) = key.as_str()
                && !seen.insert(key)
            {
                let message = format!("partition keys must be unique: `{key}` is there twice");
                return self.refuse(message, place);
            }
        }
        Ok(self.plain(call))
    }
}
