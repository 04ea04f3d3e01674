//! `pathlib.Path`: pure parts of paths, and what the repository holds at them.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::element::Certain;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::stdlib::pure_path as pure;
use crate::python::value::Value;
use crate::python::value::function::Arguments;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `Path(...)`.
    pub(in crate::python) fn make_path(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let mut path = PathBuf::from(".");
        for argument in &arguments.positional {
            let Some(part) = path_of(&argument.value) else {
                return self.unknown_call("pathlib.Path", arguments);
            };
            path = pure::join(&path, &part);
        }
        Value::Path(Rc::new(path))
    }

    /// The data attributes of a path.
    pub(super) fn path_attribute(
        &mut self,
        path: &Path,
        name: &str,
        place: Place,
    ) -> Option<Value<'a>> {
        let text = path.to_str()?;
        Some(match name {
            "parent" => Value::Path(Rc::new(pure::parent(path))),
            "parents" => {
                let mut parents = Vec::new();
                let mut current = path.to_path_buf();
                loop {
                    let parent = pure::parent(&current);
                    if parent == current {
                        break;
                    }
                    parents.push(Value::Path(Rc::new(parent.clone())));
                    current = parent;
                }
                Value::tuple(parents)
            }
            "name" => Value::str(pure::name(text)),
            "stem" => Value::str(pure::stem(text)),
            "suffix" => Value::str(pure::suffix(text)),
            "suffixes" => Value::list(pure::suffixes(text).into_iter().map(Value::str).collect()),
            "parts" => Value::tuple(pure::parts(text).into_iter().map(Value::str).collect()),
            "root" | "anchor" => Value::str(if text.starts_with('/') { "/" } else { "" }),
            "drive" => Value::str(""),
            "__class__" => Value::unknown("the class of a path depends on the platform", place),
            _ => return None,
        })
    }

    pub(super) fn call_path_method(
        &mut self,
        path: &Rc<PathBuf>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        match name {
            "exists" | "is_file" | "is_dir" => Ok(self.path_exists(path, name, place)),
            "read_text" => Ok(self
                .text_of_file(path, place)
                .map_or_else(|unknown| unknown, Value::str)),
            "read_bytes" => Ok(self.text_of_file(path, place).map_or_else(
                |unknown| unknown,
                |text| Value::Bytes(text.as_bytes().into()),
            )),
            "open" => {
                let arguments = arguments
                    .clone()
                    .with_receiver(Value::Path(Rc::clone(path)));
                Ok(self.open_file(&arguments))
            }
            "iterdir" => {
                let names = self.list_directory(path, place);
                Ok(self
                    .paths(names.map(|names| names.iter().map(|name| path.join(name)).collect())))
            }
            "glob" | "rglob" => {
                let Some(Value::Str(pattern)) = arguments.at(0) else {
                    return Ok(self.unknown_call("pathlib.Path.glob", arguments));
                };
                let pattern = if name == "rglob" {
                    format!("**/{pattern}")
                } else {
                    pattern.to_string()
                };
                let found = self.glob(path, &pattern, true, place);
                Ok(self.paths(found))
            }
            "mkdir" | "touch" | "unlink" | "rmdir" | "write_text" | "write_bytes" => {
                Ok(Value::None)
            }
            _ => Ok(self.pure_path_method(path, name, arguments)),
        }
    }

    fn paths(&mut self, found: Result<Vec<PathBuf>, Value<'a>>) -> Value<'a> {
        match found {
            Ok(paths) => Value::iterator(
                paths
                    .into_iter()
                    .map(|path| Value::Path(Rc::new(path)))
                    .collect(),
            ),
            Err(unknown) => unknown,
        }
    }

    fn pure_path_method(
        &mut self,
        path: &Rc<PathBuf>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let receiver = Value::Path(Rc::clone(path));
        pure_method(path, name, arguments).unwrap_or_else(|| {
            if matches!(name, "resolve" | "absolute") {
                let reason = "a relative path depends on the directory that Dagster runs in";
                return Value::unknown(reason, arguments.place);
            }
            self.unknown_method(&receiver, name, arguments)
        })
    }

    /// Texts of elements, where all of them are texts or paths.
    pub(in crate::python) fn texts(&self, items: Certain<'a>) -> Option<Vec<String>> {
        items
            .ok()?
            .iter()
            .map(|item| item.as_str().map(str::to_owned))
            .collect()
    }
}

/// The path that a `str` or a `Path` means.
pub(crate) fn path_of(value: &Value<'_>) -> Option<PathBuf> {
    match value {
        Value::Str(text) => Some(pure::normal(text)),
        Value::Path(path) => Some(path.as_ref().clone()),
        _ => None,
    }
}

fn pure_method<'a>(path: &Rc<PathBuf>, name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let text = path.to_str()?;
    let argument = || arguments.at(0).and_then(path_of);
    let made = |path: PathBuf| Some(Value::Path(Rc::new(path)));
    match name {
        "joinpath" => {
            let mut joined = path.as_ref().clone();
            for argument in &arguments.positional {
                joined = pure::join(&joined, &path_of(&argument.value)?);
            }
            made(joined)
        }
        "as_posix" | "__str__" | "__fspath__" => Some(Value::str(text)),
        "as_uri" if path.is_absolute() && text.is_ascii() && !text.contains([' ', '%']) => {
            Some(Value::str(format!("file://{text}")))
        }
        "is_absolute" => Some(Value::Bool(path.is_absolute())),
        "absolute" if path.is_absolute() => Some(Value::Path(Rc::clone(path))),
        "resolve" if path.is_absolute() => made(pure::lexical(path)),
        "expanduser" if !text.starts_with('~') => Some(Value::Path(Rc::clone(path))),
        "with_name" => made(pure::with_name(path, arguments.at(0)?.as_str()?)),
        "with_stem" => made(pure::with_name(
            path,
            &format!("{}{}", arguments.at(0)?.as_str()?, pure::suffix(text)),
        )),
        "with_suffix" => made(pure::with_name(
            path,
            &format!("{}{}", pure::stem(text), arguments.at(0)?.as_str()?),
        )),
        "is_relative_to" => Some(Value::Bool(path.starts_with(argument()?))),
        "relative_to" => made(pure::normal(path.strip_prefix(argument()?).ok()?.to_str()?)),
        _ => None,
    }
}
