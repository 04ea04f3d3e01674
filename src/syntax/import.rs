//! The import statements of a file, wherever they stand in it.

use ruff_python_ast::{Identifier, Stmt};

use super::condition::{is_suppressing, is_type_checking, survives_missing_import};

/// One name of an import statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Import<'a> {
    /// The module as it is written; none in `from . import x`.
    pub module: Option<&'a Identifier>,
    /// The name that is imported from it; none of a whole module.
    pub name: Option<&'a str>,
    /// The dots in front: 0 for an absolute import.
    pub level: u32,
    /// Whether the file may be imported without the module: it stands in a function, below
    /// `TYPE_CHECKING`, or where its failure is caught.
    pub is_optional: bool,
}

/// Every import of a body, in the order of the file. Statements nest no deeper than the
/// parser's limit, so recursion is safe.
pub fn imports(body: &[Stmt]) -> Vec<Import<'_>> {
    let mut found = Vec::new();
    walk(body, false, &mut found);
    found
}

#[expect(
    clippy::too_many_lines,
    reason = "one match: the statements that hold imports or other statements"
)]
fn walk<'a>(body: &'a [Stmt], optional: bool, found: &mut Vec<Import<'a>>) {
    for statement in body {
        match statement {
            Stmt::Import(import) => found.extend(import.names.iter().map(|alias| Import {
                module: Some(&alias.name),
                name: None,
                level: 0,
                is_optional: optional,
            })),
            Stmt::ImportFrom(import) => found.extend(import.names.iter().map(|alias| Import {
                module: import.module.as_ref(),
                name: Some(alias.name.as_str()),
                level: import.level,
                is_optional: optional,
            })),
            Stmt::FunctionDef(function) => walk(&function.body, true, found),
            Stmt::ClassDef(class) => walk(&class.body, optional, found),
            Stmt::If(branch) => {
                let checking = optional || is_type_checking(&branch.test);
                walk(&branch.body, checking, found);
                for clause in &branch.elif_else_clauses {
                    walk(&clause.body, optional, found);
                }
            }
            Stmt::Try(attempt) => {
                let caught = optional || survives_missing_import(attempt);
                walk(&attempt.body, caught, found);
                walk(&attempt.orelse, caught, found);
                for handler in &attempt.handlers {
                    let handler = handler.as_except_handler();
                    walk(handler.map_or(&[], |it| &*it.body), caught, found);
                }
                walk(&attempt.finalbody, optional, found);
            }
            Stmt::With(with) => walk(&with.body, optional || is_suppressing(with), found),
            Stmt::For(each) => {
                walk(&each.body, optional, found);
                walk(&each.orelse, optional, found);
            }
            Stmt::While(each) => {
                walk(&each.body, optional, found);
                walk(&each.orelse, optional, found);
            }
            Stmt::Match(choice) => {
                for case in &choice.cases {
                    walk(&case.body, true, found);
                }
            }
            _ => {}
        }
    }
}
