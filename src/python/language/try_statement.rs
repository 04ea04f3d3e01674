//! `try`: which way an exception goes, and imports that may fail.

use std::rc::Rc;

use ruff_python_ast::{ExceptHandler, Stmt, StmtTry};

use super::statement::Flow;
use crate::model::Guard;
use crate::python::interpreter::{Eval, Exception, Interpreter, Raise, Truth};

impl<'a> Interpreter<'a> {
    pub(super) fn try_statement(&mut self, stmt: &'a StmtTry) -> Eval<'a, Flow<'a>> {
        let for_imports = (stmt.handlers.iter()).find(|handler| self.may_catch_imports(handler));
        let result = match for_imports {
            Some(handler) if stmt.body.iter().any(|stmt| self.imports_opaque(stmt)) => {
                self.optional_import(stmt, handler)
            }
            for_imports => self.attempt(stmt, for_imports),
        };
        if let Err(Raise::Exhausted(_)) = result {
            return result;
        }
        // One that leaves takes the exception with it.
        match self.block(&stmt.finalbody)? {
            Flow::Next => result,
            leaving => Ok(leaving),
        }
    }

    /// Goes on in the first handler that an exception meets, or raises it further. Where that
    /// is not known, both ways are followed.
    fn handle(
        &mut self,
        stmt: &'a StmtTry,
        handlers: &'a [ExceptHandler],
        exception: &Rc<Exception<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        let [handler, rest @ ..] = handlers else {
            return Err(Raise::Exception(Rc::clone(exception)));
        };
        match self.catches(handler, exception, stmt.is_star)? {
            Truth::True => self.run_handler(handler, exception),
            Truth::False => self.handle(stmt, rest, exception),
            Truth::Unknown => {
                let branch = self.new_branch();
                let way = |arm| Guard::new(vec![(branch, arm)]);
                self.ways(vec![(way(1), false), (way(0), true)], |cx, caught| {
                    if caught {
                        cx.run_handler(handler, exception)
                    } else {
                        cx.handle(stmt, rest, exception)
                    }
                })
            }
        }
    }

    fn run_handler(
        &mut self,
        handler: &'a ExceptHandler,
        exception: &Rc<Exception<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        let ExceptHandler::ExceptHandler(clause) = handler;
        if let Some(name) = &clause.name {
            let place = self.place(name);
            let value = self.exception_value(exception);
            self.bind(name.as_str(), value, place);
        }
        self.handled.push(Rc::clone(exception));
        let flow = self.block(&clause.body);
        self.handled.pop();
        flow
    }

    /// Runs the body, then what comes after it: a handler, or the `else` clause. One of the
    /// handlers may be for imports that fail.
    fn attempt(
        &mut self,
        stmt: &'a StmtTry,
        for_imports: Option<&'a ExceptHandler>,
    ) -> Eval<'a, Flow<'a>> {
        self.handlers += 1;
        self.import_handlers += u32::from(for_imports.is_some());
        let result = self.block(&stmt.body);
        self.import_handlers -= u32::from(for_imports.is_some());
        self.handlers -= 1;
        match result {
            Err(Raise::Exception(exception)) => self.handle(stmt, &stmt.handlers, &exception),
            Err(raise) => Err(raise),
            Ok(Flow::Next) => {
                if let Some(handler) = for_imports {
                    self.host.hear_optional_import(self, stmt, handler);
                }
                self.block(&stmt.orelse)
            }
            Ok(flow) => Ok(flow),
        }
    }

    /// `try: import pandas` and `except ImportError`: whether the library is there is
    /// not known, so both ways are followed.
    fn optional_import(
        &mut self,
        stmt: &'a StmtTry,
        handler: &'a ExceptHandler,
    ) -> Eval<'a, Flow<'a>> {
        let branch = self.new_branch();
        let ExceptHandler::ExceptHandler(clause) = handler;
        self.ways(
            vec![
                (Guard::new(vec![(branch, 1)]), false),
                (Guard::new(vec![(branch, 0)]), true),
            ],
            |cx, failed| {
                if failed {
                    cx.block(&clause.body)
                } else {
                    cx.attempt(stmt, Some(handler))
                }
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
