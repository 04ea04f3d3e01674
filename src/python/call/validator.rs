//! The validators of pydantic models: `@field_validator`, `@model_validator` and their
//! older forms, found in the class body and run when an instance is made.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall, Stmt, StmtClassDef, StmtFunctionDef};

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::{Class, Field, Instance};
use crate::python::value::function::{Arguments, Body};
use crate::source::Place;

/// What is run when an instance of a model is made.
#[derive(Debug, Default)]
pub(crate) struct Validators<'a> {
    /// The names of fields, and the function that is given the value of each.
    fields: Vec<(Vec<Rc<str>>, Value<'a>)>,
    /// Functions that are given the whole instance.
    after: Vec<Value<'a>>,
    /// Whether something changes the arguments in a way that is not followed.
    is_opaque: bool,
}

impl<'a> Interpreter<'a> {
    /// The validators of a class body.
    pub(super) fn validators(&mut self, def: &'a StmtClassDef) -> Eval<'a, Validators<'a>> {
        let mut found = Validators::default();
        for stmt in &def.body {
            let Stmt::FunctionDef(function) = stmt else {
                continue;
            };
            for decorator in &function.decorator_list {
                let Expr::Call(call) = &decorator.expression else {
                    continue;
                };
                self.add_validator(call, function, &mut found)?;
            }
        }
        Ok(found)
    }

    fn add_validator(
        &mut self,
        call: &'a ExprCall,
        function: &'a StmtFunctionDef,
        found: &mut Validators<'a>,
    ) -> Eval<'a, ()> {
        let name = match &*call.func {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return Ok(()),
        };
        let mode = match call.arguments.find_keyword("mode").map(|mode| &mode.value) {
            Some(Expr::StringLiteral(mode)) => mode.value.to_str(),
            _ => "after",
        };
        let is_simple = matches!(mode, "after" | "before");
        match name {
            "field_validator" | "validator" if is_simple => {
                let text = |expr: &Expr| match expr {
                    Expr::StringLiteral(text) => Some(Rc::from(text.value.to_str())),
                    _ => None,
                };
                let names: Option<Vec<Rc<str>>> = call.arguments.args.iter().map(text).collect();
                match names {
                    Some(names) => found.fields.push((names, self.undecorated(function)?)),
                    None => found.is_opaque = true,
                }
            }
            "model_validator" if mode == "after" => {
                let function = self.undecorated(function)?;
                found.after.push(function);
            }
            "field_validator" | "validator" | "model_validator" | "root_validator" => {
                found.is_opaque = true;
            }
            _ => {}
        }
        Ok(())
    }

    /// The function below the decorators.
    fn undecorated(&mut self, def: &'a StmtFunctionDef) -> Eval<'a> {
        let place = self.place(&def.name);
        let parameters = Some(&*def.parameters);
        let body = Body::Block(&def.body);
        let function =
            self.make_function(def.name.as_str(), place, parameters, body, def.is_async)?;
        Ok(Value::Function(function))
    }

    /// Runs the validators of a class and of its parents on a new instance.
    pub(super) fn validate(&mut self, instance: &Rc<Instance<'a>>, place: Place) -> Eval<'a, ()> {
        let order = instance.class.order.borrow().clone();
        for class in order.iter().rev() {
            if class.validators.is_opaque {
                self.obscure(instance, place);
            }
            for field in &instance.class.fields {
                self.validate_field(instance, field, class, place)?;
            }
            for function in &class.validators.after {
                let whole = Value::Instance(Rc::clone(instance));
                self.call(function, Arguments::of([whole], place))?;
            }
        }
        Ok(())
    }

    fn validate_field(
        &mut self,
        instance: &Rc<Instance<'a>>,
        field: &Field<'a>,
        class: &Rc<Class<'a>>,
        place: Place,
    ) -> Eval<'a, ()> {
        for (names, function) in &class.validators.fields {
            let applies = names
                .iter()
                .any(|name| *name == field.name || &**name == "*");
            let value = instance.attributes.borrow().get(&field.name).cloned();
            let (true, Some(value), Value::Function(validator)) = (applies, value, function) else {
                continue;
            };
            let takes = validator.parameters.map_or(0, |parameters| {
                parameters.posonlyargs.len() + parameters.args.len()
            });
            let mut given = vec![Value::Class(Rc::clone(&instance.class)), value];
            given.resize_with(takes.max(2), || {
                Value::unknown("what a validator is told besides the value", place)
            });
            let result = self.call(function, Arguments::of(given, place))?;
            let name = Rc::clone(&field.name);
            instance.attributes.borrow_mut().insert(name, result);
        }
        Ok(())
    }

    /// Nothing is known of an instance whose arguments a validator may change.
    fn obscure(&self, instance: &Rc<Instance<'a>>, place: Place) {
        let reason = format!("a validator of `{}` may change it", instance.class.name);
        for field in &instance.class.fields {
            let value = Value::unknown(reason.clone(), place);
            let name = Rc::clone(&field.name);
            instance.attributes.borrow_mut().insert(name, value);
        }
    }
}
