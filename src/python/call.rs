//! Calls.

mod call_native;
pub(crate) mod class_kind;
mod enumeration;
mod instantiate;
mod is_instance;
mod make_class;
mod parameters;
mod pydantic;
pub(crate) mod validator;

use std::rc::Rc;

use super::interpreter::{Eval, Interpreter, Raise};
use super::language::statement::Flow;
use super::value::choice::join;
use super::value::class::{Descriptor, Instance};
use super::value::container::{Key, key_of};
use super::value::frame::Frame;
use super::value::function::{Arguments, Body, Callee, Function};
use super::value::scope::{Scope, ScopeKind};
use super::value::{Generator, Iterator_, Unknown, Value};
use crate::article;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Calls any value.
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of value")]
    pub(crate) fn call(&mut self, callee: &Value<'a>, arguments: Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        self.host.hear_call(self, callee, &arguments);
        match callee {
            Value::Choice(choice) => {
                self.lift(choice, |cx, callee| cx.call(&callee, arguments.clone()))
            }
            Value::Function(function) => self.call_function(function, arguments),
            Value::Bound(bound) => match &bound.callee {
                Callee::Function(function) => {
                    self.call_function(function, arguments.with_receiver(bound.receiver.clone()))
                }
                Callee::Method(name) => match &bound.receiver {
                    Value::Descriptor(property) => {
                        let changed = arguments.at(0).cloned();
                        let (function, setter) = match (&**name, changed) {
                            ("setter", setter) => (property.function.clone(), setter),
                            ("getter", Some(getter)) => (getter, property.setter.clone()),
                            _ => (property.function.clone(), property.setter.clone()),
                        };
                        Ok(Value::Descriptor(Rc::new(Descriptor {
                            kind: property.kind,
                            function,
                            setter,
                        })))
                    }
                    Value::Instance(instance) => {
                        let (instance, name) = (Rc::clone(instance), Rc::clone(name));
                        match self.call_generated_method(&instance, &name, &arguments)? {
                            Some(value) => Ok(value),
                            None => self.call_mixin_method(&instance, &name, arguments),
                        }
                    }
                    Value::Object(object) => {
                        self.host.call_object_method(self, object, name, &arguments)
                    }
                    Value::Class(class) => {
                        self.host.call_class_method(self, class, name, &arguments)
                    }
                    Value::Api(api) => self.host.call_api_method(self, api, name, &arguments),
                    Value::Super(parent) => self.call_missing_parent(parent, name, &arguments),
                    receiver => self.call_method(receiver, name, arguments),
                },
            },
            Value::Partial(partial) => {
                let mut all = partial.arguments.clone();
                all.place = place;
                all.positional.extend(arguments.positional);
                for (name, argument) in arguments.keywords {
                    all.keywords.retain(|(known, _)| *known != name);
                    all.keywords.push((name, argument));
                }
                all.open_positional = all.open_positional.or(arguments.open_positional);
                all.open_keywords = all.open_keywords.or(arguments.open_keywords);
                // A partial of a partial, and so on.
                self.deeper(place, |cx| cx.call(&partial.callee, all))
            }
            Value::Native(native) => match self.call_scope_native(*native, &arguments)? {
                Some(value) => Ok(value),
                None => self.call_native(*native, arguments),
            },
            Value::Class(class) => self.instantiate(class, arguments),
            Value::Generic(generic) => self.call(&generic.origin, arguments),
            Value::Api(api) => self.host.call_api(self, api, arguments),
            Value::Object(object) => self.host.call_object(self, object, arguments),
            Value::Instance(instance) => {
                if let Some(method) = instance.class.lookup("__call__") {
                    return self.call(&method, arguments.with_receiver(callee.clone()));
                }
                self.hand_out(&arguments.with_receiver(callee.clone()));
                let class = article::named(&instance.class.name);
                Ok(Value::unknown(
                    format!("value comes from calling {class}"),
                    place,
                ))
            }
            Value::External(path) => self.call_external(path, &arguments),
            Value::Unknown(unknown) => Ok(self.result_of_unknown(unknown, &arguments)),
            Value::None => self.raise("TypeError", "'NoneType' object is not callable", place),
            value => {
                self.hand_out(&arguments);
                Ok(Value::unknown(
                    format!("{} is called", article::named(value.type_name())),
                    place,
                ))
            }
        }
    }

    /// A method of the text or number that a member of an enum is.
    fn call_mixin_method(
        &mut self,
        instance: &Rc<Instance<'a>>,
        name: &Rc<str>,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        match instance.mixed_in() {
            Some(value) => self.call_method(&value, name, arguments),
            None => self.call_method(&Value::Instance(Rc::clone(instance)), name, arguments),
        }
    }

    /// A function of a library that is not modelled.
    pub(super) fn call_external(&mut self, path: &Rc<str>, arguments: &Arguments<'a>) -> Eval<'a> {
        self.hand_out(arguments);
        let reason = format!("value comes from `{path}(...)`");
        let may_be_definition = path.contains("dagster") || arguments.values().any(is_dagster);
        Ok(Value::Unknown(if may_be_definition {
            Unknown::new(reason, arguments.place)
        } else {
            Unknown::data(reason, arguments.place)
        }))
    }

    /// Text for a callee in a reason.
    pub(super) fn shown(&self, value: &Value<'a>) -> String {
        match value {
            Value::External(path) => path.to_string(),
            Value::Native(native) => native.0.to_owned(),
            Value::Api(api) => format!("{}.{}", api.package, api.name),
            Value::Function(function) => function.name.to_string(),
            value => value.type_name(),
        }
    }

    /// Calls a function of the project.
    pub(crate) fn call_function(
        &mut self,
        function: &Rc<Function<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        if function.is_async {
            return Ok(Value::unknown(
                format!("`{}` is a coroutine", function.name),
                place,
            ));
        }
        let key = function
            .cache
            .borrow()
            .as_ref()
            .and_then(|_| cache_key(&arguments));
        if let Some(key) = &key
            && let Some(Some(value)) = function.cache.borrow().as_ref().map(|known| known.get(key))
        {
            return Ok(self.settle(value.clone()));
        }
        let result = self.run_function(function, arguments)?;
        if let (Some(key), true) = (key, self.guard.is_certain())
            && let Some(known) = &mut *function.cache.borrow_mut()
        {
            known.insert(key, result.clone());
        }
        Ok(result)
    }

    fn run_function(&mut self, function: &Rc<Function<'a>>, arguments: Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        if self.recurses_undecided(function) {
            let reason = format!(
                "`{}` calls itself, and whether it ends cannot be decided",
                function.name
            );
            return Ok(Value::unknown(reason, place));
        }
        let scope = Scope::new(ScopeKind::Function, function.closure.clone());
        if function.is_generator {
            self.bind_parameters(function, arguments, &scope)?;
            return Ok(Value::generator(function, scope));
        }
        self.deeper(place, |cx| {
            cx.bind_parameters(function, arguments, &scope)?;
            let (result, _) = cx.run_in(function, scope, place);
            result
        })
    }

    /// Runs the body of a generator, if it has not run.
    pub(super) fn begin(&mut self, iterator: &Iterator_<'a>, place: Place) -> Eval<'a, ()> {
        let Some(Generator { function, scope }) = iterator.waiting.take() else {
            return Ok(());
        };
        if self.recurses_undecided(&function) {
            let reason = format!(
                "`{}` calls itself, and whether it ends cannot be decided",
                function.name
            );
            iterator.items.replace(vec![Value::unknown(reason, place)]);
            return Ok(());
        }
        let yielded = self.deeper(place, |cx| {
            let (result, yielded) = cx.run_in(&function, scope, place);
            result.map(|_| Value::list(yielded))
        })?;
        let items = match yielded {
            Value::List(list) => list.items.take(),
            unknown => vec![unknown],
        };
        iterator.items.replace(items);
        Ok(())
    }

    /// Runs a body whose parameters are bound: what it returns, and what it yields.
    fn run_in(
        &mut self,
        function: &Rc<Function<'a>>,
        scope: Rc<Scope<'a>>,
        place: Place,
    ) -> (Eval<'a>, Vec<Value<'a>>) {
        self.frames.push(Frame {
            module: Rc::clone(&function.module),
            scope,
            function: Some(Rc::clone(function)),
            entered: self.guard.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        });
        let outer = self.guard.clone();
        let result = match function.body {
            Body::Expression(expr) => self.expression(expr),
            Body::Block(block) => self.run_body(block, place),
        };
        self.guard = outer;
        let frame = self.frames.pop();
        (result, frame.map(|frame| frame.yielded).unwrap_or_default())
    }

    /// Whether a function calls itself again and again under ever more conditions: each
    /// turn would double the work, and none of them decides whether it is the last.
    pub(super) fn recurses_undecided(&self, function: &Rc<Function<'a>>) -> bool {
        let own = self.frames.iter().filter(|frame| {
            let same = frame
                .function
                .as_ref()
                .is_some_and(|running| Rc::ptr_eq(running, function));
            same && frame.entered != self.guard
        });
        own.count() > 2
    }

    /// Runs a function body, and brings together what it returns in undecided branches.
    pub(super) fn run_body(
        &mut self,
        block: &'a [ruff_python_ast::Stmt],
        place: Place,
    ) -> Eval<'a> {
        let last = match self.block(block) {
            Ok(Flow::Return(value)) => value,
            Ok(_) => Value::None,
            // It raises only if no undecided branch returned before; had it, the code
            // would not have loaded, unless a `try` around the call goes on.
            Err(Raise::Exception(_)) if !self.frame().returned.is_empty() => {
                if self.handlers == 0 {
                    Value::Absent
                } else {
                    Value::unknown("whether the function raises cannot be decided", place)
                }
            }
            Err(raise) => return Err(raise),
        };
        let mut returned = std::mem::take(&mut self.frame().returned);
        if returned.is_empty() {
            return Ok(last);
        }
        if !matches!(last, Value::Absent) {
            returned.push((self.guard.clone(), last));
        }
        Ok(join(returned, place))
    }

    /// The reason that a value is not known, or a general one.
    pub(crate) fn reason_of(&self, value: &Value<'a>, place: Place) -> Rc<Unknown> {
        match value {
            Value::Unknown(unknown) => Rc::clone(unknown),
            Value::External(path) => Unknown::new(format!("value is `{path}`"), place),
            Value::Choice(choice) => match choice.iter().find(|(_, value)| value.is_unknown()) {
                Some((_, value)) => self.reason_of(value, place),
                None => Unknown::new("it depends on an undecided branch", place),
            },
            value => Unknown::new(
                format!("{} is not followed here", article::named(value.type_name())),
                place,
            ),
        }
    }
}

