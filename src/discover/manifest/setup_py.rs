//! `setup.py`: the literal arguments of `setup(...)`.

use ruff_python_ast::{Expr, ExprCall, ModModule, Stmt};
use ruff_text_size::Ranged;

use crate::discover::build::setuptools::{Finder, Packages, Said};
use crate::model::{Declared, DependencyScope, Manifest, ManifestKind, Versions};
use crate::source::SourceFile;

use super::{dependency, empty, scope_of, versions};

/// The dependencies; incomplete if nothing calls `setup` in a way that can be read.
pub(super) fn read(file: &SourceFile) -> Manifest {
    let mut manifest = empty(ManifestKind::SetupPy, file);
    let Some(module) = file.parsed().module() else {
        manifest.complete = false;
        return manifest;
    };
    let Some(call) = setup_call(&module.body) else {
        manifest.complete = false;
        return manifest;
    };
    let mut reader = Reader {
        file,
        module,
        manifest,
    };
    for keyword in &call.arguments.keywords {
        match keyword
            .arg
            .as_ref()
            .map(ruff_python_ast::Identifier::as_str)
        {
            Some("install_requires") => {
                reader.manifest.place = file.place(keyword.value.range());
                reader.list(&keyword.value, DependencyScope::Runtime, None);
            }
            Some("extras_require") => reader.extras(&keyword.value),
            Some("python_requires") => {
                reader.manifest.requires_python = text(&keyword.value).map(|text| Declared {
                    value: versions::pep440(&text),
                    place: file.place(keyword.value.range()),
                });
            }
            None => reader.manifest.complete = false,
            Some(_) => {}
        }
    }
    reader.manifest
}

/// `package_dir`, entry by entry, and `find_packages(where)` as one for all packages.
pub(in crate::discover) fn package_directories(file: &SourceFile) -> Vec<(String, String)> {
    let Some(module) = file.parsed().module() else {
        return Vec::new();
    };
    let Some(call) = setup_call(&module.body) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for keyword in &call.arguments.keywords {
        let value = resolve(module, &keyword.value);
        match keyword.arg.as_deref() {
            Some("package_dir") => found.extend(text_pairs(value)),
            Some("packages") => {
                let root = find_packages_root(value);
                found.extend(root.map(|root| (String::new(), root)));
            }
            _ => {}
        }
    }
    found
}

/// The entries of `{"a": "b"}` and of `dict(a="b")`.
fn text_pairs(value: &Expr) -> Vec<(String, String)> {
    match value {
        Expr::Dict(dict) => {
            let items = dict.items.iter();
            items
                .filter_map(|item| Some((text(item.key.as_ref()?)?, text(&item.value)?)))
                .collect()
        }
        Expr::Call(call) if call.func.as_name_expr().is_some_and(|it| it.id == "dict") => {
            let keywords = call.arguments.keywords.iter();
            keywords
                .filter_map(|keyword| {
                    let name = keyword.arg.as_ref()?.as_str();
                    Some((name.to_owned(), text(&keyword.value)?))
                })
                .collect()
        }
        _ => Vec::new(),
    }
}

/// `packages` of `setup(...)`, where it is written out; None, too, where something else
/// brings files into the package.
pub(in crate::discover) fn packages(file: &SourceFile) -> Option<Said> {
    const OPEN: [&str; 5] = [
        "package_dir",
        "package_data",
        "include_package_data",
        "py_modules",
        "ext_modules",
    ];
    let module = file.parsed().module()?;
    let call = setup_call(&module.body)?;
    let keywords = &call.arguments.keywords;
    let is_open = |name: Option<&str>| name.is_none_or(|name| OPEN.contains(&name));
    if keywords
        .iter()
        .any(|keyword| is_open(keyword.arg.as_deref()))
    {
        return None;
    }
    let argument = keywords
        .iter()
        .find(|keyword| keyword.arg.as_deref() == Some("packages"))?;
    let place = file.place(argument.value.range());
    let value = resolve(module, &argument.value);
    if let Some(list) = value.as_list_expr() {
        let names = list.elts.iter().map(|item| {
            let place = file.place(item.range());
            Some(Declared {
                value: text(item)?,
                place,
            })
        });
        return Some((Packages::Listed(names.collect::<Option<_>>()?), place));
    }
    Some((Packages::Found(finder(value.as_call_expr()?)?), place))
}

