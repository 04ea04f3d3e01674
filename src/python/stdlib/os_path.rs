//! `os.path`.

use std::path::Path;

use super::pure_path as pure;
use crate::python::builtin::path_of;
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::function::Arguments;

impl<'a> Interpreter<'a> {
    pub(super) fn call_os_path(&mut self, name: &str, arguments: &Arguments<'a>) -> Value<'a> {
        let function = name.trim_start_matches("os.path.");
        if matches!(function, "exists" | "isfile" | "isdir") {
            let Some(path) = arguments.at(0).and_then(path_of) else {
                return self.unknown_call(name, arguments);
            };
            let test = match function {
                "isfile" => "is_file",
                "isdir" => "is_dir",
                _ => "exists",
            };
            return self.path_exists(&path, test, arguments.place);
        }
        pure_function(function, arguments).unwrap_or_else(|| {
            let is_relative = arguments
                .at(0)
                .and_then(path_of)
                .is_some_and(|path| path.is_relative());
            if matches!(function, "abspath" | "realpath") && is_relative {
                let reason = "a relative path depends on the directory that Dagster runs in";
                return Value::unknown(reason, arguments.place);
            }
            self.unknown_call(name, arguments)
        })
    }
}

/// The text of a `str` or a `Path`; `os.path` leaves a `str` as it is written.
fn text_of(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Str(text) => Some(text.to_string()),
        Value::Path(path) => path.to_str().map(str::to_owned),
        _ => None,
    }
}

fn pure_function<'a>(function: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let text = text_of(arguments.at(0)?)?;
    Some(match function {
        "join" => {
            let mut joined = text;
            for argument in arguments.positional.iter().skip(1) {
                joined = join(&joined, &text_of(&argument.value)?);
            }
            Value::str(joined)
        }
        "dirname" => Value::str(split(&text).0),
        "basename" => Value::str(split(&text).1),
        "split" => {
            let (head, tail) = split(&text);
            Value::tuple(vec![Value::str(head), Value::str(tail)])
        }
        "splitext" => {
            let suffix = pure::suffix(&text);
            // `splitext` takes a trailing dot for an extension.
            let suffix = if suffix.is_empty()
                && text.ends_with('.')
                && !pure::name(&text).trim_matches('.').is_empty()
            {
                "."
            } else {
                suffix
            };
            let (root, suffix) = text.split_at(text.len() - suffix.len());
            Value::tuple(vec![Value::str(root), Value::str(suffix)])
        }
        "isabs" => Value::Bool(text.starts_with('/')),
        "normpath" => Value::str(pure::lexical(Path::new(&text)).to_str()?),
        "abspath" | "realpath" if text.starts_with('/') => {
            Value::str(pure::lexical(Path::new(&text)).to_str()?)
        }
        "expanduser" if !text.starts_with('~') => Value::str(text),
        "relpath" => Value::str(relative(&text, &text_of(arguments.get(1, "start")?)?)?),
        _ => return None,
    })
}

fn join(base: &str, part: &str) -> String {
    if part.starts_with('/') {
        part.to_owned()
    } else if base.is_empty() || base.ends_with('/') {
        format!("{base}{part}")
    } else {
        format!("{base}/{part}")
    }
}

/// What is before and after the last slash.
fn split(text: &str) -> (&str, &str) {
    let (head, tail) = text.split_at(text.rfind('/').map_or(0, |at| at + 1));
    let trimmed = head.trim_end_matches('/');
    (if trimmed.is_empty() { head } else { trimmed }, tail)
}

/// One absolute path relative to another.
fn relative(path: &str, start: &str) -> Option<String> {
    if !path.starts_with('/') || !start.starts_with('/') {
        return None;
    }
    let (path, start) = (
        pure::lexical(Path::new(path)),
        pure::lexical(Path::new(start)),
    );
    let (path, start) = (path.to_str()?, start.to_str()?);
    let (path, start) = (pure::parts(path), pure::parts(start));
    let common = path.iter().zip(&start).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", start.len() - common);
    let parts: Vec<&str> = up.chain(path[common..].iter().copied()).collect();
    Some(if parts.is_empty() {
        ".".into()
    } else {
        parts.join("/")
    })
}