/// Whether a value is, or holds, something of Dagster: what a library makes of that
/// may be a definition.
fn is_dagster(value: &Value<'_>) -> bool {
    is_dagster_within(value, &mut 1_000)
}

/// What is too large to look through may hold anything.
fn is_dagster_within(value: &Value<'_>, left: &mut usize) -> bool {
    if *left == 0 {
        return true;
    }
    *left -= 1;
    match value {
        Value::Object(_) | Value::Api(_) => true,
        Value::List(list) => {
            let items = list.items.borrow();
            items.iter().any(|item| is_dagster_within(item, left))
        }
        Value::Tuple(items) => items.iter().any(|item| is_dagster_within(item, left)),
        Value::Unknown(unknown) => unknown.may_be_definition(),
        _ => false,
    }
}

/// The arguments as a key of a cache, where all of them are known.
fn cache_key(arguments: &Arguments<'_>) -> Option<Vec<Key>> {
    if arguments.is_open() {
        return None;
    }
    let mut keys = arguments
        .positional
        .iter()
        .map(|argument| key_of(&argument.value))
        .collect::<Option<Vec<_>>>()?;
    for (name, argument) in &arguments.keywords {
        keys.push(Key::Str(Rc::clone(name)));
        keys.push(key_of(&argument.value)?);
    }
    Some(keys)
}
