//! `Path.glob`, `glob.glob` and `fnmatch`.

use std::path::{Path, PathBuf};

use super::fnmatch::fnmatch;
use crate::python::builtin::path_of;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::function::Arguments;
use crate::source::Place;
use crate::source::disk::{Disk, Entry};

/// Directories below this depth are not searched.
const DEEPEST: usize = 40;

impl<'a> Interpreter<'a> {
    pub(super) fn call_glob(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        match name {
            "glob.glob" | "glob.iglob" => Ok(self.glob_texts(arguments)),
            "fnmatch.fnmatch" => Ok(match (arguments.at(0), arguments.at(1)) {
                (Some(Value::Str(text)), Some(Value::Str(pattern))) => {
                    Value::Bool(fnmatch(pattern)(text))
                }
                _ => self.unknown_call(name, arguments),
            }),
            _ => {
                let (Some(names), Some(Value::Str(pattern))) =
                    (arguments.at(0).cloned(), arguments.at(1).cloned())
                else {
                    return Ok(self.unknown_call(name, arguments));
                };
                let names = self.certain_elements(&names, name, arguments.place)?;
                let Some(names) = self.texts(names) else {
                    return Ok(self.unknown_call(name, arguments));
                };
                let matches = fnmatch(&pattern);
                let kept = names.into_iter().filter(|name| matches(name));
                Ok(Value::list(kept.map(Value::str).collect()))
            }
        }
    }

    fn glob_texts(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let Some(pattern) = arguments.at(0).and_then(path_of) else {
            return self.unknown_call("glob.glob", arguments);
        };
        let recursive = arguments
            .keyword("recursive")
            .is_some_and(|flag| matches!(flag, Value::Bool(true)));
        let others = arguments
            .keywords
            .iter()
            .any(|(name, _)| &**name != "recursive");
        let Some(pattern) = pattern.to_str().filter(|_| !others) else {
            return self.unknown_call("glob.glob", arguments);
        };
        let (base, rest) = split(pattern, recursive);
        match self.glob(&base, &rest, false, arguments.place) {
            Ok(found) => Value::list(
                found
                    .iter()
                    .map(|path| Value::str(path.to_string_lossy()))
                    .collect(),
            ),
            Err(unknown) => unknown,
        }
    }

    /// The paths below a directory that match a pattern, sorted. Hidden ones match a
    /// wildcard in `pathlib`, not in `glob`.
    pub(in crate::python) fn glob(
        &mut self,
        base: &Path,
        pattern: &str,
        hidden: bool,
        place: Place,
    ) -> Result<Vec<PathBuf>, Value<'a>> {
        let base = self.repository_path(base, place)?;
        let parts: Vec<&str> = pattern
            .split('/')
            .filter(|part| !part.is_empty() && *part != ".")
            .collect();
        let mut search = Search {
            disk: self.disk(),
            found: Vec::new(),
            hidden,
            seen: 0,
            limit: self.budget.size,
        };
        let complete = !parts.contains(&"..") && search.descend(&base, &parts, 0).is_some();
        if !complete {
            return Err(Value::unknown(
                format!("daglint does not follow the pattern `{pattern}` here"),
                place,
            ));
        }
        let mut found = search.found;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }
}

/// A search below one directory.
struct Search<'a> {
    disk: &'a Disk,
    found: Vec<PathBuf>,
    hidden: bool,
    seen: usize,
    limit: usize,
}

impl Search<'_> {
    /// None where the pattern is not understood or a bound is reached.
    fn descend(&mut self, directory: &Path, parts: &[&str], depth: usize) -> Option<()> {
        let Some((part, rest)) = parts.split_first() else {
            return Some(());
        };
        if depth > DEEPEST {
            return None;
        }
        if *part == "**" {
            if rest.is_empty() {
                self.found.push(directory.to_path_buf());
            } else {
                self.descend(directory, rest, depth + 1)?;
            }
            for entry in self.entries(directory)? {
                let name = entry.name()?;
                let path = directory.join(name);
                if entry.is_folder() && (self.hidden || !name.starts_with('.')) {
                    self.descend(&path, parts, depth + 1)?;
                } else if rest.is_empty() && !self.hidden && !name.starts_with('.') {
                    self.found.push(path);
                }
            }
            return Some(());
        }
        let matches = fnmatch(part);
        for entry in self.entries(directory)? {
            let name = entry.name()?;
            let is_hidden = name.starts_with('.') && !part.starts_with('.') && !self.hidden;
            if is_hidden || !matches(name) {
                continue;
            }
            let path = directory.join(name);
            if rest.is_empty() {
                self.found.push(path);
            } else if self.disk.is_folder(&path) {
                self.descend(&path, rest, depth + 1)?;
            }
        }
        Some(())
    }

    /// What is in a directory; one that cannot be listed has nothing, as in Python.
    fn entries(&mut self, directory: &Path) -> Option<Vec<Entry>> {
        let entries = self.disk.entries(directory).unwrap_or_default();
        self.seen += entries.len();
        (self.seen <= self.limit).then_some(entries)
    }
}

/// The directory before the first wildcard of a pattern, and the rest.
fn split(pattern: &str, recursive: bool) -> (PathBuf, String) {
    let parts: Vec<&str> = pattern.split('/').collect();
    let first = parts
        .iter()
        .position(|part| part.contains(['*', '?', '[']))
        .unwrap_or(parts.len() - 1);
    let base = if first == 1 {
        "/".to_owned()
    } else {
        parts[..first].join("/")
    };
    let rest = parts[first..].iter().map(|part| match *part {
        "**" if !recursive => "*",
        part => part,
    });
    (PathBuf::from(base), rest.collect::<Vec<_>>().join("/"))
}
