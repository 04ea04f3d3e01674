//! The imports of `dagster*` modules in a file.

use ruff_python_ast::{ExceptHandler, Expr, Stmt};
use ruff_text_size::Ranged;

use crate::model::Import;
use crate::source::SourceFile;

/// Every import of a `dagster*` module, in the order of the file.
pub(super) fn imports(file: &SourceFile) -> Vec<Import> {
    let mut imports = Vec::new();
    // A script with inline metadata (PEP 723) has an environment of its own.
    if file.text().contains("# /// script") {
        return imports;
    }
    if let Some(module) = file.parsed().module() {
        walk(file, &module.body, false, &mut imports);
    }
    imports
}

/// Statements nest no deeper than the parser's limit, so recursion is safe.
#[expect(
    clippy::too_many_lines,
    reason = "one match: the statements that hold imports or other statements"
)]
fn walk(file: &SourceFile, body: &[Stmt], optional: bool, imports: &mut Vec<Import>) {
    for statement in body {
        match statement {
            Stmt::Import(import) => {
                for alias in &import.names {
                    add(file, &alias.name, optional, imports);
                }
            }
            Stmt::ImportFrom(import) if import.level == 0 => {
                if let Some(module) = &import.module {
                    add(file, module, optional, imports);
                }
            }
            Stmt::FunctionDef(function) => walk(file, &function.body, true, imports),
            Stmt::ClassDef(class) => walk(file, &class.body, optional, imports),
            Stmt::If(branch) => {
                let checking = optional || is_type_checking(&branch.test);
                walk(file, &branch.body, checking, imports);
                for clause in &branch.elif_else_clauses {
                    walk(file, &clause.body, optional, imports);
                }
            }
            Stmt::Try(attempt) => {
                let caught = optional || attempt.handlers.iter().any(catches_import_error);
                walk(file, &attempt.body, caught, imports);
                walk(file, &attempt.orelse, caught, imports);
                for handler in &attempt.handlers {
                    let ExceptHandler::ExceptHandler(handler) = handler;
                    walk(file, &handler.body, caught, imports);
                }
                walk(file, &attempt.finalbody, optional, imports);
            }
            Stmt::With(with) => {
                let suppressed = with
                    .items
                    .iter()
                    .any(|item| is_suppress(&item.context_expr));
                walk(file, &with.body, optional || suppressed, imports);
            }
            Stmt::For(each) => {
                walk(file, &each.body, optional, imports);
                walk(file, &each.orelse, optional, imports);
            }
            Stmt::While(each) => {
                walk(file, &each.body, optional, imports);
                walk(file, &each.orelse, optional, imports);
            }
            Stmt::Match(choice) => {
                for case in &choice.cases {
                    walk(file, &case.body, true, imports);
                }
            }
            _ => {}
        }
    }
}

fn add(
    file: &SourceFile,
    name: &ruff_python_ast::Identifier,
    optional: bool,
    imports: &mut Vec<Import>,
) {
    let top = name.as_str().split('.').next().unwrap_or_default();
    if top.starts_with("dagster") {
        imports.push(Import {
            module: top.to_owned(),
            place: file.place(name.range()),
            optional,
        });
    }
}

/// The last part of a name: `TYPE_CHECKING` of `typing.TYPE_CHECKING`.
fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

fn is_type_checking(test: &Expr) -> bool {
    last_name(test) == Some("TYPE_CHECKING")
}

fn is_suppress(context: &Expr) -> bool {
    context
        .as_call_expr()
        .is_some_and(|call| last_name(&call.func) == Some("suppress"))
}

/// Whether a handler survives a missing module: a bare one does too.
fn catches_import_error(handler: &ExceptHandler) -> bool {
    let ExceptHandler::ExceptHandler(handler) = handler;
    let catches = |caught: &Expr| {
        matches!(
            last_name(caught),
            Some("ImportError" | "ModuleNotFoundError" | "Exception" | "BaseException")
        )
    };
    match handler.type_.as_deref() {
        None => true,
        Some(Expr::Tuple(several)) => several.elts.iter().any(catches),
        Some(caught) => catches(caught),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    #[test]
    fn optional_imports_are_told_apart() {
        let text = "import os, dagster_dbt.x\nfrom dagster import asset\nfrom .dagster_x import y\n\
                    if TYPE_CHECKING:\n    import dagster_aws\n\
                    try:\n    import dagster_dlt\nexcept (ImportError, ValueError):\n    pass\n\
                    try:\n    import dagster_k8s\nexcept ValueError:\n    pass\n\
                    def f():\n    import dagster_gcp\n";
        let path = PathBuf::from("/m.py");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let file = sources.read(&path);
        let found: Vec<(String, String, bool)> = imports(file)
            .into_iter()
            .map(|it| (it.module, text[it.place.range].to_owned(), it.optional))
            .collect();
        let expected = [
            ("dagster_dbt", "dagster_dbt.x", false),
            ("dagster", "dagster", false),
            ("dagster_aws", "dagster_aws", true),
            ("dagster_dlt", "dagster_dlt", true),
            ("dagster_k8s", "dagster_k8s", false),
            ("dagster_gcp", "dagster_gcp", true),
        ];
        let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c));
        assert_eq!(found, expected);
    }
}
