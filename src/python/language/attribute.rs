//! Attributes, as `getattr` finds them.

use std::rc::Rc;

use crate::article;
use crate::python::builtin::{Lookup, class_name, find, may_be_absent};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::{Class, ClassKind, DescriptorKind, Instance};
use crate::python::value::container::Dict;
use crate::python::value::function::{Arguments, BoundMethod, Callee, Native, Partial};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// An attribute, as `getattr` finds it.
    #[expect(
        clippy::too_many_lines,
        reason = "one match: each kind of value, and where its attributes are"
    )]
    pub(crate) fn attribute(&mut self, value: &Value<'a>, name: &str, place: Place) -> Eval<'a> {
        match value {
            Value::Choice(choice) => {
                self.lift(choice, |cx, value| cx.attribute(&value, name, place))
            }
            Value::Unknown(unknown) => Ok(self.part_of_unknown(unknown, name)),
            Value::Module(module) => self.module_attribute(module, name, place),
            Value::External(path) => Ok(self.external_name(&format!("{path}.{name}"))),
            Value::Api(api) => Ok(self.host.api_attribute(self, api, name, place)),
            Value::Object(object) => self.host.object_attribute(self, object, name, place),
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
            Value::Descriptor(_) if matches!(name, "setter" | "getter" | "deleter") => {
                Ok(bound(value, name))
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
            Value::Dict(dict)
                if self.host.has_entries_as_attributes(self)
                    && find_dict_method(name).is_none() =>
            {
                let key = Value::str(name);
                Ok(match self.look_up(dict, &key, place) {
                    Lookup::Found(found) if !may_be_absent(&found) => found,
                    Lookup::Unknown(unknown) => unknown,
                    _ => Value::unknown(format!("attribute `{name}` of a `dict`"), place),
                })
            }
            Value::None if !is_of_every_object(name) => {
                let message = format!("'NoneType' object has no attribute '{name}'");
                self.raise("AttributeError", message, place)
            }
            value => Ok(self
                .builtin_attribute(value, name, place)
                .unwrap_or_else(|| {
                    Value::unknown(
                        format!(
                            "attribute `{name}` of {}",
                            article::named(value.type_name())
                        ),
                        place,
                    )
                })),
        }
    }

    pub(super) fn instance_attribute(
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
                let is_cached = matches!(&member, Value::Descriptor(descriptor)
                    if descriptor.kind == DescriptorKind::CachedProperty);
                let result = self.bind_member(member, value, place)?;
                if is_cached {
                    let mut attributes = instance.attributes.borrow_mut();
                    attributes.insert(Rc::from(name), result.clone());
                }
                Ok(result)
            }
            None => self.other_attribute(instance, value, name, place),
        }
    }

    /// An attribute that neither the instance nor a class of the project has.
    fn other_attribute(
        &mut self,
        instance: &Instance<'a>,
        value: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        let class = &instance.class;
        if has_generated(instance, name) {
            return Ok(bound(value, name));
        }
        if class.opaque_base {
            let inherited = self.host.inherited_method(class, value, name, place);
            return Ok(inherited.unwrap_or_else(|| {
                let class = &class.name;
                let reason = format!("attribute `{name}` of `{class}` comes from a library");
                Value::unknown(reason, place)
            }));
        }
        if class.lookup("__getattr__").is_some() {
            let reason = format!("attribute `{name}` comes from `__getattr__`");
            return Ok(Value::unknown(reason, place));
        }
        let message = format!("'{}' object has no attribute '{name}'", class.name);
        self.raise_missing("AttributeError", message, place)
    }

    /// An attribute that a class does not have, as far as it is seen.
    fn missing_of_class(&self, class: &Class<'a>, name: &str, place: Place) -> Eval<'a> {
        let message = format!("type object '{}' has no attribute '{name}'", class.name);
        if class.kind == ClassKind::Enum {
            // Nothing but a method of its own adds a member.
            return self.raise_unless_changed("AttributeError", message, place);
        }
        self.raise_missing("AttributeError", message, place)
    }

    /// A member of a class, seen through an instance.
    pub(super) fn bind_member(
        &mut self,
        member: Value<'a>,
        receiver: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        match &member {
            Value::Function(function) => Ok(Value::Bound(Rc::new(BoundMethod {
                receiver: receiver.clone(),
                callee: Callee::Function(Rc::clone(function)),
            }))),
            Value::Descriptor(descriptor) => match descriptor.kind {
                DescriptorKind::Property | DescriptorKind::CachedProperty => self.call(
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

    pub(super) fn class_attribute(
        &mut self,
        class: &Rc<Class<'a>>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        if let Some(member) = class.lookup(name) {
            let member = self.settle(member);
            return match &member {
                Value::Descriptor(descriptor) if !descriptor.kind.is_property() => {
                    self.bind_member(member, &Value::Class(Rc::clone(class)), place)
                }
                _ => Ok(member),
            };
        }
        Ok(match name {
            "__name__" | "__qualname__" => Value::Str(Rc::clone(&class.name)),
            "__module__" => Value::Str(Rc::clone(&class.module.name)),
            "_fields" if self.generated_class_attribute(class, name).is_some() => self
                .generated_class_attribute(class, name)
                .unwrap_or(Value::None),
            "_make" if class.kind == ClassKind::NamedTuple => {
                let callee = Value::Native(Native("collections.namedtuple.make"));
                let arguments = Arguments::of([Value::Class(Rc::clone(class))], place);
                Value::Partial(Rc::new(Partial { callee, arguments }))
            }
            "__mro__" if !class.opaque_base => {
                let order = class.order.borrow();
                let mut all: Vec<Value<'a>> = order.iter().cloned().map(Value::Class).collect();
                all.push(Value::Native(Native("object")));
                Value::tuple(all)
            }
            "__members__" if class.kind == ClassKind::Enum => self.enum_members(class, place)?,
            _ if self.host.has_class_method(class, name) => {
                bound(&Value::Class(Rc::clone(class)), name)
            }
            _ if class.opaque_base => {
                let class = &class.name;
                let reason = format!("attribute `{name}` of `{class}` comes from a library");
                Value::unknown(reason, place)
            }
            _ => return self.missing_of_class(class, name, place),
        })
    }

    /// `__members__` of an enum: its members by name, aliases included.
    fn enum_members(&mut self, class: &Class<'a>, place: Place) -> Eval<'a> {
        let dict = Dict::default();
        for member in class.members.borrow().clone() {
            let key = self.attribute(&member, "name", place)?;
            self.insert(&dict, key, member, place);
        }
        for alias in class.scope.sorted_names() {
            let is_member = |value: &Value<'a>| {
                let members = class.members.borrow();
                members
                    .iter()
                    .any(|member| member.is_same(value) == Some(true))
            };
            match class.scope.peek(&alias).map(|binding| binding.value) {
                Some(value) if is_member(&value) => {
                    self.insert(&dict, Value::Str(alias), value, place);
                }
                _ => {}
            }
        }
        Ok(Value::Dict(Rc::new(dict)))
    }
}

fn find_dict_method(name: &str) -> Option<Native> {
    find(&format!("dict.{name}"))
}

/// Whether an instance has a method that no class of the project defines: that of a named
/// tuple or a model, or that of the text or number that an enum member also is.
fn has_generated(instance: &Instance<'_>, name: &str) -> bool {
    match instance.class.kind {
        ClassKind::NamedTuple => matches!(name, "_asdict" | "_replace" | "index" | "count"),
        ClassKind::Record => matches!(name, "model_dump" | "model_copy" | "dict" | "copy"),
        ClassKind::Enum => instance
            .mixed_in()
            .and_then(|value| class_name(&value))
            .is_some_and(|class| find(&format!("{class}.{name}")).is_some()),
        ClassKind::Plain => false,
    }
}

/// A method of a value that is no function of the project.
pub(crate) fn bound<'a>(receiver: &Value<'a>, name: &str) -> Value<'a> {
    Value::Bound(Rc::new(BoundMethod {
        receiver: receiver.clone(),
        callee: Callee::Method(Rc::from(name)),
    }))
}

/// Whether every object has an attribute of this name, or may have it.
fn is_of_every_object(name: &str) -> bool {
    name.starts_with("__")
}
