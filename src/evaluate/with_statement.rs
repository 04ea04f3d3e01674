//! `with`: what a manager binds, and the exceptions that it may swallow.

use ruff_python_ast::{Expr, StmtWith};

use super::exception::is_subclass;
use super::interpreter::{Eval, Exception, Interpreter, Raise};
use super::statement::Flow;
use super::value::Value;
use crate::source::Place;

/// What a manager does with an exception of the body.
enum Exceptions {
    /// It lets them through: a file, a lock.
    Pass,
    /// `contextlib.suppress(...)` of these classes.
    Suppress(Vec<String>),
    /// It may swallow them.
    Unknown,
}

impl<'a> Interpreter<'a> {
    pub(super) fn with_statement(&mut self, stmt: &'a StmtWith) -> Eval<'a, Flow<'a>> {
        let mut exceptions = Exceptions::Pass;
        for item in &stmt.items {
            let place = self.place(&item.context_expr);
            let manager = self.expression(&item.context_expr)?;
            match exceptions_of(&item.context_expr, &manager) {
                Exceptions::Pass => {}
                other => exceptions = other,
            }
            let entered = self.enter(&manager, place)?;
            if let Some(target) = &item.optional_vars {
                self.assign(target, entered)?;
            }
        }
        if matches!(exceptions, Exceptions::Pass) {
            return self.block(&stmt.body);
        }
        self.handlers += 1;
        self.import_handlers += 1;
        let result = self.block(&stmt.body);
        self.import_handlers -= 1;
        self.handlers -= 1;
        match (result, exceptions) {
            (Err(Raise::Exception(exception)), Exceptions::Suppress(classes))
                if classes
                    .iter()
                    .any(|class| is_subclass(&exception.class, class)) =>
            {
                Ok(Flow::Next)
            }
            // Whether it comes through is not known, so nothing is certain of it.
            (Err(Raise::Exception(exception)), Exceptions::Unknown) => {
                Err(Raise::Exception(std::rc::Rc::new(Exception {
                    class: std::rc::Rc::clone(&exception.class),
                    message: exception.message.clone(),
                    value: exception.value.clone(),
                    place: exception.place,
                    is_explicit: false,
                    fault: None,
                })))
            }
            (result, _) => result,
        }
    }

    /// What `with manager as x` binds.
    pub(super) fn enter(&mut self, manager: &Value<'a>, place: Place) -> Eval<'a> {
        match manager {
            Value::Instance(instance) => match instance.class.lookup("__enter__") {
                Some(enter) => {
                    let arguments = super::function::Arguments::of([manager.clone()], place);
                    self.call(&enter, arguments)
                }
                None => Ok(Value::unknown("the context manager is not known", place)),
            },
            value => Ok(value.clone()),
        }
    }
}

fn exceptions_of(expr: &Expr, manager: &Value<'_>) -> Exceptions {
    if let Expr::Call(call) = expr
        && last_name(&call.func) == "suppress"
    {
        let classes = call
            .arguments
            .args
            .iter()
            .map(|class| last_name(class).to_owned());
        return Exceptions::Suppress(classes.collect());
    }
    match manager {
        Value::Instance(_) | Value::Unknown(_) | Value::External(_) | Value::Choice(_) => {
            Exceptions::Unknown
        }
        _ => Exceptions::Pass,
    }
}

fn last_name(expr: &Expr) -> &str {
    match expr {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => "",
    }
}
