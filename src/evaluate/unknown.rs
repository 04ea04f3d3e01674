//! What is known of parts and results of unknown values: why they are not known, and
//! which of them are the same.

use std::rc::Rc;

use super::function::Arguments;
use super::interpreter::Interpreter;
use super::value::{Unknown, Value};

/// Longer chains of attributes and calls are not told apart from one another.
const LONGEST: usize = 200;

/// What begins the source of everything that comes from the environment.
const ENVIRONMENT: &str = "environ:";

impl<'a> Interpreter<'a> {
    /// An attribute of an unknown value: the same attribute is the same value each time.
    pub(super) fn part_of_unknown(&mut self, unknown: &Rc<Unknown>, name: &str) -> Value<'a> {
        let whole = match &unknown.source {
            Some(source) => source.to_string(),
            None => format!("#{}", self.branch_of_unknown(unknown)),
        };
        from_unknown(unknown, Some(format!("{whole}.{name}")))
    }

    /// The result of calling an unknown value: another one each time, but for the
    /// methods of what the environment gives, which are those of texts.
    pub(super) fn result_of_unknown(
        &mut self,
        unknown: &Unknown,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let source = unknown.source.as_ref();
        let source =
            source.filter(|source| source.starts_with(ENVIRONMENT) && !arguments.is_open());
        let written = source.and_then(|source| {
            let mut written = format!("{source}(");
            for argument in arguments.values() {
                written.push_str(&self.to_repr(argument)?);
                written.push(',');
            }
            Some(written + ")")
        });
        from_unknown(unknown, written)
    }
}

/// An unknown value with the reason of another.
fn from_unknown<'a>(unknown: &Unknown, source: Option<String>) -> Value<'a> {
    Value::Unknown(Rc::new(Unknown {
        reason: unknown.reason.clone(),
        place: unknown.place,
        source: source
            .filter(|source| source.len() <= LONGEST)
            .map(Rc::from),
        library: unknown.library,
    }))
}
