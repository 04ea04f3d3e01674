//! Values as text: `str()`, `repr()`, `format()`, f-strings, `%` and `str.format`.

mod number;
mod percent;
mod spec;
mod template;

pub(in crate::python) use number::float_repr;

use super::interpreter::Interpreter;
use super::value::Value;
use super::value::class::{Class, ClassKind, Instance};
use super::value::container::{Dict, Entry};
use super::value::function::Arguments;

/// A container nested more deeply than this has no text that we know.
const DEEPEST: u32 = 40;

impl<'a> Interpreter<'a> {
    /// `str(value)`, where it is known. A value with alternatives has no single text.
    pub(super) fn to_text(&mut self, value: &Value<'a>) -> Option<String> {
        match value {
            Value::Str(text) => Some(text.to_string()),
            Value::Path(path) => path.to_str().map(str::to_owned),
            Value::Instance(instance) => self.instance_text(value, instance, "__str__"),
            value => self.to_repr(value),
        }
    }

    /// `repr(value)`, where it is known.
    pub(crate) fn to_repr(&mut self, value: &Value<'a>) -> Option<String> {
        let mut text = String::new();
        self.write_repr(value, 0, &mut text)?;
        Some(text)
    }

    /// `format(value, spec)`, where it is known: also an f-string's `{value:spec}`.
    pub(super) fn format(&mut self, value: &Value<'a>, spec: &str) -> Option<String> {
        if let Value::Instance(instance) = value {
            if instance.class.lookup("__format__").is_some() {
                return None;
            }
            // Before Python 3.12 a member of a mixed-in enum has the format of its value.
            let is_enum = instance.class.kind == ClassKind::Enum;
            if is_enum
                && own_text(&instance.class).is_none()
                && !is_str_enum(&instance.class)
                && has_mixin(&instance.class)
            {
                return None;
            }
            let text = self.to_text(value)?;
            return if spec.is_empty() {
                Some(text)
            } else if is_enum {
                spec::format_str(&text, spec)
            } else {
                None
            };
        }
        if spec.is_empty() {
            return self.to_text(value);
        }
        match value {
            Value::Str(text) => spec::format_str(text, spec),
            Value::Int(number) => spec::format_int(*number, spec),
            Value::Bool(flag) => spec::format_int(i64::from(*flag), spec),
            Value::Float(number) => spec::format_float(*number, spec),
            _ => None,
        }
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one match: the text of each kind of value"
    )]
    fn write_repr(&mut self, value: &Value<'a>, depth: u32, text: &mut String) -> Option<()> {
        if depth > DEEPEST || text.len() > self.budget.size {
            return None;
        }
        match value {
            Value::None => text.push_str("None"),
            Value::Ellipsis => text.push_str("Ellipsis"),
            Value::Bool(true) => text.push_str("True"),
            Value::Bool(false) => text.push_str("False"),
            Value::Int(number) => text.push_str(&number.to_string()),
            Value::Float(number) => text.push_str(&float_repr(*number)),
            Value::Str(content) => quote(content, text)?,
            Value::Bytes(bytes) => quote_bytes(bytes, text),
            Value::Range {
                start,
                stop,
                step: 1,
            } => text.extend(["range(", &start.to_string(), ", ", &stop.to_string(), ")"]),
            Value::Range { start, stop, step } => {
                let bounds = [start, stop, step].map(ToString::to_string).join(", ");
                text.extend(["range(", &bounds, ")"]);
            }
            Value::List(list) if !list.is_open() => {
                let items = list.items.borrow().clone();
                self.write_items(&items, ("[", "]"), depth, text)?;
            }
            Value::Tuple(items) if items.len() == 1 => {
                self.write_items(items, ("(", ",)"), depth, text)?;
            }
            Value::Tuple(items) => self.write_items(items, ("(", ")"), depth, text)?,
            Value::Dict(dict) if !dict.is_open() && dict.default.borrow().is_none() => {
                self.write_entries(&dict.entries(), depth, text)?;
            }
            Value::Set(set, frozen) if !set.is_open() => {
                self.write_set(set, *frozen, depth, text)?;
            }
            Value::Path(path) => {
                text.push_str("PosixPath(");
                quote(path.to_str()?, text)?;
                text.push(')');
            }
            Value::Instance(instance) => {
                text.push_str(&self.instance_text(value, instance, "__repr__")?);
            }
            Value::Object(object) if object.type_name() == "AssetKey" => {
                let key = object.asset_key()?;
                let parts: Vec<_> = key.parts().iter().map(Value::str).collect();
                self.write_items(&parts, ("AssetKey([", "])"), depth, text)?;
            }
            _ => return None,
        }
        Some(())
    }

    /// A set of at most one element: the order of others differs from process to process.
    fn write_set(
        &mut self,
        set: &Dict<'a>,
        frozen: bool,
        depth: u32,
        text: &mut String,
    ) -> Option<()> {
        let entries = set.entries();
        let may_be_absent = |entry: &Entry<'_>| !matches!(entry.value, Value::None);
        if entries.len() > 1 || entries.iter().any(may_be_absent) {
            return None;
        }
        let keys: Vec<_> = entries.into_iter().map(|entry| entry.key).collect();
        match (keys.is_empty(), frozen) {
            (true, false) => text.push_str("set()"),
            (true, true) => text.push_str("frozenset()"),
            (false, false) => self.write_items(&keys, ("{", "}"), depth, text)?,
            (false, true) => self.write_items(&keys, ("frozenset({", "})"), depth, text)?,
        }
        Some(())
    }

    fn write_items(
        &mut self,
        items: &[Value<'a>],
        (start, end): (&str, &str),
        depth: u32,
        text: &mut String,
    ) -> Option<()> {
        text.push_str(start);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            let item = self.settle(item.clone());
            self.write_repr(&item, depth + 1, text)?;
        }
        text.push_str(end);
        Some(())
    }

    fn write_entries(
        &mut self,
        entries: &[Entry<'a>],
        depth: u32,
        text: &mut String,
    ) -> Option<()> {
        text.push('{');
        for (at, entry) in entries.iter().enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            self.write_repr(&entry.key, depth + 1, text)?;
            text.push_str(": ");
            let value = self.settle(entry.value.clone());
            self.write_repr(&value, depth + 1, text)?;
        }
        text.push('}');
        Some(())
    }

    /// The text of an instance: what its class says, or what an enum says.
    fn instance_text(
        &mut self,
        value: &Value<'a>,
        instance: &Instance<'a>,
        method: &str,
    ) -> Option<String> {
        let class = &instance.class;
        let own = if method == "__str__" {
            own_text(class)
        } else {
            class.lookup("__repr__").map(|_| "__repr__")
        };
        if let Some(own) = own {
            let method = self.attribute(value, own, instance.place).ok()?;
            let result = self.call(&method, Arguments::none(instance.place)).ok()?;
            return result.as_str().map(str::to_owned);
        }
        if method == "__str__" && is_exception_class(class) {
            let args = instance.attributes.borrow().get("args").cloned()?;
            return match &args {
                Value::Tuple(items) => match &***items {
                    [] => Some(String::new()),
                    [only] if &*class.name == "KeyError" => self.to_repr(only),
                    [only] => self.to_text(only),
                    _ => self.to_repr(&args),
                },
                _ => None,
            };
        }
        if class.kind != ClassKind::Enum {
            return None;
        }
        let name = self.attribute(value, "name", instance.place).ok()?;
        let member = self.attribute(value, "value", instance.place).ok()?;
        if method == "__repr__" {
            let member = self.to_repr(&member)?;
            return Some(format!("<{}.{}: {member}>", class.name, name.as_str()?));
        }
        if is_str_enum(class) {
            return self.to_text(&member);
        }
        Some(format!("{}.{}", class.name, name.as_str()?))
    }
}

