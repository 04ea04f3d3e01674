//! What Dagster cannot write into the snapshot of a code location
//! (`dagster_shared.serdes`).

use crate::python::value::Value;
use crate::python::value::class::ClassKind;

/// How deep a value is looked into: one that holds itself is not looked into for ever.
const DEPTH: u32 = 16;

/// The part of a value that cannot be serialized for certain, in words.
pub(crate) fn unserializable(value: &Value<'_>) -> Option<String> {
    within(value, DEPTH)
}

fn within(value: &Value<'_>, depth: u32) -> Option<String> {
    let depth = depth.checked_sub(1)?;
    match value {
        Value::Native(native) => Some(format!("`{}`", native.0)),
        Value::Class(class) => Some(format!("the class `{}`", class.name)),
        Value::Function(function) => Some(format!("the function `{}`", function.name)),
        // Where the checkout lies is no part of what is wrong.
        Value::Path(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            Some(format!("a path to `{}`", name.display()))
        }
        Value::Instance(instance) if instance.class.kind == ClassKind::Enum => {
            Some(format!("a member of the enum `{}`", instance.class.name))
        }
        Value::List(list) => {
            let items = list.items.borrow();
            items.iter().find_map(|item| within(item, depth))
        }
        Value::Tuple(items) => items.iter().find_map(|item| within(item, depth)),
        Value::Dict(dict) => {
            let entries = dict.entries();
            entries.iter().find_map(|entry| within(&entry.value, depth))
        }
        _ => None,
    }
}
