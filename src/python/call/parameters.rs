//! From arguments to parameters.

use std::rc::Rc;

use crate::python::builtin;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::{Dict, List};
use crate::python::value::function::{Arguments, Function};
use crate::python::value::scope::{Binding, Scope};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Gives every parameter its argument, its default, or the reason why it is not known.
    pub(super) fn bind_parameters(
        &mut self,
        function: &Rc<Function<'a>>,
        mut arguments: Arguments<'a>,
        scope: &Rc<Scope<'a>>,
    ) -> Eval<'a, ()> {
        let parameters = function.parameters;
        let mut positional = std::mem::take(&mut arguments.positional).into_iter();
        for parameter in parameters.iter().flat_map(|it| &it.posonlyargs) {
            let name = parameter.name().as_str();
            let value = match positional.next() {
                Some(argument) => argument.value,
                None => self.value_without(function, name, true, &arguments)?,
            };
            bind(scope, name, value, arguments.place);
        }
        for parameter in parameters.iter().flat_map(|it| &it.args) {
            let name = parameter.name().as_str();
            let value = match positional.next() {
                Some(argument) => {
                    self.note_second(function, name, &arguments)?;
                    argument.value
                }
                None => self.value_by_name(function, name, true, &mut arguments)?,
            };
            bind(scope, name, value, arguments.place);
        }
        for parameter in parameters.iter().flat_map(|it| &it.kwonlyargs) {
            let name = parameter.parameter.name.as_str();
            let value = self.value_by_name(function, name, false, &mut arguments)?;
            bind(scope, name, value, arguments.place);
        }
        let rest = positional.map(|argument| argument.value).collect();
        self.bind_rest_of_arguments(function, rest, &arguments, scope)?;
        self.bind_keywords(function, arguments, scope)
    }

    /// A position and a keyword that give one parameter.
    fn note_second(
        &self,
        function: &Function<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, ()> {
        match arguments.keyword(name) {
            Some(value) if !builtin::may_be_absent(value) => {
                let function = &function.name;
                let message = format!("{function}() got multiple values for argument '{name}'");
                self.raise("TypeError", message, arguments.place)
            }
            _ => Ok(()),
        }
    }

    /// The value of a parameter that no position gives: its keyword, an unknown spread, or
    /// its default.
    fn value_by_name(
        &mut self,
        function: &Function<'a>,
        name: &str,
        takes_position: bool,
        arguments: &mut Arguments<'a>,
    ) -> Eval<'a> {
        let mut keywords = arguments.keywords.iter();
        if let Some(at) = keywords.position(|(keyword, _)| &**keyword == name) {
            let value = arguments.keywords.remove(at).1.value;
            return Ok(match function.defaults.get(name) {
                Some(default) if builtin::may_be_absent(&value) => {
                    builtin::replace_absent(&value, default.clone())
                }
                _ => value,
            });
        }
        self.value_without(function, name, takes_position, arguments)
    }

    /// The value of a parameter that neither a position nor a keyword gives.
    fn value_without(
        &mut self,
        function: &Function<'a>,
        name: &str,
        takes_position: bool,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let open = arguments.open_keywords.as_ref();
        let open = open.or(arguments
            .open_positional
            .as_ref()
            .filter(|_| takes_position));
        match (open, function.defaults.get(name)) {
            (Some(open), _) => Ok(self.possibly(open)),
            (None, Some(default)) => Ok(default.clone()),
            (None, None) => {
                let function = &function.name;
                let message = format!("{function}() missing a required argument: '{name}'");
                self.raise("TypeError", message, arguments.place)
            }
        }
    }

    /// Binds `*args`.
    fn bind_rest_of_arguments(
        &mut self,
        function: &Function<'a>,
        rest: Vec<Value<'a>>,
        arguments: &Arguments<'a>,
        scope: &Scope<'a>,
    ) -> Eval<'a, ()> {
        let place = arguments.place;
        let vararg = function.parameters.and_then(|it| it.vararg.as_ref());
        let Some(vararg) = vararg else {
            if rest.is_empty() {
                return Ok(());
            }
            let function = &function.name;
            let message = format!("{function}() takes fewer positional arguments than were given");
            return self.raise("TypeError", message, place);
        };
        let value = match &arguments.open_positional {
            Some(Value::Unknown(unknown)) => {
                let list = List::new(rest);
                list.open(unknown);
                Value::List(Rc::new(list))
            }
            _ => Value::tuple(rest),
        };
        bind(scope, vararg.name.as_str(), value, place);
        Ok(())
    }

    /// Binds `**kwargs`.
    fn bind_keywords(
        &mut self,
        function: &Function<'a>,
        arguments: Arguments<'a>,
        scope: &Scope<'a>,
    ) -> Eval<'a, ()> {
        let place = arguments.place;
        let kwarg = function.parameters.and_then(|it| it.kwarg.as_ref());
        let Some(kwarg) = kwarg else {
            // A spread may have it, and then this is not what is called.
            let mut keywords = arguments.keywords.iter();
            let given = keywords.find(|(_, it)| !builtin::may_be_absent(&it.value));
            let Some((name, _)) = given else {
                return Ok(());
            };
            let function = &function.name;
            let message = format!("{function}() got an unexpected keyword argument '{name}'");
            return self.raise("TypeError", message, place);
        };
        let dict = Dict::default();
        for (name, argument) in arguments.keywords {
            self.insert_new(&dict, Value::Str(name), argument.value, place);
        }
        if let Some(open) = &arguments.open_keywords {
            dict.open(&self.reason_of(open, place));
        }
        bind(
            scope,
            kwarg.name.as_str(),
            Value::Dict(Rc::new(dict)),
            place,
        );
        Ok(())
    }

    /// A parameter that an unknown `*` or `**` may give.
    pub(super) fn possibly(&self, open: &Value<'a>) -> Value<'a> {
        Value::Unknown(self.reason_of(open, self.here))
    }
}

/// Binds a parameter in the scope of a call.
fn bind<'a>(scope: &Scope<'a>, name: &str, value: Value<'a>, place: Place) {
    let binding = Binding {
        value,
        place,
        used: false,
    };
    scope.names.borrow_mut().insert(Rc::from(name), binding);
}
