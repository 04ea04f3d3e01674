//! Asset keys and names from arguments (`AssetKey.from_coercible`).

use std::rc::Rc;

use crate::article;
use crate::model::AssetKey;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::object::{Data, Known};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `AssetKey(path)`
    pub(super) fn make_asset_key(&mut self, call: &Call<'a>) -> Eval<'a> {
        let Some(path) = call.get("path") else {
            return Ok(Value::unknown("an asset key has no path", call.place));
        };
        let key = self.key_of_value(&path, call.place);
        Ok(self.key_object(key, call.place))
    }

    /// `AssetKey.from_user_string(text)`
    pub(super) fn make_asset_key_from_user_string(&mut self, call: &Call<'a>) -> Eval<'a> {
        let key = match call.get("asset_key_string") {
            Some(Value::Str(text)) => Ok(AssetKey::from_user_string(&text)),
            Some(value) => Err(self.reason_of(&value, call.place)),
            None => return self.refuse("`from_user_string` needs a string", call.place),
        };
        Ok(self.key_object(key, call.place))
    }

    fn key_object(&mut self, key: Known<AssetKey>, place: Place) -> Value<'a> {
        match key {
            Ok(key) => self.object(Data::AssetKey(key), place),
            Err(unknown) => Value::Unknown(unknown),
        }
    }

    /// The key that a value stands for: a string is one part, whatever is in it.
    pub(crate) fn key_of_value(&mut self, value: &Value<'a>, place: Place) -> Known<AssetKey> {
        match self.settle(value.clone()) {
            Value::Str(text) => Ok(AssetKey::new(vec![text.to_string()])),
            value @ (Value::List(_) | Value::Tuple(_)) => {
                self.parts_of(&value, place).map(AssetKey::new)
            }
            Value::Object(object) => match &object.data {
                Data::AssetKey(key) => Ok(key.clone()),
                Data::Spec(spec) | Data::Source(spec) => spec.key.clone(),
                Data::Assets(assets) => match (assets.specs.as_slice(), &assets.open) {
                    ([only], None) => only.key.clone(),
                    (_, Some(unknown)) => Err(Rc::clone(unknown)),
                    _ => Err(self.no_key(
                        &format!("{} with several keys", article::named(object.type_name())),
                        place,
                    )),
                },
                Data::Plain {
                    name: "AssetDep",
                    arguments,
                } => match arguments.first() {
                    Some((_, value)) => self.key_of_value(&value.clone(), place),
                    None => Err(self.no_key("an `AssetDep` without an asset", place)),
                },
                _ => Err(self.no_key(&article::named(object.type_name()), place)),
            },
            // Members of an enum of strings are strings.
            Value::Instance(instance) if instance.class.is_str_enum() => {
                let value = instance
                    .attributes
                    .borrow()
                    .get("value")
                    .cloned()
                    .unwrap_or(Value::None);
                self.key_of_value(&value, place)
            }
            value => Err(self.reason_of(&value, place)),
        }
    }

    fn no_key(&self, what: &str, place: Place) -> Rc<Unknown> {
        Unknown::new(format!("the key of {what} is not known"), place)
    }

    fn parts_of(&mut self, value: &Value<'a>, place: Place) -> Known<Vec<String>> {
        let Ok(Elements { items, open }) = self.elements(value, place) else {
            return Err(self.no_key("a sequence", place));
        };
        if let Some(unknown) = open {
            return Err(unknown);
        }
        items.iter().map(|item| self.text_of(item, place)).collect()
    }

    /// A text argument.
    pub(crate) fn text_of(&mut self, value: &Value<'a>, place: Place) -> Known<String> {
        match self.settle(value.clone()) {
            Value::Str(text) => Ok(text.to_string()),
            Value::Instance(instance) if instance.class.is_str_enum() => {
                let value = instance
                    .attributes
                    .borrow()
                    .get("value")
                    .cloned()
                    .unwrap_or(Value::None);
                self.text_of(&value, place)
            }
            value => Err(self.reason_of(&value, place)),
        }
    }

    /// A key prefix: a string is one part; absent and empty are none.
    pub(crate) fn prefix_of(
        &mut self,
        value: Option<&Value<'a>>,
        place: Place,
    ) -> Known<Vec<String>> {
        match value.map(|value| self.settle(value.clone())) {
            None | Some(Value::None) => Ok(Vec::new()),
            Some(Value::Str(text)) if text.is_empty() => Ok(Vec::new()),
            Some(value @ Value::Object(_)) => self
                .key_of_value(&value, place)
                .map(|key| key.parts().to_vec()),
            Some(Value::Str(text)) => Ok(vec![text.to_string()]),
            Some(value @ (Value::List(_) | Value::Tuple(_))) => self.parts_of(&value, place),
            Some(value) => Err(self.reason_of(&value, place)),
        }
    }

    /// The name of what a decorator makes: `name=`, else that of the function. An empty
    /// name is none.
    pub(crate) fn name_of(&mut self, call: &Call<'a>) -> Known<String> {
        match call.some("name").filter(|name| !is_empty(name)) {
            Some(name) => self.text_of(&name, call.place_of("name")),
            None => self.function_name(call),
        }
    }

    /// The `__name__` of the decorated function.
    pub(super) fn function_name(&mut self, call: &Call<'a>) -> Known<String> {
        match call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone())
        {
            Some(Value::Function(function)) => self.text_of(&function.current_name(), call.place),
            Some(Value::Partial(partial)) => match &partial.callee {
                Value::Function(_) => Err(self.no_key("a `functools.partial`", call.place)),
                value => Err(self.reason_of(value, call.place)),
            },
            Some(value) => Err(self.reason_of(&value, call.place)),
            None => Err(self.no_key("a decorator without a function", call.place)),
        }
    }

    /// The keys in a list of dependencies, as far as they are known.
    pub(super) fn known_keys(&mut self, value: Option<Value<'a>>, place: Place) -> Vec<AssetKey> {
        let Some(value) = value else {
            return Vec::new();
        };
        let Ok(Elements { items, .. }) = self.elements(&value, place) else {
            return Vec::new();
        };
        let mut keys = Vec::new();
        for item in items {
            if let Value::Object(object) = &item
                && let Data::Assets(assets) = &object.data
            {
                keys.extend(assets.specs.iter().filter_map(|spec| spec.key.clone().ok()));
                continue;
            }
            keys.extend(self.key_of_value(&item, place));
        }
        keys
    }
}
/// Whether a value is the empty text, which Dagster takes for no name.
pub(super) fn is_empty(value: &Value<'_>) -> bool {
    value.as_str() == Some("")
}
