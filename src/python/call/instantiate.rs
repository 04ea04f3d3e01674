//! Calls of classes of the project.

use std::rc::Rc;

use crate::article;
use crate::python::builtin::may_be_absent;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::api::Api;
use crate::python::value::class::{Class, ClassKind, Field, FieldDefault, Instance};
use crate::python::value::function::{Argument, Arguments, Native};

impl<'a> Interpreter<'a> {
    /// Calls a class of the project.
    pub(crate) fn instantiate(
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
        if let Some(api) = class.made_by_dagster() {
            return self.instantiate_api(class, api, arguments);
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
                self.fill_record(&instance, arguments)?;
            }
            None => fill_without_init(&instance, arguments),
        }
        Ok(value)
    }

    /// Calls a class that is a kind of one of Dagster: what it adds is not followed.
    fn instantiate_api(
        &mut self,
        class: &Class<'a>,
        api: &'static Api,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        if class.adds_nothing() {
            return self.host.call_api(self, api, arguments);
        }
        let reason = format!("`{}` is more than {}", class.name, article::named(api.name));
        Ok(Value::unknown(reason, arguments.place))
    }

    /// What the constructor does that Python, or pydantic, makes for a class.
    fn fill_record(
        &mut self,
        instance: &Rc<Instance<'a>>,
        mut arguments: Arguments<'a>,
    ) -> Eval<'a, ()> {
        let (class, place) = (&instance.class, arguments.place);
        let value = Value::Instance(Rc::clone(instance));
        if class.fields.is_empty() {
            self.host.fill_from_base(class, &value, &arguments);
        }
        self.host.fit_arguments(self, class, &mut arguments)?;
        self.fill_fields(instance, arguments)?;
        self.validate(instance, place)?;
        if let Some(after) = class.lookup("__post_init__") {
            self.call(&after, Arguments::of([value], place))?;
        }
        Ok(())
    }

    /// The generated constructor of a dataclass, a named tuple or a model.
    pub(super) fn fill_fields(
        &mut self,
        instance: &Rc<Instance<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a, ()> {
        let place = arguments.place;
        let is_spread = arguments.open_keywords.is_some() || arguments.open_positional.is_some();
        let mut positional = arguments.positional.into_iter();
        let mut keywords = arguments.keywords;
        for field in &instance.class.fields {
            let given = if field.in_constructor {
                let keyword = keywords.iter().position(|(name, _)| *name == field.name);
                let keyword = keyword.map(|at| keywords.remove(at).1);
                let positional = positional.next();
                self.refuse_second(instance, field, positional.as_ref(), keyword.as_ref())?;
                positional.or(keyword)
            } else {
                None
            };
            let value = match (given, &field.default) {
                (Some(argument), _) => argument.value,
                (None, None) if !field.in_constructor => continue,
                (None, _) if field.in_constructor && is_spread => {
                    Value::unknown("arguments are spread that are not known", place)
                }
                (None, _) if field.is_aliased && !keywords.is_empty() => {
                    Value::unknown(format!("`{}` has an alias", field.name), place)
                }
                (None, Some(FieldDefault::Value(value))) => value.clone(),
                (None, Some(FieldDefault::Factory(factory))) => {
                    self.call(&factory.clone(), Arguments::none(place))?
                }
                (None, None) => {
                    Value::unknown(format!("field `{}` has no value", field.name), place)
                }
            };
            let mut attributes = instance.attributes.borrow_mut();
            attributes.insert(Rc::clone(&field.name), value);
        }
        let extra = keywords
            .into_iter()
            .map(|(name, argument)| (name, argument.value));
        instance.attributes.borrow_mut().extend(extra);
        Ok(())
    }
}

impl<'a> Interpreter<'a> {
    /// Raises where a position and a keyword give one field.
    fn refuse_second(
        &self,
        instance: &Instance<'a>,
        field: &Field<'a>,
        positional: Option<&Argument<'a>>,
        keyword: Option<&Argument<'a>>,
    ) -> Eval<'a, ()> {
        let (Some(_), Some(keyword)) = (positional, keyword) else {
            return Ok(());
        };
        if may_be_absent(&keyword.value) {
            return Ok(());
        }
        let (class, name) = (&instance.class.name, &field.name);
        let message = format!("{class}.__init__() got multiple values for argument '{name}'");
        self.raise("TypeError", message, keyword.place)
    }
}

/// What becomes of the arguments of a class without a constructor in the project: an
/// exception has `args`, and a class of a library may keep its keyword arguments.
fn fill_without_init<'a>(instance: &Instance<'a>, arguments: Arguments<'a>) {
    let args = arguments.positional.into_iter();
    let args = args.map(|argument| argument.value).collect();
    let mut attributes = instance.attributes.borrow_mut();
    attributes.insert(Rc::from("args"), Value::tuple(args));
    if instance.class.opaque_base {
        let keywords = arguments.keywords.into_iter();
        attributes.extend(keywords.map(|(name, argument)| (name, argument.value)));
    }
}
