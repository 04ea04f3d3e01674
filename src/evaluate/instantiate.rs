//! Calls of classes of the project.

use super::class::{Class, ClassKind, FieldDefault, Instance};
use super::function::{Arguments, Native};
use super::interpreter::{Eval, Interpreter};
use super::value::Value;
use std::rc::Rc;

impl<'a> Interpreter<'a> {
    /// Calls a class of the project.
    pub(super) fn instantiate(
        &mut self,
        class: &Rc<Class<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        if class.kind == ClassKind::Enum {
            return match arguments.at(0) {
                Some(value) => self.enum_by_value(class, &value.clone(), place),
                None => self.raise("TypeError", "an enum is called without a value", place),
            };
        }
        // A `TypedDict` is a dict.
        let is_dict = class.inherits(
            &|base| matches!(base, Value::External(path) if path.ends_with(".TypedDict")),
        );
        if is_dict {
            return self.call(&Value::Native(Native("dict")), arguments);
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
                if class.fields.is_empty() {
                    self.fill_from_base(class, &value, &arguments);
                }
                let mut arguments = arguments;
                self.fit_arguments(class, &mut arguments)?;
                self.fill_fields(&instance, arguments)?;
                self.validate(&instance, place)?;
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
    pub(super) fn fill_fields(
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
            let mut names = keywords.iter().map(|(name, _)| name);
            let keyword = names
                .position(|name| *name == field.name)
                .filter(|_| field.in_constructor);
            let value = match (given, keyword, &field.default) {
                (Some(argument), ..) => argument.value,
                (None, Some(at), _) => keywords.remove(at).1.value,
                (None, None, None) if !field.in_constructor => continue,
                (None, None, _)
                    if field.in_constructor
                        && (arguments.open_keywords.is_some()
                            || arguments.open_positional.is_some()) =>
                {
                    Value::unknown("arguments are spread that are not known", place)
                }
                (None, None, _) if field.is_aliased && !keywords.is_empty() => {
                    Value::unknown(format!("`{}` has an alias", field.name), place)
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
