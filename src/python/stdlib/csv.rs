//! `csv.reader` and `csv.DictReader` over files of the repository.

use std::rc::Rc;

use crate::python::builtin::integer;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::Arguments;

/// The keywords that are followed.
const KEYWORDS: &[&str] = &["delimiter", "quotechar", "fieldnames", "skipinitialspace"];

impl<'a> Interpreter<'a> {
    pub(super) fn call_csv(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let is_known = arguments
            .keywords
            .iter()
            .all(|(keyword, _)| KEYWORDS.contains(&&**keyword));
        let Some(source) = arguments.at(0).cloned().filter(|_| is_known) else {
            return Ok(self.unknown_call(name, arguments));
        };
        let text = match self.lines_of(&source, name, arguments)? {
            Ok(text) => text,
            Err(unknown) => return Ok(unknown),
        };
        let Some(mut rows) = rows(&text, arguments) else {
            return Ok(self.unknown_call(name, arguments));
        };
        if rows.len() > self.budget.size {
            return Ok(Value::Unknown(self.too_large(arguments.place)));
        }
        if name == "csv.reader" {
            let texts = |row: Vec<String>| Value::list(row.into_iter().map(Value::str).collect());
            return Ok(Value::iterator(rows.into_iter().map(texts).collect()));
        }
        let names = match arguments.get(1, "fieldnames").cloned() {
            None | Some(Value::None) if rows.is_empty() => return Ok(Value::iterator(Vec::new())),
            None | Some(Value::None) => rows.remove(0),
            Some(names) => {
                let names = self.certain_elements(&names, name, arguments.place)?;
                let Some(names) = self.texts(names) else {
                    return Ok(self.unknown_call(name, arguments));
                };
                names
            }
        };
        Ok(Value::iterator(
            rows.into_iter().map(|row| record(&names, row)).collect(),
        ))
    }

    /// What a reader iterates over, as one text.
    fn lines_of(
        &mut self,
        source: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Result<String, Value<'a>>> {
        let Value::List(_) = source else {
            return self.text_of_stream(source, name, arguments.place);
        };
        let lines = self.certain_elements(source, name, arguments.place)?;
        Ok(match self.texts(lines) {
            Some(lines) => Ok(lines
                .iter()
                .map(|line| format!("{}\n", line.trim_end_matches('\n')))
                .collect()),
            None => Err(self.unknown_call(name, arguments)),
        })
    }
}

/// The rows of a text; none where the dialect is not followed.
fn rows(text: &str, arguments: &Arguments<'_>) -> Option<Vec<Vec<String>>> {
    let character = |name: &str, default: u8| match arguments.keyword(name) {
        None => Some(default),
        Some(Value::Str(text)) => match text.as_bytes() {
            [byte] => Some(*byte),
            _ => None,
        },
        Some(_) => None,
    };
    let skips_space = match arguments.keyword("skipinitialspace") {
        None => false,
        Some(flag) => integer(flag)? != 0,
    };
    // The reader knows no such setting.
    if skips_space {
        return None;
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(character("delimiter", b',')?)
        .quote(character("quotechar", b'"')?)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        rows.push(row.ok()?.iter().map(str::to_owned).collect());
    }
    Some(rows)
}

/// A row by the names of its columns. What a row lacks is `None`; what it has too much
/// stands under `None`.
fn record<'a>(names: &[String], row: Vec<String>) -> Value<'a> {
    let dict = Dict::default();
    let insert = |name: Value<'a>, value: Value<'a>| {
        if let Some(key) = key_of(&name) {
            dict.insert(key, name, value);
        }
    };
    let mut cells = row.into_iter();
    for name in names {
        insert(
            Value::str(name),
            cells.next().map_or(Value::None, Value::str),
        );
    }
    let rest: Vec<Value<'a>> = cells.map(Value::str).collect();
    if !rest.is_empty() {
        insert(Value::None, Value::list(rest));
    }
    Value::Dict(Rc::new(dict))
}
