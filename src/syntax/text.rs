//! The texts that a module works with.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, ExprCall, ExprFString, ExprStringLiteral, FStringPart, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::condition::is_main_guard;
use super::name::last;

/// The texts of a module body with their places: no docstrings, nothing that only runs when
/// the file is started by hand, and no defaults for the environment.
pub fn texts(body: &[Stmt]) -> Vec<(TextRange, String)> {
    let mut texts = Texts::default();
    texts.visit_body(body);
    texts.found
}

#[derive(Default)]
struct Texts {
    found: Vec<(TextRange, String)>,
}

impl Visitor<'_> for Texts {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Expr(expression) if expression.value.is_string_literal_expr() => {}
            Stmt::If(branch) if is_main_guard(&branch.test) => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match expression {
            Expr::StringLiteral(ExprStringLiteral { value, .. }) => {
                self.found
                    .push((expression.range(), value.to_str().to_owned()));
            }
            Expr::FString(string) => {
                self.found.push((expression.range(), text_of(string)));
                walk_expr(self, expression);
            }
            Expr::Call(call) if reads_environment(call) => {}
            _ => walk_expr(self, expression),
        }
    }
}

/// The text of an f-string, with `{}` for what is filled in.
fn text_of(string: &ExprFString) -> String {
    let parts = string.value.iter().flat_map(|part| match part {
        FStringPart::Literal(literal) => vec![literal.as_str()],
        FStringPart::FString(part) => {
            let elements = part.elements.iter();
            let texts = elements.map(|it| it.as_literal().map_or("{}", |it| &*it.value));
            texts.collect()
        }
    });
    parts.collect()
}

/// `os.getenv(...)`, `os.environ.get(...)`, `environ.setdefault(...)`
fn reads_environment(call: &ExprCall) -> bool {
    let is_of_environ = |function: &Expr| match function {
        Expr::Attribute(attribute) => last(&attribute.value) == Some("environ"),
        _ => false,
    };
    last(&call.func) == Some("getenv") || is_of_environ(&call.func)
}
