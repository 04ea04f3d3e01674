//! `functools` and `operator`.

use std::rc::Rc;

use crate::python::builtin::find;
use crate::python::interpreter::{Eval, Interpreter, Raise};
use crate::python::value::Value;
use crate::python::value::function::{Argument, Arguments, Partial};

/// What `functools.update_wrapper` copies.
const COPIED: &[&str] = &["__module__", "__name__", "__qualname__", "__doc__"];

impl<'a> Interpreter<'a> {
    #[expect(
        clippy::too_many_lines,
        reason = "one table: the functions of `functools` and `operator`"
    )]
    pub(super) fn call_functools(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        match name {
            "functools.partial" => Ok(self.partial(arguments)),
            "functools.wraps"
            | "operator.itemgetter"
            | "operator.attrgetter"
            | "operator.methodcaller" => Ok(waiting(&format!("{name}.apply"), arguments)
                .unwrap_or_else(|| self.unknown_call(name, arguments))),
            "functools.wraps.apply" => match (arguments.at(0).cloned(), arguments.at(1).cloned()) {
                (Some(wrapped), Some(wrapper)) => self.update_wrapper(wrapper, &wrapped, arguments),
                _ => Ok(self.unknown_call("functools.wraps", arguments)),
            },
            "functools.update_wrapper" => {
                match (arguments.at(0).cloned(), arguments.at(1).cloned()) {
                    (Some(wrapper), Some(wrapped)) => {
                        self.update_wrapper(wrapper, &wrapped, arguments)
                    }
                    _ => Ok(self.unknown_call(name, arguments)),
                }
            }
            "functools.lru_cache" | "functools.cache" => Ok(match arguments.at(0) {
                None | Some(Value::Int(_) | Value::None) => find("functools.cache")
                    .map_or_else(|| self.unknown_call(name, arguments), Value::Native),
                Some(decorated) => {
                    if let Value::Function(function) = decorated {
                        function.cache.borrow_mut().get_or_insert_default();
                    }
                    decorated.clone()
                }
            }),
            "functools.reduce" => self.reduce(arguments),
            "operator.itemgetter.apply" => {
                self.get_several(arguments, |cx, value, key| cx.subscript(&value, key, place))
            }
            "operator.attrgetter.apply" => self.get_several(arguments, |cx, value, key| {
                let Some(path) = key.as_str() else {
                    return Ok(cx.derived(key, "operator.attrgetter", place));
                };
                let mut value = value;
                for attribute in path.split('.') {
                    value = cx.attribute(&value, attribute, place)?;
                }
                Ok(value)
            }),
            "operator.methodcaller.apply" => self.call_named_method(arguments),
            _ => Ok(self.unknown_call(name, arguments)),
        }
    }

    fn partial(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let Some((callee, rest)) = arguments.positional.split_first() else {
            return self.unknown_call("functools.partial", arguments);
        };
        if callee.value.is_unknown() && !matches!(callee.value, Value::External(_)) {
            return self.derived(&callee.value, "functools.partial", arguments.place);
        }
        let kept = Arguments {
            positional: rest.to_vec(),
            ..arguments.clone()
        };
        Value::Partial(Rc::new(Partial {
            callee: callee.value.clone(),
            arguments: kept,
        }))
    }

    /// Gives a wrapper the name of what it wraps.
    fn update_wrapper(
        &mut self,
        wrapper: Value<'a>,
        wrapped: &Value<'a>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let wrapped = match wrapped {
            // The decorated function is one of several: so is the name.
            Value::Choice(choice) => {
                let choice = Rc::clone(choice);
                let names = self.lift(&choice, |cx, wrapped| {
                    cx.attribute(&wrapped, "__name__", arguments.place)
                })?;
                if let Value::Function(function) = &wrapper {
                    function
                        .attributes
                        .borrow_mut()
                        .insert(Rc::from("__name__"), names);
                }
                return Ok(wrapper);
            }
            wrapped => wrapped,
        };
        let Value::Function(function) = &wrapper else {
            return Ok(wrapper);
        };
        if let Value::Function(wrapped) = wrapped {
            let copied = wrapped.attributes.borrow().clone();
            function.attributes.borrow_mut().extend(copied);
        }
        for &attribute in COPIED {
            let value = match self.attribute(wrapped, attribute, arguments.place) {
                Ok(value) => value,
                Err(Raise::Exception(_)) => continue,
                Err(raise) => return Err(raise),
            };
            function
                .attributes
                .borrow_mut()
                .insert(Rc::from(attribute), value);
        }
        function
            .attributes
            .borrow_mut()
            .insert(Rc::from("__wrapped__"), wrapped.clone());
        Ok(wrapper)
    }

    fn reduce(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let (Some(function), Some(values)) = (arguments.at(0).cloned(), arguments.at(1).cloned())
        else {
            return Ok(self.unknown_call("functools.reduce", arguments));
        };
        let items = match self.certain_elements(&values, "functools.reduce", arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let mut items = items.into_iter();
        let Some(mut total) = arguments.at(2).cloned().or_else(|| items.next()) else {
            let message = "reduce() of empty iterable with no initial value";
            return self.raise_missing("TypeError", message, arguments.place);
        };
        for item in items {
            total = self.call(&function, Arguments::of([total, item], arguments.place))?;
        }
        Ok(total)
    }

    /// What `itemgetter` and `attrgetter` give: one value, or a tuple of several.
    fn get_several(
        &mut self,
        arguments: &Arguments<'a>,
        mut get: impl FnMut(&mut Self, Value<'a>, &Value<'a>) -> Eval<'a>,
    ) -> Eval<'a> {
        let Some((object, keys)) = arguments.positional.split_last() else {
            return Ok(self.unknown_call("operator.itemgetter", arguments));
        };
        let mut found = Vec::with_capacity(keys.len());
        for key in keys {
            found.push(get(self, object.value.clone(), &key.value)?);
        }
        Ok(if found.len() == 1 {
            found.swap_remove(0)
        } else {
            Value::tuple(found)
        })
    }

    fn call_named_method(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let (
            [
                Argument {
                    value: Value::Str(name),
                    ..
                },
                given @ ..,
            ],
            Some(object),
        ) = split(arguments)
        else {
            return Ok(self.unknown_call("operator.methodcaller", arguments));
        };
        let method = self.attribute(&object.value, name, arguments.place)?;
        self.call(
            &method,
            Arguments {
                positional: given.to_vec(),
                ..arguments.clone()
            },
        )
    }
}

/// All positional arguments but the last, and the last.
fn split<'s, 'a>(arguments: &'s Arguments<'a>) -> (&'s [Argument<'a>], Option<&'s Argument<'a>>) {
    match arguments.positional.split_last() {
        Some((last, rest)) => (rest, Some(last)),
        None => (&[], None),
    }
}

/// A function that waits for one more argument.
fn waiting<'a>(name: &str, arguments: &Arguments<'a>) -> Option<Value<'a>> {
    let callee = Value::Native(find(name)?);
    let mut kept = arguments.clone();
    // `wraps(function, assigned=..., updated=...)`: the names are copied all the same.
    if name == "functools.wraps.apply" {
        kept.positional.truncate(1);
        kept.keywords.clear();
    }
    Some(Value::Partial(Rc::new(Partial {
        callee,
        arguments: kept,
    })))
}