/// `find_packages(where, exclude, include)`, with nothing computed.
fn finder(call: &ExprCall) -> Option<Finder> {
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return None,
    };
    let namespaces = match name {
        "find_packages" => false,
        "find_namespace_packages" => true,
        _ => return None,
    };
    let patterns = |name: &str, position: usize| {
        let Some(value) = call.arguments.find_argument_value(name, position) else {
            return Some(Vec::new());
        };
        let items = match value {
            Expr::List(list) => &list.elts,
            Expr::Tuple(tuple) => &tuple.elts,
            _ => return None,
        };
        items.iter().map(text).collect()
    };
    let directory = match call.arguments.find_argument_value("where", 0) {
        Some(value) => text(value)?,
        None => String::new(),
    };
    Some(Finder {
        directory,
        exclude: patterns("exclude", 1)?,
        include: patterns("include", 2)?,
        namespaces,
    })
}

/// The directory in `find_packages("src")` and the like.
fn find_packages_root(value: &Expr) -> Option<String> {
    let call = value.as_call_expr()?;
    let name = match &*call.func {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return None,
    };
    matches!(name, "find_packages" | "find_namespace_packages").then_some(())?;
    text(call.arguments.find_argument_value("where", 0)?)
}

fn text(value: &Expr) -> Option<String> {
    let string = value.as_string_literal_expr()?;
    Some(string.value.to_str().to_owned())
}

/// The value of a name that the module assigns once.
fn resolve<'a>(module: &'a ModModule, value: &'a Expr) -> &'a Expr {
    let Expr::Name(name) = value else {
        return value;
    };
    let mut assigned = module.body.iter().filter_map(|statement| {
        let assign = statement.as_assign_stmt()?;
        let target = assign.targets.first()?.as_name_expr()?;
        (target.id == name.id).then_some(&*assign.value)
    });
    match (assigned.next(), assigned.next()) {
        (Some(only), None) => only,
        _ => value,
    }
}

fn setup_call(body: &[Stmt]) -> Option<&ExprCall> {
    body.iter().find_map(|statement| match statement {
        Stmt::Expr(expression) => {
            let call = expression.value.as_call_expr()?;
            let is_setup = match &*call.func {
                Expr::Name(name) => name.id.as_str() == "setup",
                Expr::Attribute(attribute) => attribute.attr.as_str() == "setup",
                _ => false,
            };
            is_setup.then_some(call)
        }
        Stmt::If(branch) => setup_call(&branch.body),
        _ => None,
    })
}

struct Reader<'a> {
    file: &'a SourceFile,
    module: &'a ModModule,
    manifest: Manifest,
}

impl<'a> Reader<'a> {
    fn list(&mut self, value: &'a Expr, scope: DependencyScope, group: Option<&str>) {
        let items = match resolve(self.module, value) {
            Expr::List(list) => &list.elts,
            Expr::Tuple(tuple) => &tuple.elts,
            _ => {
                self.manifest.complete = false;
                return;
            }
        };
        for item in items {
            let place = self.file.place(item.range());
            match leading_text(item).and_then(|text| dependency(&text, scope, place)) {
                Some(mut found) => {
                    // What is computed may bound the versions.
                    if !item.is_string_literal_expr() {
                        found.versions = Versions::Unknown;
                    }
                    found.group = group.map(str::to_owned);
                    self.manifest.dependencies.push(found);
                }
                None => self.manifest.complete = false,
            }
        }
    }

    fn extras(&mut self, value: &'a Expr) {
        let Expr::Dict(extras) = resolve(self.module, value) else {
            self.manifest.complete = false;
            return;
        };
        for item in &extras.items {
            let name = item.key.as_ref().and_then(leading_text).unwrap_or_default();
            let scope = scope_of(&name, DependencyScope::Extra);
            self.list(&item.value, scope, Some(&name));
        }
    }
}

/// A string, or what stands before the first computed part of an f-string: the name
/// comes first in a requirement.
fn leading_text(value: &Expr) -> Option<String> {
    match value {
        Expr::StringLiteral(string) => Some(string.value.to_str().to_owned()),
        Expr::FString(string) => {
            let first = string.value.elements().next()?;
            Some(first.as_literal()?.value.to_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    fn of(text: &str) -> (Vec<String>, bool) {
        let path = PathBuf::from("/r/setup.py");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let manifest = read(sources.read(&path));
        let names = manifest.dependencies.into_iter().map(|it| it.name);
        (names.collect(), manifest.complete)
    }

    #[test]
    fn literal_lists_are_read() {
        let text = "from setuptools import setup\nR = ['dagster', f'dagster-dbt{pin}']\n\
                    setup(name='x', install_requires=R, extras_require={'dev': ['pytest']})";
        let names = ["dagster", "dagster-dbt", "pytest"].map(str::to_owned);
        assert_eq!(of(text), (names.to_vec(), true));
    }

    #[test]
    fn computed_lists_are_incomplete() {
        assert!(!of("setup(install_requires=open('r.txt').read().split())").1);
        assert!(!of("setup(**config)").1);
        assert!(!of("setup(install_requires=['dagster', extra()])").1);
        assert!(!of("setup(").1);
    }
}
