//! Calls of builtins that see the scope around them: `globals`, `super`, `exec` ...

use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::class::{Descriptor, DescriptorKind, Instance, Super};
use crate::python::value::container::{Dict, List};
use crate::python::value::function::{Argument, Arguments, Native};
use crate::python::value::{Unknown, Value};

impl<'a> Interpreter<'a> {
    /// `setattr(object, name, value)`
    fn set_attribute_by_name(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let [receiver, name, value] = arguments.positional.as_slice() else {
            return Ok(self.unknown_call("setattr", arguments));
        };
        let (receiver, value) = (self.settle(receiver.value.clone()), value.value.clone());
        match (self.settle(name.value.clone()), &receiver) {
            (Value::Str(name), _) => self.set_attribute(&receiver, &name, value)?,
            (name, Value::Module(module)) => module.open(&self.reason_of(&name, place)),
            _ => {}
        }
        Ok(Value::None)
    }

    /// The builtins that need the running frame.
    #[expect(clippy::too_many_lines, reason = "one arm for each builtin")]
    pub(super) fn call_scope_native(
        &mut self,
        native: Native,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Value<'a>>> {
        let place = arguments.place;
        let descriptor = |kind| {
            let function = arguments.at(0).cloned().unwrap_or(Value::None);
            Some(Value::Descriptor(Rc::new(Descriptor {
                kind,
                function,
                setter: arguments.get(1, "fset").cloned(),
            })))
        };
        Ok(match native.0 {
            "property" => descriptor(DescriptorKind::Property),
            "functools.cached_property" => descriptor(DescriptorKind::CachedProperty),
            "staticmethod" => descriptor(DescriptorKind::StaticMethod),
            "classmethod" => descriptor(DescriptorKind::ClassMethod),
            "super" => Some(self.super_of(arguments)),
            "setattr" | "object.__setattr__" => Some(self.set_attribute_by_name(arguments)?),
            "exec" => {
                let unknown = Unknown::new("`exec` may bind any name", place);
                if let Some(module) = self.module() {
                    module.open(&unknown);
                }
                self.has_handed_out.set(true);
                Some(Value::None)
            }
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
                    let list = List::new(names);
                    if let Some(unknown) = &*module.open.borrow() {
                        list.open(unknown);
                    }
                    Some(Value::List(Rc::new(list)))
                }
                Some(Value::Class(class)) if !class.opaque_base => {
                    let order = class.order.borrow();
                    let mut names: Vec<Rc<str>> = order
                        .iter()
                        .flat_map(|class| class.scope.sorted_names())
                        .collect();
                    names.sort_unstable();
                    names.dedup();
                    Some(Value::list(names.into_iter().map(Value::Str).collect()))
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

    pub(super) fn super_of(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
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
    pub(super) fn call_missing_parent(
        &mut self,
        parent: &Super<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        if name == "__setattr__" {
            let receiver = Argument {
                value: parent.receiver.clone(),
                place: arguments.place,
            };
            let mut arguments = arguments.clone();
            arguments.positional.insert(0, receiver);
            return self.set_attribute_by_name(&arguments);
        }
        if name == "__init_subclass__" {
            return Ok(Value::None);
        }
        let class = match &parent.receiver {
            Value::Instance(instance) => Some(&instance.class),
            Value::Class(class) => Some(class),
            _ => None,
        };
        let inherited = class.and_then(|class| {
            self.host
                .inherited_method(class, &parent.receiver, name, arguments.place)
        });
        if let Some(method) = inherited {
            return self.call(&method, arguments.clone());
        }
        if name == "__init__" {
            if let Some(class) = class {
                self.host.fill_from_base(class, &parent.receiver, arguments);
            }
            if let Value::Instance(instance) = &parent.receiver {
                keep_arguments(instance, arguments);
            }
            return Ok(Value::None);
        }
        Ok(Value::unknown(
            format!("value comes from `super().{name}(...)` of a library"),
            arguments.place,
        ))
    }
}

/// Keeps what the constructor of a library is given: an exception has `args`, and most
/// classes keep their keyword arguments under their names.
fn keep_arguments<'a>(instance: &Instance<'a>, arguments: &Arguments<'a>) {
    let args = arguments.positional.iter();
    let args = args.map(|argument| argument.value.clone()).collect();
    let mut attributes = instance.attributes.borrow_mut();
    attributes.insert(Rc::from("args"), Value::tuple(args));
    for (key, argument) in &arguments.keywords {
        attributes.insert(Rc::clone(key), argument.value.clone());
    }
}
