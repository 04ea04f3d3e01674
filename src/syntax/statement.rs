//! The statements of a module that run when it is imported.

use ruff_python_ast::Stmt;

use super::condition::is_main_guard;

/// The statements of a body and of the `if`, `try` and `with` in it, in their order: whatever
/// may run at import, without what only runs when the file is started by hand. Statements nest
/// no deeper than the parser's limit, so recursion is safe.
pub fn at_import(body: &[Stmt]) -> Vec<&Stmt> {
    let mut found = Vec::new();
    add(body, &mut found);
    found
}

fn add<'a>(body: &'a [Stmt], found: &mut Vec<&'a Stmt>) {
    for statement in body {
        found.push(statement);
        match statement {
            Stmt::If(branch) => {
                if !is_main_guard(&branch.test) {
                    add(&branch.body, found);
                }
                for clause in &branch.elif_else_clauses {
                    add(&clause.body, found);
                }
            }
            Stmt::Try(attempt) => {
                add(&attempt.body, found);
                for handler in &attempt.handlers {
                    let handler = handler.as_except_handler();
                    add(handler.map_or(&[], |handler| &*handler.body), found);
                }
                add(&attempt.orelse, found);
                add(&attempt.finalbody, found);
            }
            Stmt::With(with) => add(&with.body, found),
            _ => {}
        }
    }
}
