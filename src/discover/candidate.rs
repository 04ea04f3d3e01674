//! Candidates: modules that look like code locations that nothing declares. Only their text
//! is looked at; what Dagster would take of them is the load's to find.

use std::collections::BTreeSet;

use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use super::path::base_name;
use crate::source::SourceFile;
use crate::syntax::name::{callee, last, root};
use crate::syntax::statement::at_import;

/// How sure it is that a module is meant to be loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Candidate {
    /// It has the name of an entry, and nothing could run it.
    Broken,
    /// It holds loose assets, jobs or graphs: perhaps.
    Loose,
    /// It offers what it makes in a way that only the load can tell.
    Perhaps,
    /// It has the name of an entry, and offers what it gets from elsewhere.
    Entry,
    /// It holds `Definitions` or a repository.
    Definitions,
}

/// Whether a text can hold `Definitions` or a repository, seen without parsing it.
fn may_define(text: &str) -> bool {
    ["efinitions", "repository", "defs"]
        .iter()
        .any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// What a module holds at module level, where Dagster looks. Loose definitions count
/// in `definitions.py`, where Dagster's tools look first, and where the module is the
/// `only` one that mentions Dagster.
pub(super) fn candidate(file: &SourceFile, only: impl Fn() -> bool) -> Option<Candidate> {
    let is_entry = base_name(file.path()) == "definitions.py";
    let may_be_loose = is_entry || only();
    if !may_be_loose && !may_define(file.shown()) {
        return None;
    }
    if file.python_fault().is_some() {
        return broken(file, is_entry, may_be_loose);
    }
    let module = file.parsed().module()?;
    let found = match strongest(&module.body).max(of_makers(file, &module.body)) {
        Some(Candidate::Definitions) => Some(Candidate::Definitions),
        // An entry often only imports what it offers.
        _ if is_entry && module.body.iter().any(binds_from_elsewhere) => Some(Candidate::Entry),
        weaker => weaker,
    };
    found.filter(|found| may_be_loose || *found > Candidate::Loose)
}

/// What a module is that nothing could run: an entry by its name; else it counts where
/// nothing else does, as far as its text says what it holds.
fn broken(file: &SourceFile, is_entry: bool, may_be_loose: bool) -> Option<Candidate> {
    if !file.mentions("dagster") || file.is_python_template() {
        return None;
    }
    if is_entry {
        return Some(Candidate::Broken);
    }
    let partial = file.parsed().partial_module();
    let partial = partial.filter(|_| file.fault().is_none());
    let defines = match partial {
        Some(module) => strongest(&module.body).is_some(),
        None => may_define(file.shown()),
    };
    (may_be_loose || defines).then_some(Candidate::Loose)
}

/// Whether a statement binds a name to what another module or a call made.
fn binds_from_elsewhere(statement: &Stmt) -> bool {
    match statement {
        Stmt::ImportFrom(import) => !is_library(import.module.as_deref()),
        Stmt::Assign(assign) => assign.value.is_call_expr(),
        _ => false,
    }
}

fn is_library(module: Option<&str>) -> bool {
    let top = module.and_then(|module| module.split('.').next());
    top.is_some_and(|top| top == "dagster" || top == "__future__" || top == "typing")
}

fn strongest(body: &[Stmt]) -> Option<Candidate> {
    at_import(body).into_iter().filter_map(of_statement).max()
}

/// What one statement binds.
fn of_statement(statement: &Stmt) -> Option<Candidate> {
    match statement {
        Stmt::Assign(assign) => of_value(&assign.value),
        Stmt::AnnAssign(assign) => {
            let value = of_value(assign.value.as_deref()?);
            value.max(is_definitions(&assign.annotation).then_some(Candidate::Definitions))
        }
        Stmt::FunctionDef(function) => function
            .decorator_list
            .iter()
            .filter_map(|decorator| of_decorator(&decorator.expression))
            .max(),
        _ => None,
    }
}

/// Whether an annotation is `Definitions`, dotted or quoted.
fn is_definitions(annotation: &Expr) -> bool {
    match annotation {
        Expr::StringLiteral(string) => string.value.to_str().ends_with("Definitions"),
        other => last(other) == Some("Definitions"),
    }
}

/// A module that binds `defs`, or what a function, class or container of its own that
/// makes `Definitions` gives.
fn of_makers(file: &SourceFile, body: &[Stmt]) -> Option<Candidate> {
    let makes = |range: TextRange| {
        let text = file
            .text()
            .get(range.start().to_usize()..range.end().to_usize());
        text.is_some_and(|text| text.contains("Definitions"))
    };
    if !makes(TextRange::up_to(TextSize::of(file.text()))) {
        return None;
    }
    let mut makers: BTreeSet<&str> = BTreeSet::new();
    for statement in body {
        match statement {
            Stmt::FunctionDef(function) if makes(function.range) => {
                makers.insert(function.name.as_str());
            }
            Stmt::ClassDef(class) if makes(class.range) => {
                makers.insert(class.name.as_str());
            }
            Stmt::Assign(assign) if makes(assign.value.range()) => {
                makers.extend(assign.targets.iter().filter_map(root));
            }
            _ => {}
        }
    }
    let offers = bound_values(body).into_iter().any(|(target, value)| {
        let Some(target) = target.as_name_expr() else {
            return false;
        };
        let is_path = matches!(value, Expr::Name(_) | Expr::Attribute(_));
        let from = root(value);
        // A name of another module is that module's to offer.
        let is_own = from.is_some_and(|name| makers.contains(name));
        (is_own && !matches!(value, Expr::Name(_))) || (target.id == "defs" && !is_path)
    });
    offers.then_some(Candidate::Perhaps)
}

/// What the assignments of a module bind to what, also inside of `if`, `try` and `with`.
fn bound_values(body: &[Stmt]) -> Vec<(&Expr, &Expr)> {
    let mut found = Vec::new();
    for statement in at_import(body) {
        match statement {
            Stmt::Assign(assign) => {
                found.extend(assign.targets.iter().map(|target| (target, &*assign.value)));
            }
            Stmt::AnnAssign(assign) => {
                let value = assign.value.as_deref();
                found.extend(value.map(|value| (&*assign.target, value)));
            }
            _ => {}
        }
    }
    found
}

fn of_value(value: &Expr) -> Option<Candidate> {
    let Expr::Call(call) = value else { return None };
    let mut callee = &*call.func;
    let mut found = None;
    // The name may stand anywhere in a chain: `dg.Definitions.merge(...)`.
    loop {
        let (name, inner) = match callee {
            Expr::Name(name) => (name.id.as_str(), None),
            Expr::Attribute(attribute) => (attribute.attr.as_str(), Some(&*attribute.value)),
            Expr::Call(call) => {
                callee = &call.func;
                continue;
            }
            _ => return found,
        };
        found = found.max(of_function(name));
        match inner {
            Some(inner) => callee = inner,
            None => return found,
        }
    }
}

/// What a function of Dagster by this name returns.
fn of_function(name: &str) -> Option<Candidate> {
    let definitions = name.ends_with("Definitions")
        || name.starts_with("load_definitions_from_")
        || name.starts_with("build_defs_")
        || matches!(
            name,
            "load_defs" | "load_project_defs" | "load_from_defs_folder" | "build_component_defs"
        );
    if definitions {
        return Some(Candidate::Definitions);
    }
    let loose = matches!(name, "define_asset_job" | "to_job");
    loose.then_some(Candidate::Loose)
}

fn of_decorator(decorator: &Expr) -> Option<Candidate> {
    match last(callee(decorator))? {
        "definitions" | "lazy_repository" | "repository" => Some(Candidate::Definitions),
        "job"
        | "graph"
        | "asset"
        | "multi_asset"
        | "graph_asset"
        | "graph_multi_asset"
        | "dbt_assets"
        | "observable_source_asset" => Some(Candidate::Loose),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::source::Sources;

    fn of(text: &str) -> Option<Candidate> {
        let path = PathBuf::from("/m.py");
        let sources = Sources::with_overlays(HashMap::from([(path, text.to_owned())]));
        candidate(sources.read(Path::new("/m.py")), || true)
    }

    #[test]
    fn definitions_at_module_level_are_found() {
        let found = Some(Candidate::Definitions);
        assert_eq!(of("defs = dg.Definitions()"), found);
        assert_eq!(of("defs: Definitions = Definitions.merge(a, b)"), found);
        assert_eq!(of("if x:\n    defs = Definitions()"), found);
        assert_eq!(
            of("try:\n    pass\nexcept E:\n    defs = Definitions()"),
            found
        );
        assert_eq!(of("@dg.definitions\ndef defs(): ..."), found);
        assert_eq!(of("@repository(name='x')\ndef r(): ..."), found);
        assert_eq!(of("@asset\ndef a(): ..."), Some(Candidate::Loose));
        let broken = "from dagster import Definitions\ndefs = Definitions()\nx = = 1";
        assert_eq!(of(broken), Some(Candidate::Loose));
    }

    #[test]
    fn what_is_made_elsewhere_in_the_module_is_perhaps_found() {
        let perhaps = Some(Candidate::Perhaps);
        let make = "def make(): return dg.Definitions()\n";
        assert_eq!(of(&format!("{make}defs = make()")), perhaps);
        assert_eq!(of(&format!("{make}if x:\n    all = make()")), perhaps);
        assert_eq!(of("all = {'a': Definitions()}\nmine = all['a']"), perhaps);
        let class = "class Maker:\n    def make(self): return dg.Definitions()\n";
        assert_eq!(of(&format!("{class}mine = Maker().make()")), perhaps);
        assert_eq!(
            of("from dagster import Definitions\ndefs = make()"),
            perhaps
        );
        let found = Some(Candidate::Definitions);
        assert_eq!(of("defs: dg.Definitions = x.y"), found);
        assert_eq!(of("anything: 'Definitions' = x()"), found);
    }

    #[test]
    fn what_another_module_offers_is_not_found() {
        assert_eq!(of("from x import defs  # Definitions"), None);
        assert_eq!(of("import x  # Definitions\ndefs = x.defs"), None);
        assert_eq!(of("defs = make()"), None);
        assert_eq!(of("defs: Definitions"), None);
        assert_eq!(of("def make(): return Definitions()\nother = make"), None);
        let guarded =
            "def make(): return Definitions()\nif __name__ == '__main__':\n    d = make()";
        assert_eq!(of(guarded), None);
    }

    #[test]
    fn what_no_load_reaches_is_not_found() {
        assert_eq!(of("def f():\n    defs = Definitions()"), None);
        assert_eq!(
            of("if __name__ == '__main__':\n    d = Definitions()"),
            None
        );
        assert_eq!(of("x = make(Definitions)"), None);
        assert_eq!(of("import dagster"), None);
    }
}
