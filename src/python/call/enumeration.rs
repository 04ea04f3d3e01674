//! Enums: members by name and by value.

use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtClassDef};

use crate::python::interpreter::{Eval, Interpreter, Truth};
use crate::python::value::Value;
use crate::python::value::class::{Class, Instance};
use crate::python::value::function::Arguments;
use crate::python::value::scope::Binding;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Turns the assignments of an enum body into members.
    pub(super) fn make_members(
        &mut self,
        class: &Rc<Class<'a>>,
        def: &'a StmtClassDef,
    ) -> Eval<'a, ()> {
        let mut counter = 0_i64;
        for stmt in &def.body {
            let Stmt::Assign(stmt) = stmt else { continue };
            let [Expr::Name(name)] = stmt.targets.as_slice() else {
                continue;
            };
            let name = name.id.as_str();
            if name.starts_with('_') {
                continue;
            }
            let Some(binding) = class.scope.peek(name) else {
                continue;
            };
            counter += 1;
            let value = match &binding.value {
                Value::Unknown(_) if is_auto(&stmt.value) => {
                    if class.is_str_enum() {
                        Value::str(name.to_lowercase())
                    } else {
                        Value::Int(counter)
                    }
                }
                value => value.clone(),
            };
            if let Value::Int(int) = &value {
                counter = *int;
            }
            // A second name of a value is an alias of the first.
            let value = match self.member_of_value(class, &value) {
                Some(member) => member,
                None => self.make_member(class, name, value, binding.place)?,
            };
            let binding = Binding { value, ..binding };
            let mut names = class.scope.names.borrow_mut();
            names.insert(Rc::from(name), binding);
        }
        Ok(())
    }

    fn member_of_value(&mut self, class: &Class<'a>, value: &Value<'a>) -> Option<Value<'a>> {
        let members = class.members.borrow();
        let mut members = members.iter();
        let member = members.find(|member| match member {
            Value::Instance(known) => {
                let known = known.attributes.borrow().get("value").cloned();
                known.is_some_and(|known| self.equals(&known, value) == Truth::True)
            }
            _ => false,
        });
        member.cloned()
    }

    fn make_member(
        &mut self,
        class: &Rc<Class<'a>>,
        name: &str,
        value: Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let member = Rc::new(Instance {
            class: Rc::clone(class),
            attributes: RefCell::default(),
            place,
        });
        let mut attributes = member.attributes.borrow_mut();
        attributes.insert(Rc::from("name"), Value::str(name));
        attributes.insert(Rc::from("value"), value);
        drop(attributes);
        let member = Value::Instance(member);
        self.initialize_member(class, &member, place)?;
        class.members.borrow_mut().push(member.clone());
        Ok(member)
    }

    /// An `__init__` of the enum is given what the member is assigned: a tuple as its
    /// elements.
    fn initialize_member(
        &mut self,
        class: &Rc<Class<'a>>,
        member: &Value<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        let Some(init) = class.lookup("__init__") else {
            return Ok(());
        };
        let given = match self.attribute(member, "value", place)? {
            Value::Tuple(items) => items.to_vec(),
            value => vec![value],
        };
        let arguments = std::iter::once(member.clone()).chain(given);
        self.call(&init, Arguments::of(arguments, place))?;
        Ok(())
    }

    /// `Color("red")`
    pub(super) fn enum_by_value(
        &mut self,
        class: &Rc<Class<'a>>,
        value: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        if let Value::Instance(instance) = value
            && Rc::ptr_eq(&instance.class, class)
        {
            return Ok(value.clone());
        }
        for member in class.members.borrow().iter() {
            let Value::Instance(instance) = member else {
                continue;
            };
            let own = instance
                .attributes
                .borrow()
                .get("value")
                .cloned()
                .unwrap_or(Value::None);
            match self.equals(&own, value) {
                Truth::True => return Ok(member.clone()),
                Truth::False => {}
                Truth::Unknown => {
                    return Ok(Value::unknown(
                        format!("which `{}` it is is not known", class.name),
                        place,
                    ));
                }
            }
        }
        self.raise_unless_changed("ValueError", format!("not a valid {}", class.name), place)
    }

    /// `Color["RED"]`
    pub(in crate::python) fn enum_member(
        &mut self,
        class: &Rc<Class<'a>>,
        name: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        match name.as_str().and_then(|name| class.lookup(name)) {
            Some(member) => Ok(member),
            None => Ok(Value::unknown(
                format!("which `{}` it is is not known", class.name),
                place,
            )),
        }
    }
}

pub(super) fn is_auto(expr: &Expr) -> bool {
    let Expr::Call(call) = expr else { return false };
    match &*call.func {
        Expr::Name(name) => name.id.as_str() == "auto",
        Expr::Attribute(attribute) => attribute.attr.as_str() == "auto",
        _ => false,
    }
}