/// Whether the instances of a class are exceptions.
fn is_exception_class(class: &Class<'_>) -> bool {
    super::builtin::is_exception(&class.name)
        || class.inherits(
            &|base| matches!(base, Value::Native(native) if super::builtin::is_exception(native.0)),
        )
}

/// The method that gives `str()` of instances, if a class of the project defines one.
fn own_text(class: &Class<'_>) -> Option<&'static str> {
    if class.lookup("__str__").is_some() {
        return Some("__str__");
    }
    // `Enum` has a `__str__` of its own that does not ask `__repr__`.
    (class.kind != ClassKind::Enum && class.lookup("__repr__").is_some()).then_some("__repr__")
}

/// Whether `str()` of its members is their value: `enum.StrEnum`, `enum.IntEnum`
/// (since Python 3.11) aside.
fn is_str_enum(class: &Class<'_>) -> bool {
    class.inherits(&|base| matches!(base, Value::External(path) if &**path == "enum.StrEnum"))
        || class
            .inherits(&|base| matches!(base, Value::Native(native) if native.0 == "enum.StrEnum"))
}

/// Whether an enum is also a `str` or an `int`.
fn has_mixin(class: &Class<'_>) -> bool {
    class.inherits(&|base| match base {
        Value::Native(native) => matches!(
            native.0,
            "str" | "int" | "float" | "bytes" | "enum.IntEnum" | "enum.IntFlag"
        ),
        Value::External(path) => matches!(&**path, "enum.IntEnum" | "enum.IntFlag"),
        _ => false,
    })
}

/// Writes a `str` as Python's `repr` does; none where a character is of a class that
/// we cannot tell to be printable.
fn quote(content: &str, text: &mut String) -> Option<()> {
    let quote = if content.contains('\'') && !content.contains('"') {
        '"'
    } else {
        '\''
    };
    text.push(quote);
    for character in content.chars() {
        match character {
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            character if character == quote => {
                text.push('\\');
                text.push(character);
            }
            ' '..='~' => text.push(character),
            character if u32::from(character) < 0x100 && !is_latin_printable(character) => {
                text.extend(["\\x", &format!("{:02x}", u32::from(character))]);
            }
            character if is_printable(character) => text.push(character),
            _ => return None,
        }
    }
    text.push(quote);
    Some(())
}

/// Whether a character beyond ASCII is certainly printable: letters, digits, Latin-1,
/// and blocks of punctuation, currencies, arrows, mathematics, boxes and pictures.
fn is_printable(character: char) -> bool {
    let is_in_block = matches!(
        u32::from(character),
        0x00a1..=0x00ff
            | 0x2010..=0x2027
            | 0x2030..=0x205e
            | 0x20a0..=0x20bf
            | 0x2190..=0x23ff
            | 0x2500..=0x27bf
            | 0x1f300..=0x1f64f
    );
    character.is_alphanumeric() || is_in_block
}

fn is_latin_printable(character: char) -> bool {
    matches!(u32::from(character), 0xa1..=0xac | 0xae..=0xff)
}

fn quote_bytes(bytes: &[u8], text: &mut String) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
        b'"'
    } else {
        b'\''
    };
    text.push('b');
    text.push(char::from(quote));
    for &byte in bytes {
        match byte {
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            b'\t' => text.push_str("\\t"),
            byte if byte == quote => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b' '..=b'~' => text.push(char::from(byte)),
            byte => text.extend(["\\x", &format!("{byte:02x}")]),
        }
    }
    text.push(char::from(quote));
}
