//! Calls.

use std::rc::Rc;

use super::class::{Class, ClassKind, Descriptor, DescriptorKind, FieldDefault, Instance, Super};
use super::container::Dict;
use super::frame::Frame;
use super::function::{Arguments, Body, BoundMethod, Callee, Function, Native};
use super::interpreter::{Eval, Interpreter};
use super::scope::{Binding, Scope, ScopeKind};
use super::statement::Flow;
use super::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Calls any value.
    pub(super) fn call(&mut self, callee: &Value<'a>, arguments: Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
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
                    Value::Object(object) => self.call_object_method(object, name, arguments),
                    Value::Api(api) => self.call_api_method(api, name, arguments),
                    Value::Super(parent) => Ok(self.call_missing_parent(parent, name, &arguments)),
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
                self.call(&partial.callee, all)
            }
            Value::Native(native) => match self.call_scope_native(*native, &arguments)? {
                Some(value) => Ok(value),
                None => self.call_native(*native, arguments),
            },
            Value::Class(class) => self.instantiate(class, arguments),
            Value::Api(api) => self.call_api(api, arguments),
            Value::Object(object) => self.call_object(object, arguments),
            Value::Instance(instance) => match instance.class.lookup("__call__") {
                Some(method) => self.call(&method, arguments.with_receiver(callee.clone())),
                None => Ok(Value::unknown(
                    format!("value comes from calling a `{}`", instance.class.name),
                    place,
                )),
            },
            Value::External(path) => self.call_external(path, &arguments),
            Value::Unknown(unknown) => Ok(Value::Unknown(Rc::clone(unknown))),
            value => Ok(Value::unknown(
                format!("a `{}` is called", value.type_name()),
                place,
            )),
        }
    }

    /// A function of a library that is not modelled.
    fn call_external(&mut self, path: &Rc<str>, arguments: &Arguments<'a>) -> Eval<'a> {
        let reason = format!("value comes from `{path}(...)`");
        let library = !path.contains("dagster") && !arguments.values().any(is_dagster);
        Ok(Value::Unknown(Rc::new(Unknown {
            reason,
            place: arguments.place,
            source: None,
            library,
        })))
    }

    /// Text for a callee in a reason.
    pub(super) fn shown(&self, value: &Value<'a>) -> String {
        match value {
            Value::External(path) => path.to_string(),
            Value::Native(native) => native.0.to_owned(),
            Value::Api(api) => format!("dagster.{}", api.name),
            Value::Function(function) => function.name.to_string(),
            value => value.type_name(),
        }
    }

    /// Calls a function of the project.
    pub(super) fn call_function(
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
        if self.recurses_undecided(function) {
            let reason = format!(
                "`{}` calls itself, and whether it ends cannot be decided",
                function.name
            );
            return Ok(Value::unknown(reason, place));
        }
        self.deeper(place, |cx| {
            let scope = Scope::new(ScopeKind::Function, function.closure.clone());
            cx.bind_parameters(function, arguments, &scope)?;
            let frame = Frame {
                module: Rc::clone(&function.module),
                scope,
                function: Some(Rc::clone(function)),
                entered: cx.guard.clone(),
                returned: Vec::new(),
                broken: None,
                yielded: Vec::new(),
            };
            cx.frames.push(frame);
            let outer = cx.guard.clone();
            let result = match function.body {
                Body::Expression(expr) => cx.expression(expr),
                Body::Block(block) => cx.run_body(block, place),
            };
            cx.guard = outer;
            let frame = cx.frames.pop();
            match (result, frame) {
                (Ok(_), Some(frame)) if function.is_generator => Ok(Value::iterator(frame.yielded)),
                (result, _) => result,
            }
        })
    }

    /// Whether a function calls itself again and again under ever more conditions: each
    /// turn would double the work, and none of them decides whether it is the last.
    fn recurses_undecided(&self, function: &Rc<Function<'a>>) -> bool {
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
    fn run_body(&mut self, block: &'a [ruff_python_ast::Stmt], place: Place) -> Eval<'a> {
        let last = match self.block(block)? {
            Flow::Return(value) => value,
            _ => Value::None,
        };
        let mut returned = std::mem::take(&mut self.frame().returned);
        if returned.is_empty() {
            return Ok(last);
        }
        if !matches!(last, Value::Absent) {
            returned.push((self.guard.clone(), last));
        }
        Ok(super::choice::join(returned, place))
    }

    /// Gives every parameter its argument, its default, or the reason why it is not known.
    fn bind_parameters(
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
                (None, Some(at)) => arguments.keywords.remove(at).1.value,
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
                    _ => Value::tuple(list.items.into_inner()),
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
    fn possibly(&self, open: &Value<'a>) -> Value<'a> {
        Value::Unknown(self.reason_of(open, self.here))
    }

    /// The reason that a value is not known, or a general one.
    pub(super) fn reason_of(&self, value: &Value<'a>, place: Place) -> Rc<Unknown> {
        match value {
            Value::Unknown(unknown) => Rc::clone(unknown),
            Value::External(path) => Rc::new(Unknown {
                reason: format!("value is `{path}`"),
                place,
                source: None,
                library: false,
            }),
            Value::Choice(choice) => match choice.iter().find(|(_, value)| value.is_unknown()) {
                Some((_, value)) => self.reason_of(value, place),
                None => Rc::new(Unknown {
                    reason: "it depends on an undecided branch".into(),
                    place,
                    source: None,
                    library: false,
                }),
            },
            value => Rc::new(Unknown {
                reason: format!("a `{}` is not followed here", value.type_name()),
                place,
                source: None,
                library: false,
            }),
        }
    }

    /// The builtins that need the running frame.
    fn call_scope_native(
        &mut self,
        native: Native,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Value<'a>>> {
        let place = arguments.place;
        let descriptor = |kind| {
            let function = arguments.at(0).cloned().unwrap_or(Value::None);
            Some(Value::Descriptor(Rc::new(Descriptor { kind, function })))
        };
        Ok(match native.0 {
            "property" | "functools.cached_property" => descriptor(DescriptorKind::Property),
            "staticmethod" => descriptor(DescriptorKind::StaticMethod),
            "classmethod" => descriptor(DescriptorKind::ClassMethod),
            "super" => Some(self.super_of(arguments)),
            "globals" => self
                .module()
                .map(|module| Value::Namespace(Rc::clone(&module.scope), Rc::clone(module))),
            "locals" => {
                let frame = self.frame();
                Some(Value::Namespace(
                    Rc::clone(&frame.scope),
                    Rc::clone(&frame.module),
                ))
            }
            "vars" => match arguments.at(0) {
                Some(Value::Module(module)) => Some(Value::Namespace(
                    Rc::clone(&module.scope),
                    Rc::clone(module),
                )),
                Some(Value::Instance(instance)) => {
                    let dict = Dict::default();
                    let mut attributes: Vec<_> = instance
                        .attributes
                        .borrow()
                        .iter()
                        .map(|(k, v)| (k.clone(), v.clone()))
                        .collect();
                    attributes.sort_by(|a, b| a.0.cmp(&b.0));
                    for (name, value) in attributes {
                        self.insert(&dict, Value::Str(name), value, place);
                    }
                    Some(Value::Dict(Rc::new(dict)))
                }
                _ => Some(Value::unknown("value comes from `vars(...)`", place)),
            },
            "dir" => match arguments.at(0) {
                Some(Value::Module(module)) => {
                    let names = module
                        .scope
                        .sorted_names()
                        .into_iter()
                        .map(Value::Str)
                        .collect();
                    let list = super::container::List::new(names);
                    if let Some(unknown) = &*module.open.borrow() {
                        list.open(unknown);
                    }
                    Some(Value::List(Rc::new(list)))
                }
                _ => Some(Value::unknown("value comes from `dir(...)`", place)),
            },
            "importlib.import_module" => match arguments.at(0) {
                Some(Value::Str(name)) => {
                    let name = Rc::clone(name);
                    Some(self.import_by_name(&name, arguments.get(1, "package"), place)?)
                }
                _ => Some(Value::unknown(
                    "the name of the imported module is not known",
                    place,
                )),
            },
            _ => None,
        })
    }

    fn super_of(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let place = arguments.place;
        let running = self.frames.iter().rev().find_map(|frame| {
            let function = frame.function.as_ref()?;
            let class = function.class.borrow().upgrade()?;
            let first = function
                .parameters?
                .iter_non_variadic_params()
                .next()?
                .parameter
                .name
                .as_str();
            Some((class, frame.scope.read(first)?))
        });
        let Some((class, receiver)) = running else {
            return Value::unknown("`super()` is called outside of a method", place);
        };
        let whole = match &receiver {
            Value::Instance(instance) => instance.class.order.borrow().clone(),
            Value::Class(class) => class.order.borrow().clone(),
            _ => class.order.borrow().clone(),
        };
        let after = whole
            .iter()
            .position(|known| Rc::ptr_eq(known, &class))
            .map_or(0, |at| at + 1);
        Value::Super(Rc::new(Super {
            order: whole[after.min(whole.len())..].to_vec(),
            receiver,
        }))
    }

    /// `super().method(...)` where the method belongs to no class of the project.
    fn call_missing_parent(
        &mut self,
        parent: &Super<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        if name == "__init__" {
            if let Value::Instance(instance) = &parent.receiver {
                for (key, argument) in &arguments.keywords {
                    instance
                        .attributes
                        .borrow_mut()
                        .insert(Rc::clone(key), argument.value.clone());
                }
            }
            return Value::None;
        }
        Value::unknown(
            format!("value comes from `super().{name}(...)` of a library"),
            arguments.place,
        )
    }

    /// An attribute, as `getattr` finds it.
    pub(super) fn attribute(&mut self, value: &Value<'a>, name: &str, place: Place) -> Eval<'a> {
        match value {
            Value::Choice(choice) => {
                self.lift(choice, |cx, value| cx.attribute(&value, name, place))
            }
            Value::Unknown(unknown) => Ok(Value::Unknown(Rc::clone(unknown))),
            Value::Module(module) => self.module_attribute(module, name, place),
            Value::External(path) => {
                let path = format!("{path}.{name}");
                Ok(self.external_name(&path))
            }
            Value::Api(api) => Ok(self.api_attribute(api, name, place)),
            Value::Object(object) => self.object_attribute(object, name, place),
            Value::Instance(instance) => self.instance_attribute(instance, value, name, place),
            Value::Class(class) => self.class_attribute(class, name, place),
            Value::Super(parent) => {
                let found = parent.order.iter().find_map(|class| class.scope.read(name));
                match found {
                    Some(member) => self.bind_member(member, &parent.receiver, place),
                    None => Ok(bound(value, name)),
                }
            }
            Value::Function(function) => {
                if let Some(value) = function.attributes.borrow().get(name) {
                    return Ok(value.clone());
                }
                Ok(match name {
                    "__name__" | "__qualname__" => function.current_name(),
                    "__module__" => Value::Str(Rc::clone(&function.module.name)),
                    _ => Value::unknown(format!("attribute `{name}` of a function"), place),
                })
            }
            Value::Native(native) => {
                let path = format!("{}.{name}", native.0);
                Ok(match Self::stdlib(&path).or_else(|| Self::builtin(&path)) {
                    Some(value) => value,
                    None if name == "__name__" => {
                        Value::str(native.0.rsplit('.').next().unwrap_or(native.0))
                    }
                    None => Value::external(path),
                })
            }
            value => Ok(self
                .builtin_attribute(value, name, place)
                .unwrap_or_else(|| {
                    Value::unknown(
                        format!("attribute `{name}` of a `{}`", value.type_name()),
                        place,
                    )
                })),
        }
    }

    fn instance_attribute(
        &mut self,
        instance: &Rc<Instance<'a>>,
        value: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        let own = instance.attributes.borrow().get(name).cloned();
        if let Some(own) = own {
            return Ok(self.settle(own));
        }
        if name == "__class__" {
            return Ok(Value::Class(Rc::clone(&instance.class)));
        }
        if name == "__dict__" {
            let arguments = Arguments::of([value.clone()], place);
            return self.call(&Value::Native(Native("vars")), arguments);
        }
        match instance.class.lookup(name) {
            Some(member) => {
                let member = self.settle(member);
                self.bind_member(member, value, place)
            }
            None if instance.class.opaque_base => Ok(Value::unknown(
                format!(
                    "attribute `{name}` of `{}` comes from a library",
                    instance.class.name
                ),
                place,
            )),
            None => {
                if let Some(_) = instance.class.lookup("__getattr__") {
                    Ok(Value::unknown(
                        format!("attribute `{name}` comes from `__getattr__`"),
                        place,
                    ))
                } else {
                    let message =
                        format!("'{}' object has no attribute '{name}'", instance.class.name);
                    self.raise("AttributeError", message, place)
                }
            }
        }
    }

    /// A member of a class, seen through an instance.
    fn bind_member(&mut self, member: Value<'a>, receiver: &Value<'a>, place: Place) -> Eval<'a> {
        match &member {
            Value::Function(function) => Ok(Value::Bound(Rc::new(BoundMethod {
                receiver: receiver.clone(),
                callee: Callee::Function(Rc::clone(function)),
            }))),
            Value::Descriptor(descriptor) => match descriptor.kind {
                DescriptorKind::Property => self.call(
                    &descriptor.function,
                    Arguments::of([receiver.clone()], place),
                ),
                DescriptorKind::StaticMethod => Ok(descriptor.function.clone()),
                DescriptorKind::ClassMethod => {
                    let class = match receiver {
                        Value::Instance(instance) => Value::Class(Rc::clone(&instance.class)),
                        receiver => receiver.clone(),
                    };
                    Ok(match &descriptor.function {
                        Value::Function(function) => Value::Bound(Rc::new(BoundMethod {
                            receiver: class,
                            callee: Callee::Function(Rc::clone(function)),
                        })),
                        _ => Value::unknown("a class method that is no function", place),
                    })
                }
            },
            _ => Ok(member),
        }
    }

    fn class_attribute(&mut self, class: &Rc<Class<'a>>, name: &str, place: Place) -> Eval<'a> {
        if let Some(member) = class.lookup(name) {
            let member = self.settle(member);
            return match &member {
                Value::Descriptor(descriptor) if descriptor.kind == DescriptorKind::Property => {
                    Ok(member)
                }
                Value::Descriptor(_) => {
                    self.bind_member(member, &Value::Class(Rc::clone(class)), place)
                }
                _ => Ok(member),
            };
        }
        Ok(match name {
            "__name__" | "__qualname__" => Value::Str(Rc::clone(&class.name)),
            "__module__" => Value::Str(Rc::clone(&class.module.name)),
            "__members__" if class.kind == ClassKind::Enum => {
                let dict = Dict::default();
                for member in &*class.members.borrow() {
                    let key = self.attribute(member, "name", place)?;
                    self.insert(&dict, key, member.clone(), place);
                }
                Value::Dict(Rc::new(dict))
            }
            _ if class.opaque_base => Value::unknown(
                format!(
                    "attribute `{name}` of `{}` comes from a library",
                    class.name
                ),
                place,
            ),
            _ => {
                let message = format!("type object '{}' has no attribute '{name}'", class.name);
                return self.raise("AttributeError", message, place);
            }
        })
    }

    /// Calls a class of the project.
    fn instantiate(&mut self, class: &Rc<Class<'a>>, arguments: Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        if class.kind == ClassKind::Enum {
            return match arguments.at(0) {
                Some(value) => self.enum_by_value(class, &value.clone(), place),
                None => self.raise("TypeError", "an enum is called without a value", place),
            };
        }
        if class.lookup("__new__").is_some() {
            return Ok(Value::unknown(
                format!("`{}` makes its own instances", class.name),
                place,
            ));
        }
        let instance = Rc::new(Instance {
            class: Rc::clone(class),
            attributes: std::cell::RefCell::default(),
            place,
        });
        let value = Value::Instance(Rc::clone(&instance));
        match class.lookup("__init__") {
            Some(init) => {
                self.call(&init, arguments.with_receiver(value.clone()))?;
            }
            None if matches!(class.kind, ClassKind::Record | ClassKind::NamedTuple) => {
                self.fill_fields(&instance, arguments)?;
                if let Some(after) = class.lookup("__post_init__") {
                    self.call(&after, Arguments::of([value.clone()], place))?;
                }
            }
            None => {
                let args = arguments
                    .positional
                    .iter()
                    .map(|argument| argument.value.clone())
                    .collect();
                let mut attributes = instance.attributes.borrow_mut();
                attributes.insert(Rc::from("args"), Value::tuple(args));
                if class.opaque_base {
                    attributes.extend(
                        arguments
                            .keywords
                            .into_iter()
                            .map(|(name, argument)| (name, argument.value)),
                    );
                }
            }
        }
        Ok(value)
    }

    /// The generated constructor of a dataclass, a named tuple or a model.
    fn fill_fields(
        &mut self,
        instance: &Rc<Instance<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a, ()> {
        let place = arguments.place;
        let mut positional = arguments.positional.into_iter();
        let mut keywords = arguments.keywords;
        for field in &instance.class.fields {
            let given = if field.in_constructor {
                positional.next()
            } else {
                None
            };
            let keyword = keywords.iter().position(|(name, _)| *name == field.name);
            let value = match (given, keyword, &field.default) {
                (Some(argument), ..) => argument.value,
                (None, Some(at), _) => keywords.remove(at).1.value,
                (None, None, _)
                    if arguments.open_keywords.is_some() || arguments.open_positional.is_some() =>
                {
                    Value::unknown("arguments are spread that are not known", place)
                }
                (None, None, Some(FieldDefault::Value(value))) => value.clone(),
                (None, None, Some(FieldDefault::Factory(factory))) => {
                    self.call(&factory.clone(), Arguments::none(place))?
                }
                (None, None, None) => {
                    Value::unknown(format!("field `{}` has no value", field.name), place)
                }
            };
            instance
                .attributes
                .borrow_mut()
                .insert(Rc::clone(&field.name), value);
        }
        let extra = keywords
            .into_iter()
            .map(|(name, argument)| (name, argument.value));
        instance.attributes.borrow_mut().extend(extra);
        Ok(())
    }
}

/// Whether a value is, or holds, something of Dagster: what a library makes of that
/// may be a definition.
fn is_dagster(value: &Value<'_>) -> bool {
    match value {
        Value::Object(_) | Value::Api(_) => true,
        Value::List(list) => list.items.borrow().iter().any(is_dagster),
        Value::Tuple(items) => items.iter().any(is_dagster),
        Value::Unknown(unknown) => !unknown.library,
        _ => false,
    }
}

/// A method of a value that is no function of the project.
pub(super) fn bound<'a>(receiver: &Value<'a>, name: &str) -> Value<'a> {
    Value::Bound(Rc::new(BoundMethod {
        receiver: receiver.clone(),
        callee: Callee::Method(Rc::from(name)),
    }))
}
