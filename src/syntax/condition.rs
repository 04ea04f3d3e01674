//! Conditions that no import fulfils, and imports that may fail.

use ruff_python_ast::{CmpOp, ExceptHandler, Expr, StmtTry, StmtWith};

use super::name::last;

/// `__name__ == "__main__"`: never true in an import.
pub fn is_main_guard(test: &Expr) -> bool {
    let Expr::Compare(compare) = test else {
        return false;
    };
    let is_name = |expr: &Expr| matches!(expr, Expr::Name(name) if name.id.as_str() == "__name__");
    let is_main = |expr: &Expr| matches!(expr, Expr::StringLiteral(text) if text.value.to_str() == "__main__");
    matches!(&*compare.comparators, [right]
        if (is_name(&compare.left) && is_main(right)) || (is_main(&compare.left) && is_name(right)))
        && matches!(&*compare.ops, [CmpOp::Eq])
}

/// `TYPE_CHECKING` or `typing.TYPE_CHECKING`: never true in an import.
pub fn is_type_checking(test: &Expr) -> bool {
    last(test) == Some("TYPE_CHECKING")
}

/// Whether an import in the body of a `try` may fail: a bare handler survives that, too.
pub fn survives_missing_import(attempt: &StmtTry) -> bool {
    let catches = |caught: &Expr| {
        matches!(
            last(caught),
            Some("ImportError" | "ModuleNotFoundError" | "Exception" | "BaseException")
        )
    };
    attempt.handlers.iter().any(|handler| {
        let ExceptHandler::ExceptHandler(handler) = handler;
        match handler.type_.as_deref() {
            None => true,
            Some(Expr::Tuple(several)) => several.elts.iter().any(catches),
            Some(caught) => catches(caught),
        }
    })
}

/// `with contextlib.suppress(...):`
pub fn is_suppressing(with: &StmtWith) -> bool {
    with.items.iter().any(|item| {
        let call = item.context_expr.as_call_expr();
        call.is_some_and(|call| last(&call.func) == Some("suppress"))
    })
}
