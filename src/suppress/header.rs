//! The head of the statement around a place: what a comment above or beside it is about.

use std::ops::RangeInclusive;

use ruff_python_ast::{ModModule, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::source::SourceFile;

/// The zero-based lines of the head of the innermost statement around an offset: all of
/// a simple statement, and decorators up to the colon of one with a body.
pub(crate) fn lines(file: &SourceFile, offset: TextSize) -> RangeInclusive<usize> {
    let is_python = file
        .path()
        .extension()
        .is_some_and(|extension| extension == "py");
    let module = is_python.then(|| file.parsed().partial_module()).flatten();
    let range = module.and_then(|module| head(module, offset));
    let range = range.unwrap_or_else(|| TextRange::empty(offset));
    file.lines().line_of(range.start())..=file.lines().line_of(range.end())
}

fn head(module: &ModModule, offset: TextSize) -> Option<TextRange> {
    let mut around = None;
    let mut bodies: Vec<&[Stmt]> = vec![&module.body];
    // Each turn is one level deeper; the parser bounds how deep that is.
    while let Some(statement) = bodies.iter().find_map(|body| holding(body, offset)) {
        around = Some(statement);
        bodies = inner(statement);
    }
    around.map(|statement| TextRange::new(statement.start(), end_of_head(statement)))
}

/// The statement of a body that holds an offset; statements are sorted.
fn holding(body: &[Stmt], offset: TextSize) -> Option<&Stmt> {
    let after = body.partition_point(|statement| statement.start() <= offset);
    let statement = &body[after.checked_sub(1)?];
    (offset <= statement.end()).then_some(statement)
}

fn inner(statement: &Stmt) -> Vec<&[Stmt]> {
    match statement {
        Stmt::FunctionDef(it) => vec![&it.body],
        Stmt::ClassDef(it) => vec![&it.body],
        Stmt::For(it) => vec![&it.body, &it.orelse],
        Stmt::While(it) => vec![&it.body, &it.orelse],
        Stmt::With(it) => vec![&it.body],
        Stmt::If(it) => {
            let arms = it.elif_else_clauses.iter().map(|arm| &*arm.body);
            std::iter::once(&*it.body).chain(arms).collect()
        }
        Stmt::Match(it) => it.cases.iter().map(|case| &*case.body).collect(),
        Stmt::Try(it) => {
            let handlers = it.handlers.iter().map(|handler| {
                let ruff_python_ast::ExceptHandler::ExceptHandler(handler) = handler;
                &*handler.body
            });
            let rest = [&*it.body, &*it.orelse, &*it.finalbody];
            rest.into_iter().chain(handlers).collect()
        }
        _ => Vec::new(),
    }
}

fn end_of_head(statement: &Stmt) -> TextSize {
    match statement {
        Stmt::FunctionDef(it) => match &it.returns {
            Some(returns) => returns.end(),
            None => it.parameters.end(),
        },
        Stmt::ClassDef(it) => it.arguments.as_ref().map_or(it.name.end(), |it| it.end()),
        Stmt::For(it) => it.iter.end(),
        Stmt::While(it) => it.test.end(),
        Stmt::With(it) => it.items.last().map_or(it.start(), Ranged::end),
        Stmt::If(it) => it.test.end(),
        Stmt::Match(it) => it.subject.end(),
        Stmt::Try(it) => it.start(),
        simple => simple.end(),
    }
}
