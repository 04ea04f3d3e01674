//! What a name means: which module or which name of a module the imports of a file bind to it.

use std::collections::HashMap;

use ruff_python_ast::{Expr, Stmt};

use super::bound_names;
use super::statement::at_import;

/// The last part of a dotted name: `TYPE_CHECKING` of `typing.TYPE_CHECKING`.
pub fn last(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// The name at which a chain of calls, items and attributes begins.
pub fn root(mut value: &Expr) -> Option<&str> {
    loop {
        value = match value {
            Expr::Name(name) => return Some(name.id.as_str()),
            Expr::Call(call) => &call.func,
            Expr::Attribute(attribute) => &attribute.value,
            Expr::Subscript(subscript) => &subscript.value,
            _ => return None,
        };
    }
}

/// What is called, or what stands there where nothing is: a decorator with its arguments or
/// without.
pub fn callee(expr: &Expr) -> &Expr {
    match expr {
        Expr::Call(call) => &call.func,
        other => other,
    }
}

/// The meanings of the names of a module.
#[derive(Debug, Default)]
pub struct Meanings<'a> {
    /// The dotted names of what is imported, by the name that it gets.
    imported: HashMap<&'a str, String>,
}

impl<'a> Meanings<'a> {
    /// What the imports of a module body bind, also inside of `if`, `try` and `with`. A name
    /// that means something else at another place means nothing here.
    pub fn of(body: &'a [Stmt]) -> Self {
        let mut meanings = Self::default();
        let mut others: Vec<&str> = Vec::new();
        for statement in at_import(body) {
            match statement {
                Stmt::Import(_) | Stmt::ImportFrom(_) => {
                    for (name, meaning) in imported(statement) {
                        let before = meanings.imported.insert(name, meaning.clone());
                        if before.is_some_and(|before| before != meaning) {
                            others.push(name);
                        }
                    }
                }
                Stmt::FunctionDef(def) => others.push(def.name.as_str()),
                Stmt::ClassDef(def) => others.push(def.name.as_str()),
                Stmt::Assign(assign) => {
                    let names = assign.targets.iter().filter_map(Expr::as_name_expr);
                    others.extend(names.map(|name| name.id.as_str()));
                }
                _ => {}
            }
        }
        for name in others {
            meanings.imported.remove(name);
        }
        meanings
    }

    /// The dotted name that an expression stands for: `dagster.asset` for `dg.asset` after
    /// `import dagster as dg`.
    pub fn of_expr(&self, expr: &Expr) -> Option<String> {
        match expr {
            Expr::Name(name) => self.imported.get(name.id.as_str()).cloned(),
            Expr::Attribute(attribute) => {
                let base = self.of_expr(&attribute.value)?;
                Some(format!("{base}.{}", attribute.attr.as_str()))
            }
            _ => None,
        }
    }

    /// Whether a name is one that an import binds.
    pub fn has(&self, name: &str) -> bool {
        self.imported.contains_key(name)
    }

    /// These, and those of a function's own imports; without the names that it binds otherwise.
    #[must_use]
    pub fn inside(&self, parameters: &[&str], body: &'a [Stmt]) -> Self {
        let mut inner = Self {
            imported: self.imported.clone(),
        };
        let is_bound = |name: &str| parameters.contains(&name) || bound_names::binds(body, name);
        inner.imported.retain(|name, _| !is_bound(name));
        inner.imported.extend(Self::of(body).imported);
        inner
    }
}

/// The names that an import binds, with what they mean. Relative imports mean nothing by
/// themselves.
fn imported(statement: &Stmt) -> Vec<(&str, String)> {
    match statement {
        Stmt::Import(import) => {
            let names = import.names.iter();
            names
                .map(|alias| {
                    if let Some(name) = &alias.asname {
                        return (name.as_str(), alias.name.to_string());
                    }
                    // `import a.b` binds `a`.
                    let name = alias.name.as_str();
                    let top = name.split('.').next().unwrap_or(name);
                    (top, top.to_owned())
                })
                .collect()
        }
        Stmt::ImportFrom(import) if import.level == 0 => {
            let module = import.module.as_ref().map_or("", |module| module.as_str());
            let names = import.names.iter().filter(|alias| &alias.name != "*");
            names
                .map(|alias| {
                    let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
                    (bound, format!("{module}.{}", alias.name.as_str()))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// What the last expression of a text means.
    fn meaning(text: &str) -> Option<String> {
        let sources = Sources::new();
        let parsed = sources.snippet(text);
        let body = &parsed.module().expect("Python").body;
        let last = body
            .last()
            .and_then(Stmt::as_expr_stmt)
            .expect("an expression");
        Meanings::of(body).of_expr(&last.value)
    }

    #[test]
    fn names_mean_what_is_imported() {
        for (text, expected) in [
            ("import dagster as dg\ndg.asset", "dagster.asset"),
            ("import dagster\ndagster.asset", "dagster.asset"),
            ("import dagster.x\ndagster.x.y", "dagster.x.y"),
            ("import dagster.x as x\nx.y", "dagster.x.y"),
            ("from dagster import asset as a\na", "dagster.asset"),
            (
                "try:\n    import dagster as dg\nexcept E:\n    pass\ndg",
                "dagster",
            ),
            ("if x:\n    from dagster import job\njob", "dagster.job"),
        ] {
            assert_eq!(meaning(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_bound_otherwise_means_nothing() {
        for text in [
            "asset",
            "from .dagster import asset\nasset",
            "from dagster import *\nasset",
            "from dagster import asset\nasset = 1\nasset",
            "from dagster import asset\ndef asset(): ...\nasset",
            "from dagster import asset\nfrom other import asset\nasset",
            "import dagster as dg\ndg().asset",
        ] {
            assert_eq!(meaning(text), None, "{text}");
        }
    }
}
