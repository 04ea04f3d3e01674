//! `config_from_files` and its kin: configuration that is read from the repository.

use std::rc::Rc;

use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Arguments;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `config_from_files(config_files)`: one mapping of all YAML files that the names and
    /// patterns stand for, the later ones over the earlier ones.
    pub(super) fn make_config_from_files(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let Some(files) = call.get("config_files") else {
            return self.refuse("`config_from_files` needs a list of files", place);
        };
        let Elements { items, open } = self.elements(&files, place)?;
        let mut texts = Vec::new();
        for pattern in items {
            let paths = self.native("glob.glob", [pattern], place)?;
            let paths = self.elements(&paths, place)?;
            if paths.items.is_empty() || paths.open.is_some() {
                return Ok(Value::unknown(
                    "the configuration file is not in the repository",
                    place,
                ));
            }
            for path in paths.items {
                let path = self.native("pathlib.Path", [path], place)?;
                texts.push(self.call_method(&path, "read_text", Arguments::none(place))?);
            }
        }
        match open {
            Some(unknown) => Ok(Value::Unknown(unknown)),
            None => self.merged_configuration(texts, place),
        }
    }

    /// `config_from_yaml_strings(yaml_strings)`
    pub(super) fn make_config_from_strings(&mut self, call: &Call<'a>) -> Eval<'a> {
        let texts = call.get("yaml_strings").unwrap_or(Value::None);
        let Elements { items, open } = self.elements(&texts, call.place)?;
        match open {
            Some(unknown) => Ok(Value::Unknown(unknown)),
            None => self.merged_configuration(items, call.place),
        }
    }

    /// `file_relative_path(dunderfile, relative_path)`
    pub(super) fn make_file_relative_path(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let argument = |name| call.get(name).unwrap_or(Value::None);
        let folder = self.native("os.path.dirname", [argument("dunderfile")], place)?;
        let both = [folder, argument("relative_path")];
        self.native("os.path.join", both, place)
    }

    fn merged_configuration(&mut self, texts: Vec<Value<'a>>, place: Place) -> Eval<'a> {
        let merged = Rc::new(Dict::default());
        for text in texts {
            let part = self.native("yaml.safe_load", [text], place)?;
            if let Value::Unknown(unknown) = part {
                return Ok(Value::Unknown(unknown));
            }
            self.merge_deep(&merged, &part, place)?;
        }
        Ok(Value::Dict(merged))
    }

    /// Puts one mapping over another; mappings within them are merged in turn.
    fn merge_deep(&mut self, into: &Rc<Dict<'a>>, from: &Value<'a>, place: Place) -> Eval<'a, ()> {
        self.step(place)?;
        let Value::Dict(from) = from else {
            into.open(&self.reason_of(from, place));
            return Ok(());
        };
        for entry in from.entries() {
            let own = key_of(&entry.key).and_then(|key| into.get(&key));
            match (own, &entry.value) {
                (Some(Value::Dict(own)), Value::Dict(_)) => {
                    self.merge_deep(&own, &entry.value, place)?;
                }
                _ => self.insert(into, entry.key, entry.value, place),
            }
        }
        Ok(())
    }
}
