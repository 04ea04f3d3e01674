//! Statements that run from top to bottom. Those that branch are in [`super::control`].

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use ruff_python_ast::{Expr, Parameters, Stmt, StmtClassDef, StmtFunctionDef, visitor};
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use crate::model::fault;
use crate::python::call::class_kind;
use crate::python::interpreter::{Eval, Exception, Interpreter, Raise};
use crate::python::value::Value;
use crate::python::value::frame::Frame;
use crate::python::value::function::{Arguments, Body, Function};
use crate::python::value::module::Module;
use crate::python::value::scope::ScopeKind;
use crate::source::Place;

/// Where control goes after a statement.
#[derive(Debug)]
pub(in crate::python) enum Flow<'a> {
    Next,
    Break,
    Continue,
    Return(Value<'a>),
}

impl<'a> Interpreter<'a> {
    /// The frame that runs.
    pub(crate) fn frame(&mut self) -> &mut Frame<'a> {
        #[expect(
            clippy::expect_used,
            reason = "statements run in a frame; without one this is a bug"
        )]
        self.frames.last_mut().expect("a running frame")
    }

    /// The module whose code runs.
    pub(crate) fn module(&self) -> Option<&Rc<Module<'a>>> {
        self.frames.last().map(|frame| &frame.module)
    }

    /// The place of a node of the code that runs.
    pub(crate) fn place(&self, node: &impl Ranged) -> Place {
        match self.module().and_then(|module| module.file) {
            Some(file) => file.place(node.range()),
            // A library's model, or a template: what it makes is found where it is declared.
            None => self.host.declared_at(self).unwrap_or(self.here),
        }
    }

    /// Runs statements until one leaves the block.
    pub(in crate::python) fn block(&mut self, body: &'a [Stmt]) -> Eval<'a, Flow<'a>> {
        for stmt in body {
            match self.statement(stmt)? {
                Flow::Next => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    #[expect(clippy::too_many_lines, reason = "one match: the kinds of statement")]
    fn statement(&mut self, stmt: &'a Stmt) -> Eval<'a, Flow<'a>> {
        self.step(self.place(stmt))?;
        match stmt {
            Stmt::FunctionDef(def) => self.function_def(def)?,
            Stmt::ClassDef(def) => self.class_def(def)?,
            Stmt::Return(stmt) => {
                let value = match &stmt.value {
                    Some(value) => self.expression(value)?,
                    None => Value::None,
                };
                return Ok(Flow::Return(value));
            }
            Stmt::Delete(stmt) => {
                for target in &stmt.targets {
                    self.delete(target)?;
                }
            }
            Stmt::Assign(stmt) => {
                let value = self.expression(&stmt.value)?;
                for target in &stmt.targets {
                    self.assign(target, value.clone())?;
                }
            }
            Stmt::AugAssign(stmt) => self.augmented_assign(stmt)?,
            Stmt::AnnAssign(stmt) => {
                if let Some(value) = &stmt.value {
                    let value = self.expression(value)?;
                    self.assign(&stmt.target, value)?;
                }
            }
            Stmt::For(stmt) => return self.for_loop(stmt),
            Stmt::While(stmt) => return self.while_loop(stmt),
            Stmt::If(stmt) => return self.if_statement(stmt),
            Stmt::With(stmt) => return self.with_statement(stmt),
            Stmt::Match(stmt) => return self.match_statement(stmt),
            Stmt::Try(stmt) => return self.try_statement(stmt),
            Stmt::Raise(stmt) => return self.raise_statement(stmt),
            Stmt::Import(stmt) => self.import_statement(stmt)?,
            Stmt::ImportFrom(stmt) => self.import_from_statement(stmt)?,
            Stmt::Global(stmt) => {
                let scope = Rc::clone(&self.frame().scope);
                scope
                    .globals
                    .borrow_mut()
                    .extend(stmt.names.iter().map(|name| Rc::from(name.as_str())));
            }
            Stmt::Nonlocal(stmt) => {
                let scope = Rc::clone(&self.frame().scope);
                scope
                    .nonlocals
                    .borrow_mut()
                    .extend(stmt.names.iter().map(|name| Rc::from(name.as_str())));
            }
            Stmt::Expr(stmt) => {
                self.expression(&stmt.value)?;
            }
            Stmt::Break(_) => return Ok(Flow::Break),
            Stmt::Continue(_) => return Ok(Flow::Continue),
            // An assertion that fails would keep the code from loading at all, and one
            // that we cannot decide is taken to hold.
            Stmt::Assert(_) | Stmt::TypeAlias(_) | Stmt::Pass(_) | Stmt::IpyEscapeCommand(_) => {}
        }
        Ok(Flow::Next)
    }

    fn function_def(&mut self, def: &'a StmtFunctionDef) -> Eval<'a, ()> {
        let place = self.place(&def.name);
        let function = self.make_function(
            def.name.as_str(),
            place,
            Some(&def.parameters),
            Body::Block(&def.body),
            def.is_async,
        )?;
        let value = self.decorate(
            Value::Function(function),
            def.decorator_list.iter().map(|d| &d.expression),
            place,
        )?;
        self.bind(def.name.as_str(), value, place);
        Ok(())
    }

    /// Applies decorators: evaluated from the top, called from the bottom.
    fn decorate(
        &mut self,
        value: Value<'a>,
        decorators: impl Iterator<Item = &'a Expr>,
        place: Place,
    ) -> Eval<'a> {
        let decorators = decorators
            .map(|expr| Ok((self.place(expr), self.expression(expr)?)))
            .collect::<Eval<'a, Vec<_>>>()?;
        let mut decorators = decorators.into_iter().rev();
        decorators.try_fold(value, |value, (at, decorator)| {
            let decorated = self.call(&decorator, Arguments::of([value.clone()], place))?;
            self.host.hear_decorated(self, &value, &decorated, at);
            Ok(decorated)
        })
    }

    /// A function object: the defaults are evaluated now, the body later or never.
    pub(in crate::python) fn make_function(
        &mut self,
        name: &str,
        place: Place,
        parameters: Option<&'a Parameters>,
        body: Body<'a>,
        is_async: bool,
    ) -> Eval<'a, Rc<Function<'a>>> {
        let mut defaults = FxHashMap::default();
        for parameter in parameters
            .into_iter()
            .flat_map(Parameters::iter_non_variadic_params)
        {
            if let Some(default) = &parameter.default {
                let value = self.expression(default)?;
                defaults.insert(parameter.parameter.name.as_str(), value);
            }
        }
        let frame = self.frame();
        let module = Rc::clone(&frame.module);
        // A function in a class body does not see the names of the class.
        let closure = if frame.scope.kind == ScopeKind::Class {
            frame.scope.outer.clone()
        } else if Rc::ptr_eq(&frame.scope, &module.scope) {
            None
        } else {
            Some(Rc::clone(&frame.scope))
        };
        Ok(Rc::new(Function {
            name: Rc::from(name),
            place,
            parameters,
            defaults,
            body,
            module,
            closure,
            class: RefCell::new(Weak::new()),
            is_generator: matches!(body, Body::Block(block) if yields(block)),
            is_async,
            cache: RefCell::default(),
            attributes: RefCell::default(),
        }))
    }

    fn class_def(&mut self, def: &'a StmtClassDef) -> Eval<'a, ()> {
        let place = self.place(&def.name);
        let class = self.make_class(def)?;
        // What `@dataclass` and its like do to a class is done already.
        let decorators = def
            .decorator_list
            .iter()
            .map(|decorator| &decorator.expression);
        let decorators = decorators.filter(|decorator| !class_kind::keeps_class(decorator));
        let value = self.decorate(class, decorators, place)?;
        self.bind(def.name.as_str(), value, place);
        Ok(())
    }

    fn raise_statement(&mut self, stmt: &'a ruff_python_ast::StmtRaise) -> Eval<'a, Flow<'a>> {
        let place = self.place(stmt);
        let value = match (&stmt.exc, self.handled.last()) {
            (Some(exc), _) => self.expression(exc)?,
            (None, Some(handled)) => return Err(Raise::Exception(Rc::clone(handled))),
            (None, None) => Value::None,
        };
        let (class, message) = self.describe_exception(&value);
        let written = stmt.exc.as_deref().and_then(class_as_written);
        let shown = if value.is_unknown() {
            written.unwrap_or(&class).to_owned()
        } else if message.is_empty() {
            class.to_string()
        } else {
            format!("{class}: {message}")
        };
        Err(Raise::Exception(Rc::new(Exception {
            class,
            message,
            value,
            place,
            is_explicit: true,
            fault: Some(
                fault::Raises {
                    place,
                    exception: shown,
                }
                .into(),
            ),
        })))
    }
}

/// The name of the class that a `raise` calls or names.
fn class_as_written(exception: &Expr) -> Option<&str> {
    match exception {
        Expr::Call(call) => class_as_written(&call.func),
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
    .filter(|name| name.starts_with(char::is_uppercase))
}

/// Whether a function body has a `yield` of its own.
fn yields(body: &[Stmt]) -> bool {
    struct Finder(bool);
    impl<'a> visitor::Visitor<'a> for Finder {
        fn visit_stmt(&mut self, stmt: &'a Stmt) {
            if !self.0 && !matches!(stmt, Stmt::FunctionDef(_) | Stmt::ClassDef(_)) {
                visitor::walk_stmt(self, stmt);
            }
        }
        fn visit_expr(&mut self, expr: &'a Expr) {
            match expr {
                Expr::Yield(_) | Expr::YieldFrom(_) => self.0 = true,
                Expr::Lambda(_) => {}
                _ if !self.0 => visitor::walk_expr(self, expr),
                _ => {}
            }
        }
    }
    let mut finder = Finder(false);
    visitor::Visitor::visit_body(&mut finder, body);
    finder.0
}
