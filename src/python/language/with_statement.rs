//! `with`: what a manager binds, and the exceptions that it may swallow.

use ruff_python_ast::{Expr, StmtWith};

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
    /// It may swallow them.
    Unknown,
}

impl<'a> Interpreter<'a> {
    pub(super) fn with_statement(&mut self, stmt: &'a StmtWith) -> Eval<'a, Flow<'a>> {
        let mut exceptions = Exceptions::Pass;
        let mut own = Vec::new();
        for item in &stmt.items {
            let place = self.place(&item.context_expr);
            let manager = self.expression(&item.context_expr)?;
            match self.exceptions_of(&item.context_expr, &manager)? {
                Exceptions::Pass => {}
                other => exceptions = other,
            }
            if let Value::Instance(instance) = &manager
                && let Some(exit) = instance.class.lookup("__exit__")
            {
                own.push((manager.clone(), exit, place));
            }
            let entered = self.enter(&manager, place)?;
            if let Some(target) = &item.optional_vars {
                self.assign(target, entered)?;
            }
        }
        if matches!(exceptions, Exceptions::Pass) {
            return self.block(&stmt.body);
        }
        if !own.is_empty() && own.len() == stmt.items.len() {
            return self.managed(stmt, own);
        }
        self.handlers += 1;
        self.import_handlers += 1;
        let result = self.block(&stmt.body);
        self.import_handlers -= 1;
        self.handlers -= 1;
        let Err(Raise::Exception(exception)) = result else {
            return result;
        };
        self.keep(&exceptions, exception)
    }

    /// What becomes of an exception of the body.
    fn keep(
        &self,
        exceptions: &Exceptions<'a>,
        exception: std::rc::Rc<Exception<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        let is_kept = match exceptions {
            Exceptions::Pass => Truth::False,
            Exceptions::Suppress(classes) => self.is_caught(&exception, classes),
            Exceptions::Unknown => Truth::Unknown,
        };
        match is_kept {
            Truth::True => Ok(Flow::Next),
            Truth::False => Err(Raise::Exception(exception)),
            // Whether it comes through is not known, so nothing is certain of it.
            Truth::Unknown => Err(uncertain(&exception)),
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
            Value::Instance(_) | Value::Unknown(_) | Value::External(_) | Value::Choice(_) => {
                Exceptions::Unknown
            }
            _ => Exceptions::Pass,
        })
    }

    /// The body under managers of the project: each is told how it ended, innermost
    /// first, and one that answers with something true keeps an exception back.
    fn managed(
        &mut self,
        stmt: &'a StmtWith,
        managers: Vec<(Value<'a>, Value<'a>, Place)>,
    ) -> Eval<'a, Flow<'a>> {
        self.handlers += 1;
        self.import_handlers += 1;
        let mut result = self.block(&stmt.body);
        self.import_handlers -= 1;
        self.handlers -= 1;
        for (manager, exit, place) in managers.into_iter().rev() {
            let told = match &result {
                Err(Raise::Exception(exception)) => {
                    let value = self.exception_value(exception);
                    let class = match (Self::builtin(&exception.class), &value) {
                        (Some(class), _) => class,
                        (None, Value::Instance(instance)) => {
                            Value::Class(std::rc::Rc::clone(&instance.class))
                        }
                        _ => Value::unknown("the class of the exception is not known", place),
                    };
                    [class, value]
                }
                Err(_) => return result,
                Ok(_) => [Value::None, Value::None],
            };
            let traceback = match &told[0] {
                Value::None => Value::None,
                _ => Value::unknown("the traceback is not known", place),
            };
            let [class, value] = told;
            let arguments = [manager, class, value, traceback];
            let answer = self.call(&exit, Arguments::of(arguments, place))?;
            if let Err(Raise::Exception(exception)) = &result {
                match self.truth(&answer)? {
                    Truth::True => result = Ok(Flow::Next),
                    Truth::False => {}
                    Truth::Unknown => result = Err(uncertain(exception)),
                }
            }
        }
        result
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

/// An exception of which it is not known whether it comes through.
fn uncertain<'a>(exception: &Exception<'a>) -> Raise<'a> {
    Raise::Exception(std::rc::Rc::new(Exception {
        class: std::rc::Rc::clone(&exception.class),
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
