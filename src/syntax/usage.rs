//! Where a module uses the names of a package, also in bodies that no import runs.

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Parameters, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::name::Meanings;

/// A use of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Usage {
    /// What is used, as far as it is written: `dagster.AssetKey.from_user_string`.
    pub meaning: String,
    /// Where it stands.
    pub range: TextRange,
    /// Whether it stands in the body of a function, which no import runs by itself.
    pub is_in_function: bool,
}

/// The uses of a package in a module body, in the order of the file.
pub fn usages(body: &[Stmt], package: &str) -> Vec<Usage> {
    let mut usages = Usages {
        package,
        scopes: vec![Meanings::of(body)],
        found: Vec::new(),
    };
    usages.visit_body(body);
    // Defaults are visited before annotations.
    usages.found.sort_by_key(|usage| usage.range.start());
    usages.found
}

struct Usages<'a> {
    package: &'a str,
    /// What names mean in the function around, outermost first.
    scopes: Vec<Meanings<'a>>,
    found: Vec<Usage>,
}

impl<'a> Usages<'a> {
    fn note(&mut self, expression: &Expr) -> bool {
        let meaning = self.scopes.last().and_then(|it| it.of_expr(expression));
        let rest = meaning
            .as_deref()
            .and_then(|it| it.strip_prefix(self.package));
        let is_of_package = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        if let Some(meaning) = meaning.filter(|_| is_of_package) {
            self.found.push(Usage {
                meaning,
                range: expression.range(),
                is_in_function: self.scopes.len() > 1,
            });
            return true;
        }
        false
    }

    fn within(&mut self, parameters: &[&str], body: &'a [Stmt], walk: impl FnOnce(&mut Self)) {
        let inner = self.scopes.last().map(|it| it.inside(parameters, body));
        self.scopes.extend(inner);
        walk(self);
        self.scopes.pop();
    }
}

impl<'a> Visitor<'a> for Usages<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        let Stmt::FunctionDef(def) = statement else {
            return walk_stmt(self, statement);
        };
        // Decorators, defaults and annotations belong to what is around.
        for decorator in &def.decorator_list {
            self.visit_decorator(decorator);
        }
        self.visit_parameters(&def.parameters);
        if let Some(returns) = &def.returns {
            self.visit_annotation(returns);
        }
        self.within(&names(&def.parameters), &def.body, |it| {
            it.visit_body(&def.body);
        });
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if let Expr::Lambda(lambda) = expression {
            if let Some(parameters) = &lambda.parameters {
                self.visit_parameters(parameters);
            }
            let parameters = lambda.parameters.as_deref().map(names).unwrap_or_default();
            return self.within(&parameters, &[], |it| it.visit_expr(&lambda.body));
        }
        let is_name = matches!(expression, Expr::Name(_) | Expr::Attribute(_));
        if !(is_name && self.note(expression)) {
            walk_expr(self, expression);
        }
    }
}

fn names(parameters: &Parameters) -> Vec<&str> {
    parameters.iter().map(|it| it.name().as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn uses_are_found_in_bodies_too() {
        let text = "import dagster as dg\nfrom dagster import Output\nimport dagster_aws\n\
                    @dg.asset\ndef a(x: dg.In = dg.D) -> dg.R:\n    yield Output(1)\n    dagster_aws.y\n\
                    def b(dg):\n    return dg.nothing, Output\n\
                    def c():\n    Output = 1\n    from dagster import Late\n    return Output, Late\n\
                    f = lambda Output: (Output, dg.E)\n";
        let sources = Sources::new();
        let parsed = sources.snippet(text);
        let body = &parsed.module().expect("Python").body;
        let found: Vec<(String, bool)> = usages(body, "dagster")
            .into_iter()
            .map(|it| (it.meaning, it.is_in_function))
            .collect();
        let expected = [
            ("dagster.asset", false),
            ("dagster.In", false),
            ("dagster.D", false),
            ("dagster.R", false),
            ("dagster.Output", true),
            ("dagster.Output", true),
            ("dagster.Late", true),
            ("dagster.E", true),
        ];
        assert_eq!(
            found,
            expected.map(|(name, inside)| (name.to_owned(), inside))
        );
    }
}
