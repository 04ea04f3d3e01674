//! The decorated functions of a module, with what their decorators, parameters and
//! annotations mean.

use ruff_python_ast::{Expr, Stmt, StmtFunctionDef};
use ruff_text_size::{Ranged, TextRange};

use super::name::{Meanings, callee};

/// A function with decorators.
#[derive(Debug)]
pub struct Decorated<'a> {
    /// Its definition.
    pub def: &'a StmtFunctionDef,
    /// What the decorators mean, outermost first; none where that is not known.
    pub decorators: Vec<Option<String>>,
}

/// A parameter of a function.
#[derive(Debug, PartialEq, Eq)]
pub struct Parameter<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where the name stands.
    pub range: TextRange,
    /// What its annotation means, where it is a dotted name.
    pub annotation: Option<String>,
    /// Whether it has a default.
    pub has_default: bool,
}

impl<'a> Decorated<'a> {
    /// A statement, where it is one.
    pub fn of(statement: &'a Stmt, meanings: &Meanings<'_>) -> Option<Self> {
        let def = statement.as_function_def_stmt()?;
        let decorators = def.decorator_list.iter();
        let decorators: Vec<Option<String>> = decorators
            .map(|decorator| meanings.of_expr(callee(&decorator.expression)))
            .collect();
        (!decorators.is_empty()).then_some(Self { def, decorators })
    }

    /// Its parameters, but for `*args` and `**kwargs`, in their order.
    pub fn parameters(&self, meanings: &Meanings<'_>) -> Vec<Parameter<'a>> {
        let parameters = self.def.parameters.iter_non_variadic_params();
        parameters
            .map(|it| Parameter {
                name: it.name().as_str(),
                range: it.name().range(),
                annotation: it
                    .annotation()
                    .and_then(|it| meaning_of_annotation(it, meanings)),
                has_default: it.default().is_some(),
            })
            .collect()
    }
}

/// What an annotation means: `ResourceParam[X]` is asked for its head.
fn meaning_of_annotation(annotation: &Expr, meanings: &Meanings<'_>) -> Option<String> {
    match annotation {
        Expr::Subscript(subscript) => meanings.of_expr(&subscript.value),
        other => meanings.of_expr(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn decorators_parameters_and_annotations_have_meanings() {
        let text = "import dagster as dg\n\
                    @dg.asset(deps=[])\n@other\n\
                    def f(context: dg.AssetExecutionContext, raw, db: dg.ResourceParam[X] = 1, *, k=2): ...\n\
                    def plain(): ...\n";
        let sources = Sources::new();
        let parsed = sources.snippet(text);
        let body = &parsed.module().expect("Python").body;
        let meanings = Meanings::of(body);
        let found: Vec<_> = body
            .iter()
            .filter_map(|it| Decorated::of(it, &meanings))
            .collect();
        let [one] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!(one.decorators, [Some("dagster.asset".to_owned()), None]);
        let parameters = one.parameters(&meanings);
        let said: Vec<_> = parameters
            .iter()
            .map(|it| (it.name, it.annotation.as_deref(), it.has_default))
            .collect();
        assert_eq!(
            said,
            [
                ("context", Some("dagster.AssetExecutionContext"), false),
                ("raw", None, false),
                ("db", Some("dagster.ResourceParam"), true),
                ("k", None, true),
            ]
        );
        assert_eq!(&text[parameters[1].range], "raw");
    }
}
