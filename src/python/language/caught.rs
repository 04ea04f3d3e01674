//! Which exceptions the classes catch that an `except` clause names.

use std::rc::Rc;

use ruff_python_ast::{ExceptHandler, Expr};

use crate::python::builtin::{is_exception, is_kind_of};
use crate::python::interpreter::{Eval, Exception, Interpreter, Truth};
use crate::python::value::Value;
use crate::python::value::class::Class;

/// What is known of the class of an exception.
enum Raised<'e, 'a> {
    /// A class of the project.
    Own(&'e Class<'a>),
    /// A builtin class, by name.
    Builtin(&'e str),
    /// A class of a library, by its own name; no name where that is not known, either.
    Other(&'e str),
}

fn raised<'e, 'a>(exception: &'e Exception<'a>) -> Raised<'e, 'a> {
    let class = match &exception.value {
        Value::Instance(instance) => &instance.class,
        Value::Class(class) => class,
        // An operation, a builtin class or an object of one.
        Value::None | Value::Native(_) | Value::Tuple(_) => {
            return by_name(&exception.class);
        }
        Value::External(_) => return Raised::Other(&exception.class),
        _ => return Raised::Other(""),
    };
    // What a handler has bound is an object of a class that only has the name.
    if class.bases.is_empty() {
        by_name(&class.name)
    } else {
        Raised::Own(class)
    }
}

fn by_name<'a>(class: &str) -> Raised<'_, 'a> {
    if is_exception(class) {
        Raised::Builtin(class)
    } else {
        Raised::Other(class)
    }
}

impl<'a> Interpreter<'a> {
    /// Whether a handler catches an exception. The classes are looked up then, as Python does.
    pub(super) fn catches(
        &mut self,
        handler: &'a ExceptHandler,
        exception: &Exception<'a>,
        is_star: bool,
    ) -> Eval<'a, Truth> {
        let ExceptHandler::ExceptHandler(clause) = handler;
        let Some(caught) = &clause.type_ else {
            return Ok(Truth::True);
        };
        let caught = self.expression(caught)?;
        // `except*` takes a group apart, and what it holds is not followed.
        if is_star && is_kind_of(&exception.class, "BaseExceptionGroup") {
            return Ok(Truth::Unknown);
        }
        Ok(self.is_caught(exception, &self.settle(caught)))
    }

    /// Whether a class, or one of several, catches an exception.
    pub(super) fn is_caught(&self, exception: &Exception<'a>, caught: &Value<'a>) -> Truth {
        if let Value::Tuple(classes) = caught {
            let one = |class: &Value<'a>| self.is_caught(exception, class);
            return any(classes.iter().map(one));
        }
        match (raised(exception), caught) {
            (_, Value::Native(native))
                if matches!(native.0, "Exception" | "BaseException")
                    && !matches!(raised(exception), Raised::Builtin(_)) =>
            {
                Truth::True
            }
            (Raised::Own(class), caught) => self.is_own_caught(class, caught),
            (Raised::Builtin(class), Value::Native(base)) => Truth::from(is_kind_of(class, base.0)),
            // No builtin inherits from a class of the project, or of Dagster.
            (Raised::Builtin(_), Value::Class(_) | Value::Api(_)) => Truth::False,
            (Raised::Other(class), Value::Native(base)) if is_kind_of(class, base.0) => Truth::True,
            (Raised::Other(class), Value::External(path)) if last_part(path) == class => {
                Truth::True
            }
            (Raised::Other(class), Value::Api(api)) if api.name == class => Truth::True,
            (Raised::Other(_), Value::Class(_)) => Truth::False,
            _ => Truth::Unknown,
        }
    }

    fn is_own_caught(&self, class: &Class<'a>, caught: &Value<'a>) -> Truth {
        let order = class.order.borrow();
        any(order.iter().flat_map(|class| {
            let bases = class.bases.iter().map(|base| match (base, caught) {
                (Value::Class(_), _) => Truth::False,
                (Value::Native(base), Value::Native(caught)) => {
                    Truth::from(is_kind_of(base.0, caught.0))
                }
                (Value::Native(_), Value::Class(_) | Value::Api(_)) => Truth::False,
                (Value::External(_), Value::Class(_)) => Truth::False,
                (Value::External(base), Value::External(caught)) if base == caught => Truth::True,
                (base, caught) if base.is_same(caught) == Some(true) => Truth::True,
                _ => Truth::Unknown,
            });
            let own = match caught {
                Value::Class(caught) => Truth::from(Rc::ptr_eq(class, caught)),
                _ => Truth::False,
            };
            bases.chain([own]).collect::<Vec<_>>()
        }))
    }

    /// Whether a handler may catch that an import fails.
    pub(super) fn may_catch_imports(&self, handler: &ExceptHandler) -> bool {
        let ExceptHandler::ExceptHandler(clause) = handler;
        let caught = clause.type_.as_deref();
        caught.is_none_or(|caught| self.may_name_import_error(caught))
    }

    /// The value of a name as it stands, which uses nothing and raises nothing.
    fn peek_name(&self, name: &str) -> Option<Value<'a>> {
        let frame = self.frames.last()?;
        let mut scope = Some(&frame.scope);
        while let Some(current) = scope {
            if let Some(binding) = current.peek(name) {
                return Some(self.settle(binding.value));
            }
            scope = current.outer.as_ref();
        }
        let binding = frame.module.scope.peek(name);
        binding
            .map(|it| self.settle(it.value))
            .or_else(|| Self::builtin(name))
    }

    fn may_name_import_error(&self, caught: &Expr) -> bool {
        match caught {
            Expr::Tuple(tuple) => tuple.elts.iter().any(|it| self.may_name_import_error(it)),
            Expr::Starred(starred) => self.may_name_import_error(&starred.value),
            Expr::Attribute(attribute) => is_met_by_imports(&attribute.attr),
            Expr::Name(name) => match self.peek_name(&name.id) {
                Some(value) => may_be_import_error(&value),
                None => is_met_by_imports(&name.id),
            },
            _ => true,
        }
    }
}

fn may_be_import_error(caught: &Value<'_>) -> bool {
    match caught {
        Value::Native(native) => is_met_by_imports(native.0),
        Value::Tuple(classes) => classes.iter().any(may_be_import_error),
        Value::Class(_) | Value::Api(_) => false,
        Value::External(path) => is_met_by_imports(last_part(path)),
        _ => true,
    }
}

/// Whether a class catches what an import raises: no such module, or no such name in it.
fn is_met_by_imports(class: &str) -> bool {
    is_kind_of("ModuleNotFoundError", class)
}

fn last_part(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether one of several holds.
fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
    let mut result = Truth::False;
    for truth in truths {
        match truth {
            Truth::True => return Truth::True,
            Truth::False => {}
            Truth::Unknown => result = Truth::Unknown,
        }
    }
    result
}
