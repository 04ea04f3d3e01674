//! The environment of the process. It is never read: what a lookup gives is open, unless
//! settings give it a value.

use std::path::PathBuf;
use std::rc::Rc;

use crate::model::Guard;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::function::Arguments;
use crate::python::value::unknown::Identity;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// The arm of a variable's branch in which it is not set.
const UNSET: u8 = 0;
/// The arm in which it is set.
const SET: u8 = 1;

impl<'a> Interpreter<'a> {
    /// Where Dagster is started, unless nothing says where or the code went elsewhere.
    pub(super) fn current_directory(&self, place: Place) -> Result<PathBuf, Value<'a>> {
        let directory = self.target.current_directory.clone();
        directory
            .filter(|_| !self.is_moved)
            .ok_or_else(|| Value::unknown("the directory that Dagster runs in is not known", place))
    }

    /// `os.environ.get(name, default)`: the default where the variable is not set, an
    /// unknown where it is. All lookups of a variable share one branch.
    pub(crate) fn environment_lookup(
        &mut self,
        name: &str,
        default: Value<'a>,
        place: Place,
    ) -> Value<'a> {
        if let Some(value) = self.fixed_variable(name) {
            return value;
        }
        let branch = self.branch_of(&Identity::of_variable(name));
        let value = environment_value(name, place);
        let unset = Guard::new(vec![(branch, UNSET)]);
        let mut entries = vec![(Guard::new(vec![(branch, SET)]), value)];
        match default {
            Value::Choice(choice) => entries.extend(
                choice
                    .iter()
                    .map(|(guard, value)| (guard.and(&unset), value.clone())),
            ),
            default => entries.push((unset, default)),
        }
        self.settle(Value::Choice(Rc::new(entries)))
    }

    /// The value that settings give a variable.
    fn fixed_variable(&self, name: &str) -> Option<Value<'a>> {
        let value = self.target.variables.get(name)?;
        Some(Value::Str(Rc::from(value.as_str())))
    }

    /// `os.environ[name]`.
    pub(crate) fn environment_subscript(&mut self, index: &Value<'a>, place: Place) -> Value<'a> {
        match index {
            Value::Str(name) => {
                if let Some(fixed) = self.fixed_variable(name) {
                    return fixed;
                }
                self.host.hear_variable(self, name, place);
                environment_value(name, place)
            }
            index => self.derived(index, "os.environ", place),
        }
    }

    /// `name in os.environ`.
    pub(in crate::python) fn environment_contains(
        &mut self,
        index: &Value<'a>,
        place: Place,
    ) -> Value<'a> {
        let Value::Str(name) = index else {
            return self.derived(index, "os.environ", place);
        };
        if self.fixed_variable(name).is_some() {
            return Value::Bool(true);
        }
        let branch = self.branch_of(&Identity::of_variable(name));
        let entries = vec![
            (Guard::new(vec![(branch, SET)]), Value::Bool(true)),
            (Guard::new(vec![(branch, UNSET)]), Value::Bool(false)),
        ];
        self.settle(Value::Choice(Rc::new(entries)))
    }

    /// `os.environ.update(mapping, NAME=value)`.
    fn environment_update(&mut self, arguments: &Arguments<'a>) -> Eval<'a, ()> {
        let keywords = arguments.keywords.iter();
        self.variables_set
            .extend(keywords.map(|(name, _)| Rc::clone(name)));
        self.sets_any_variable |= arguments.open_keywords.is_some();
        let Some(mapping) = arguments.at(0).cloned() else {
            return Ok(());
        };
        let keys = self.elements(&mapping, arguments.place)?;
        self.sets_any_variable |= keys.open.is_some();
        for key in keys.items {
            match key {
                Value::Str(name) => {
                    self.variables_set.insert(name);
                }
                _ => self.sets_any_variable = true,
            }
        }
        Ok(())
    }

    pub(super) fn call_os(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        match name {
            "os.environ.get" | "os.getenv" => self.get_variable(name, arguments),
            "os.environ.setdefault" => match (arguments.at(0).cloned(), arguments.at(1).cloned()) {
                (Some(Value::Str(variable)), Some(default)) => {
                    self.variables_set.insert(Rc::clone(&variable));
                    Ok(self.environment_lookup(&variable, default, place))
                }
                _ => Ok(self.unknown_call(name, arguments)),
            },
            "os.environ.pop" => match (arguments.at(0).cloned(), arguments.at(1).cloned()) {
                (Some(Value::Str(variable)), Some(default)) => {
                    Ok(self.environment_lookup(&variable, default, place))
                }
                (Some(variable), None) => Ok(self.environment_subscript(&variable, place)),
                _ => Ok(self.unknown_call(name, arguments)),
            },
            "os.chdir" => {
                self.is_moved = true;
                Ok(Value::None)
            }
            "os.environ.update" => {
                self.environment_update(arguments)?;
                Ok(Value::None)
            }
            "os.makedirs" | "os.mkdir" | "os.putenv" => Ok(Value::None),
            "os.getcwd" => Ok(self.current_directory(place).map_or_else(
                |unknown| unknown,
                |directory| Value::str(directory.to_string_lossy()),
            )),
            "os.fspath" => match arguments.at(0).cloned() {
                Some(path @ (Value::Str(_) | Value::Path(_))) => self.str_of(&path, place),
                _ => Ok(self.unknown_call(name, arguments)),
            },
            "os.listdir" => Ok(self.list_names(arguments)),
            "os.walk" => Ok(self.walk(arguments)),
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }

    /// `os.environ.get(key, default)`
    fn get_variable(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let default = arguments.get(1, "default").cloned().unwrap_or(Value::None);
        match arguments.get(0, "key").cloned() {
            Some(Value::Str(variable)) => Ok(self.environment_lookup(&variable, default, place)),
            Some(Value::Choice(choice)) => self.lift(&choice, |cx, variable| {
                Ok(match variable {
                    Value::Str(variable) => {
                        cx.environment_lookup(&variable, default.clone(), place)
                    }
                    variable => cx.derived(&variable, name, place),
                })
            }),
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }
}

fn environment_value<'a>(name: &str, place: Place) -> Value<'a> {
    let reason = format!("environment variable `{name}` is not known");
    Value::Unknown(Unknown::identified(
        reason,
        place,
        Identity::of_variable(name),
    ))
}
