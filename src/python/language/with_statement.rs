//! `with`: what a manager binds, and the exceptions that it may swallow.

use std::rc::Rc;

use ruff_python_ast::{Expr, Stmt, StmtWith, WithItem};

use super::statement::Flow;
use crate::python::interpreter::{Eval, Exception, Interpreter, Raise, Truth};
use crate::python::value::Value;
use crate::python::value::function::Arguments;
use crate::source::Place;

/// What a manager does with an exception of the body.
enum Exceptions<'a> {
    /// It lets them through: a file, a lock.
    Pass,
    /// `contextlib.suppress(...)` of these classes.
    Suppress(Value<'a>),
    /// Its `__exit__`, of a class of the project, is told of them.
    Told(Value<'a>),
    /// It may swallow them.
    Unknown,
}

impl<'a> Interpreter<'a> {
    pub(super) fn with_statement(&mut self, stmt: &'a StmtWith) -> Eval<'a, Flow<'a>> {
        self.with_items(&stmt.items, &stmt.body)
    }

    /// The body under managers, each of which has those after it within.
    fn with_items(&mut self, items: &'a [WithItem], body: &'a [Stmt]) -> Eval<'a, Flow<'a>> {
        let Some((item, within)) = items.split_first() else {
            return self.block(body);
        };
        let place = self.place(&item.context_expr);
        let manager = self.expression(&item.context_expr)?;
        let entered = self.enter(&manager, place)?;
        if let Some(target) = &item.optional_vars {
            self.assign(target, entered)?;
        }
        let exceptions = self.exceptions_of(&item.context_expr, &manager)?;
        if matches!(exceptions, Exceptions::Pass) {
            return self.with_items(within, body);
        }
        self.handlers += 1;
        self.import_handlers += 1;
        let result = self.with_items(within, body);
        self.import_handlers -= 1;
        self.handlers -= 1;
        match (result, exceptions) {
            (result, Exceptions::Told(exit)) => self.leave(manager, &exit, place, result),
            (Err(Raise::Exception(exception)), Exceptions::Suppress(classes)) => {
                keep(self.is_caught(&exception, &classes), exception)
            }
            (Err(Raise::Exception(exception)), Exceptions::Unknown) => {
                keep(Truth::Unknown, exception)
            }
            (result, _) => result,
        }
    }

    /// Tells a manager of the project how the body ended; one that answers with something
    /// true keeps an exception back.
    fn leave(
        &mut self,
        manager: Value<'a>,
        exit: &Value<'a>,
        place: Place,
        result: Eval<'a, Flow<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        let [class, value, traceback] = match &result {
            Err(Raise::Exception(exception)) => {
                let value = self.exception_value(exception);
                let class = match (Self::builtin(&exception.class), &value) {
                    (Some(class), _) => class,
                    (None, Value::Instance(instance)) => Value::Class(Rc::clone(&instance.class)),
                    _ => Value::unknown("the class of the exception is not known", place),
                };
                let traceback = Value::unknown("the traceback is not known", place);
                [class, value, traceback]
            }
            Err(_) => return result,
            Ok(_) => [Value::None, Value::None, Value::None],
        };
        let arguments = [manager, class, value, traceback];
        let answer = self.call(exit, Arguments::of(arguments, place))?;
        match result {
            Err(Raise::Exception(exception)) => keep(self.truth(&answer)?, exception),
            _ => result,
        }
    }

    fn exceptions_of(&mut self, expr: &'a Expr, manager: &Value<'a>) -> Eval<'a, Exceptions<'a>> {
        if let Expr::Call(call) = expr
            && last_name(&call.func) == "suppress"
        {
            let place = self.place(expr);
            let arguments = self.arguments(call, place)?;
            let classes = arguments.positional.into_iter().map(|it| it.value);
            return Ok(Exceptions::Suppress(Value::tuple(
                classes.chain(arguments.open_positional).collect(),
            )));
        }
        Ok(match manager {
            Value::Instance(instance) => match instance.class.lookup("__exit__") {
                Some(exit) => Exceptions::Told(exit),
                None => Exceptions::Unknown,
            },
            Value::Unknown(_) | Value::External(_) | Value::Choice(_) => Exceptions::Unknown,
            _ => Exceptions::Pass,
        })
    }

    /// What `with manager as x` binds.
    pub(super) fn enter(&mut self, manager: &Value<'a>, place: Place) -> Eval<'a> {
        match manager {
            Value::Instance(instance) => match instance.class.lookup("__enter__") {
                Some(enter) => {
                    let arguments = Arguments::of([manager.clone()], place);
                    self.call(&enter, arguments)
                }
                None => Ok(Value::unknown("the context manager is not known", place)),
            },
            value => Ok(value.clone()),
        }
    }
}

/// What becomes of an exception of the body, by whether the manager swallows it.
fn keep(is_kept: Truth, exception: Rc<Exception<'_>>) -> Eval<'_, Flow<'_>> {
    match is_kept {
        Truth::True => Ok(Flow::Next),
        Truth::False => Err(Raise::Exception(exception)),
        // Whether it comes through is not known, so nothing is certain of it.
        Truth::Unknown => Err(uncertain(&exception)),
    }
}

/// An exception of which it is not known whether it comes through.
fn uncertain<'a>(exception: &Exception<'a>) -> Raise<'a> {
    Raise::Exception(Rc::new(Exception {
        class: Rc::clone(&exception.class),
        message: exception.message.clone(),
        value: exception.value.clone(),
        place: exception.place,
        is_explicit: false,
        fault: None,
    }))
}

fn last_name(expr: &Expr) -> &str {
    match expr {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}
