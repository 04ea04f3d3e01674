//! `try`: what a handler catches, and imports that may fail.

use ruff_python_ast::{ExceptHandler, Expr, Stmt, StmtTry};

use super::statement::Flow;
use crate::model::Guard;
use crate::python::interpreter::{Eval, Exception, Interpreter, Raise};
use crate::python::value::Value;

impl<'a> Interpreter<'a> {
    pub(super) fn try_statement(&mut self, stmt: &'a StmtTry) -> Eval<'a, Flow<'a>> {
        let catches_imports = stmt
            .handlers
            .iter()
            .any(|handler| catches(handler, "ImportError"));
        let flow = if catches_imports && stmt.body.iter().any(|stmt| self.imports_opaque(stmt)) {
            self.optional_import(stmt)?
        } else {
            self.attempt(stmt, catches_imports)?
        };
        match self.block(&stmt.finalbody)? {
            Flow::Next => Ok(flow),
            leaving => Ok(leaving),
        }
    }

    /// The handler that an exception meets, or the exception itself.
    pub(super) fn handle(
        &mut self,
        stmt: &'a StmtTry,
        exception: &std::rc::Rc<Exception<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        for handler in &stmt.handlers {
            let ExceptHandler::ExceptHandler(clause) = handler;
            if !catches(handler, &exception.class) && !catches_base(handler, &exception.value) {
                continue;
            }
            if let Some(name) = &clause.name {
                let place = self.place(name);
                let value = self.exception_value(exception);
                self.bind(name.as_str(), value, place);
            }
            self.handled.push(std::rc::Rc::clone(exception));
            let flow = self.block(&clause.body);
            self.handled.pop();
            return flow;
        }
        Err(Raise::Exception(std::rc::Rc::clone(exception)))
    }

    /// Runs the body, then what comes after it: a handler, or the `else` clause.
    pub(super) fn attempt(
        &mut self,
        stmt: &'a StmtTry,
        catches_imports: bool,
    ) -> Eval<'a, Flow<'a>> {
        self.handlers += 1;
        self.import_handlers += u32::from(catches_imports);
        let result = self.block(&stmt.body);
        self.import_handlers -= u32::from(catches_imports);
        self.handlers -= 1;
        match result {
            Err(Raise::Exception(exception)) => self.handle(stmt, &exception),
            Err(raise) => Err(raise),
            Ok(Flow::Next) => {
                if catches_imports {
                    self.host.hear_optional_import(self, stmt);
                }
                self.block(&stmt.orelse)
            }
            Ok(flow) => Ok(flow),
        }
    }

    /// `try: import pandas` and `except ImportError`: whether the library is there is
    /// not known, so both ways are followed.
    pub(super) fn optional_import(&mut self, stmt: &'a StmtTry) -> Eval<'a, Flow<'a>> {
        let branch = self.new_branch();
        let handler = stmt
            .handlers
            .iter()
            .find(|handler| catches(handler, "ImportError"));
        self.ways(
            vec![
                (Guard::new(vec![(branch, 1)]), false),
                (Guard::new(vec![(branch, 0)]), true),
            ],
            |cx, failed| match (failed, handler) {
                (true, Some(ExceptHandler::ExceptHandler(clause))) => cx.block(&clause.body),
                _ => cx.attempt(stmt, true),
            },
        )
    }

    /// Whether a statement imports a module that is neither of the project nor modelled.
    pub(super) fn imports_opaque(&mut self, stmt: &'a Stmt) -> bool {
        match stmt {
            Stmt::Import(stmt) => stmt
                .names
                .iter()
                .any(|alias| !self.is_known_module(alias.name.as_str())),
            Stmt::ImportFrom(stmt) if stmt.level == 0 => stmt
                .module
                .as_ref()
                .is_some_and(|module| !self.is_known_module(module.as_str())),
            _ => false,
        }
    }
}

/// Whether a handler names a base of a class of the project that was raised.
fn catches_base(handler: &ExceptHandler, raised: &Value<'_>) -> bool {
    let class = match raised {
        Value::Instance(instance) => &instance.class,
        Value::Class(class) => class,
        _ => return false,
    };
    let order = class.order.borrow();
    order.iter().any(|class| {
        let mut bases = class.bases.iter();
        let native = |base: &Value<'_>| match base {
            Value::Native(native) => catches(handler, native.0),
            _ => false,
        };
        catches(handler, &class.name) || bases.any(native)
    })
}

/// Whether a handler catches exceptions of a class.
pub(super) fn catches(handler: &ExceptHandler, class: &str) -> bool {
    let ExceptHandler::ExceptHandler(clause) = handler;
    let Some(caught) = &clause.type_ else {
        return true;
    };
    let named = |expr: &Expr| {
        let name = match expr {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            _ => return false,
        };
        name == class || super::exception::is_subclass(class, name)
    };
    match &**caught {
        Expr::Tuple(tuple) => tuple.elts.iter().any(named),
        expr => named(expr),
    }
}
