//! From arguments to parameters.

use super::container::Dict;
use super::function::{Arguments, Function};
use super::interpreter::{Eval, Interpreter};
use super::scope::{Binding, Scope};
use super::value::Value;
use std::rc::Rc;

impl<'a> Interpreter<'a> {
    /// Gives every parameter its argument, its default, or the reason why it is not known.
    pub(super) fn bind_parameters(
        &mut self,
        function: &Rc<Function<'a>>,
        mut arguments: Arguments<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Eval<'a, ()> {
        let Some(parameters) = function.parameters else {
            return Ok(());
        };
        let place = arguments.place;
        let mut positional = std::mem::take(&mut arguments.positional).into_iter();
        let bind = |name: &str, value: Value<'a>| {
            scope.names.borrow_mut().insert(
                Rc::from(name),
                Binding {
                    value,
                    place,
                    used: false,
                },
            );
        };
        let by_position = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .map(|parameter| (parameter, true));
        let by_name = parameters
            .kwonlyargs
            .iter()
            .map(|parameter| (parameter, false));
        for (parameter, takes_position) in by_position.chain(by_name) {
            let name = parameter.parameter.name.as_str();
            let given = if takes_position {
                positional.next()
            } else {
                None
            };
            let keyword = arguments
                .keywords
                .iter()
                .position(|(keyword, _)| &**keyword == name);
            let value = match (given, keyword) {
                (Some(argument), _) => argument.value,
                (None, Some(at)) => {
                    let value = arguments.keywords.remove(at).1.value;
                    match function.defaults.get(name) {
                        Some(default) if super::builtin::may_be_absent(&value) => {
                            super::builtin::replace_absent(&value, default.clone())
                        }
                        _ => value,
                    }
                }
                (None, None) => match (&arguments.open_keywords, &arguments.open_positional) {
                    (Some(open), _) => self.possibly(open),
                    (None, Some(open)) if takes_position => self.possibly(open),
                    _ => {
                        if let Some(default) = function.defaults.get(name) {
                            default.clone()
                        } else {
                            let message = format!(
                                "{}() missing a required argument: '{name}'",
                                function.name
                            );
                            return self.raise("TypeError", message, place);
                        }
                    }
                },
            };
            bind(name, value);
        }
        let rest: Vec<Value<'a>> = positional.map(|argument| argument.value).collect();
        match &parameters.vararg {
            Some(vararg) => {
                let list = super::container::List::new(rest);
                let value = match &arguments.open_positional {
                    Some(Value::Unknown(unknown)) => {
                        list.open(unknown);
                        Value::List(Rc::new(list))
                    }
                    _ => Value::tuple(list.items.take()),
                };
                bind(vararg.name.as_str(), value);
            }
            None if !rest.is_empty() => {
                let message = format!(
                    "{}() takes fewer positional arguments than were given",
                    function.name
                );
                return self.raise("TypeError", message, place);
            }
            None => {}
        }
        match &parameters.kwarg {
            Some(kwarg) => {
                let dict = Dict::default();
                for (name, argument) in arguments.keywords {
                    self.insert(&dict, Value::Str(name), argument.value, place);
                }
                if let Some(open) = &arguments.open_keywords {
                    dict.open(&self.reason_of(open, place));
                }
                bind(kwarg.name.as_str(), Value::Dict(Rc::new(dict)));
            }
            None => {
                if let Some((name, _)) = arguments.keywords.first() {
                    let message = format!(
                        "{}() got an unexpected keyword argument '{name}'",
                        function.name
                    );
                    return self.raise("TypeError", message, place);
                }
            }
        }
        Ok(())
    }

    /// A parameter that an unknown `*` or `**` may give.
    pub(super) fn possibly(&self, open: &Value<'a>) -> Value<'a> {
        Value::Unknown(self.reason_of(open, self.here))
    }
}
