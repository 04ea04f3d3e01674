//! `pyproject.toml`, `pixi.toml` and `Pipfile`.

use crate::model::{Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::{SourceFile, Sources};

use super::super::path::join;
use super::super::toml_node::{Document, Table, Value};
use super::{dependency, empty, normalise, requirements, scope_of};

/// The dependencies of a `pyproject.toml` in every table that some tool reads; none
/// if it has no such table and only configures tools.
pub(super) fn pyproject(sources: &Sources, file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::Pyproject, file);
    let Ok(document) = Document::parse(file) else {
        manifest.complete = false;
        return Some(manifest);
    };
    let root = document.root();
    let found = &mut manifest.dependencies;
    let mut declares = false;
    if let Some(project) = root.table(&["project"]) {
        declares = true;
        manifest.place = project
            .get("dependencies")
            .map_or(project.place(), |list| list.place());
        list(project.get("dependencies"), DependencyScope::Runtime, found);
        let extras = project.table(&["optional-dependencies"]);
        for (name, extra) in extras.into_iter().flat_map(|extras| extras.entries()) {
            list(
                Some(extra),
                scope_of(&name.value, DependencyScope::Extra),
                found,
            );
        }
        let dynamic = project.get("dynamic").map(|list| list.strings());
        let dynamic = dynamic.unwrap_or_default();
        if dynamic.iter().any(|field| field.value == "dependencies") {
            let read = dynamic_dependencies(sources, file, root);
            manifest.complete = read.is_some();
            found.extend(read.into_iter().flatten());
        }
    }
    if let Some(poetry) = root.table(&["tool", "poetry"]) {
        let keys = ["dependencies", "dev-dependencies", "group"];
        declares |= keys.iter().any(|key| poetry.get(key).is_some());
        if let (Some(table), None) = (poetry.table(&["dependencies"]), root.get("project")) {
            manifest.place = table.place();
        }
        poetry_tables(poetry, found);
    }
    if let Some(pixi) = root.table(&["tool", "pixi"]) {
        declares = true;
        pixi_tables(pixi, found);
    }
    declares |= groups(root, found);
    declares.then_some(manifest)
}

/// Groups of dependencies: PEP 735, uv, PDM, hatch. Only where the tool or the name
/// says so are they for development: images are built from a group, too.
fn groups(root: Table<'_>, found: &mut Vec<Dependency>) -> bool {
    let before = found.len();
    let development = DependencyScope::Development;
    let groups = root.table(&["dependency-groups"]).into_iter();
    for (name, group) in groups.flat_map(|groups| groups.entries()) {
        let scope = scope_of(&name.value, DependencyScope::Extra);
        list(Some(group), scope, found);
    }
    let groups = root.table(&["tool", "pdm", "dev-dependencies"]).into_iter();
    for (_, group) in groups.flat_map(|groups| groups.entries()) {
        list(Some(group), development, found);
    }
    let uv = root.table(&["tool", "uv"]);
    list(
        uv.and_then(|uv| uv.get("dev-dependencies")),
        development,
        found,
    );
    let environments = root.table(&["tool", "hatch", "envs"]).into_iter();
    for (_, environment) in environments.flat_map(|table| table.entries()) {
        for key in ["dependencies", "extra-dependencies"] {
            let names = environment.table().and_then(|table| table.get(key));
            list(names, DependencyScope::Extra, found);
        }
    }
    found.len() > before
}

/// `[tool.setuptools.dynamic]`: the requirements in the files that it names; none if
/// they are computed otherwise.
fn dynamic_dependencies(
    sources: &Sources,
    file: &SourceFile,
    root: Table<'_>,
) -> Option<Vec<Dependency>> {
    let dynamic = root.table(&["tool", "setuptools", "dynamic", "dependencies"])?;
    let files = dynamic.get("file")?;
    let mut names = files.strings();
    names.extend(files.string());
    let directory = file.path().parent()?;
    let mut found = Vec::new();
    for name in names {
        let path = join(directory, name.value);
        let read = path
            .is_file()
            .then(|| requirements::read(sources, sources.read(&path)))?;
        if !read.complete {
            return None;
        }
        // Whatever the file is called, here it makes what is always installed.
        found.extend(read.dependencies.into_iter().map(|it| Dependency {
            scope: DependencyScope::Runtime,
            ..it
        }));
    }
    Some(found)
}

/// `[tool.poetry]`: tables from names to versions.
fn poetry_tables(poetry: Table<'_>, found: &mut Vec<Dependency>) {
    named(
        poetry.table(&["dependencies"]),
        DependencyScope::Runtime,
        found,
    );
    named(
        poetry.table(&["dev-dependencies"]),
        DependencyScope::Development,
        found,
    );
    let groups = poetry.table(&["group"]).into_iter();
    for (name, group) in groups.flat_map(|groups| groups.entries()) {
        let Some(group) = group.table() else { continue };
        let scope = poetry_scope(&name.value, group);
        named(group.table(&["dependencies"]), scope, found);
    }
}

/// `poetry install` installs every group that is not optional.
fn poetry_scope(name: &str, group: Table<'_>) -> DependencyScope {
    let optional = group.get("optional").and_then(|it| it.boolean()) == Some(true);
    let otherwise = if optional {
        DependencyScope::Extra
    } else {
        DependencyScope::Runtime
    };
    scope_of(name, otherwise)
}

/// The dependencies of a `pixi.toml`.
pub(super) fn pixi(file: &SourceFile) -> Manifest {
    tables(ManifestKind::Pixi, file, |root, found| {
        pixi_tables(root, found);
    })
}

fn pixi_tables(root: Table<'_>, found: &mut Vec<Dependency>) {
    const KEYS: [&str; 4] = [
        "dependencies",
        "pypi-dependencies",
        "host-dependencies",
        "build-dependencies",
    ];
    let mut of = |table: Table<'_>, scope: DependencyScope| {
        for key in KEYS {
            named(table.table(&[key]), scope, found);
        }
    };
    of(root, DependencyScope::Runtime);
    let targets = root.table(&["target"]).into_iter();
    for (_, target) in targets.flat_map(|targets| targets.entries()) {
        if let Some(table) = target.table() {
            of(table, DependencyScope::Runtime);
        }
    }
    let features = root.table(&["feature"]).into_iter();
    for (name, feature) in features.flat_map(|features| features.entries()) {
        let scope = scope_of(&name.value, DependencyScope::Extra);
        if let Some(table) = feature.table() {
            of(table, scope);
        }
    }
}

/// The dependencies of a `Pipfile`.
pub(super) fn pipfile(file: &SourceFile) -> Manifest {
    tables(ManifestKind::Pipfile, file, |root, found| {
        named(root.table(&["packages"]), DependencyScope::Runtime, found);
        let development = root.table(&["dev-packages"]);
        named(development, DependencyScope::Development, found);
    })
}

fn tables(
    kind: ManifestKind,
    file: &SourceFile,
    read: impl FnOnce(Table<'_>, &mut Vec<Dependency>),
) -> Manifest {
    let mut manifest = empty(kind, file);
    match Document::parse(file) {
        Ok(document) => read(document.root(), &mut manifest.dependencies),
        Err(_) => manifest.complete = false,
    }
    manifest
}

/// A list of requirements. Other groups that it includes are taken by themselves.
fn list(value: Option<Value<'_>>, scope: DependencyScope, found: &mut Vec<Dependency>) {
    let strings = value.map(|value| value.strings()).unwrap_or_default();
    found.extend(
        strings
            .iter()
            .filter_map(|text| dependency(&text.value, scope, text.place)),
    );
}

/// A table from names to versions.
fn named(table: Option<Table<'_>>, scope: DependencyScope, found: &mut Vec<Dependency>) {
    for (name, value) in table.into_iter().flat_map(|table| table.entries()) {
        let settings = value.table();
        let setting = |key: &str| settings.and_then(|table| table.get(key));
        let optional = setting("optional").and_then(|it| it.boolean()) == Some(true);
        let version = value.string().or_else(|| setting("version")?.string());
        let version = version.map(|version| version.value);
        let Some(normal) = normalise(&name.value).filter(|normal| normal != "python") else {
            continue;
        };
        found.push(Dependency {
            name: normal,
            requirement: match version.as_deref() {
                None | Some("*") => name.value,
                Some(version) if version.starts_with(|c: char| c.is_ascii_digit()) => {
                    format!("{}=={version}", name.value)
                }
                Some(version) => format!("{}{version}", name.value),
            },
            scope: if optional {
                DependencyScope::Extra
            } else {
                scope
            },
            place: name.place,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;

    fn scopes(text: &str) -> Vec<(String, DependencyScope)> {
        let path = PathBuf::from("/r/pyproject.toml");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let manifest = pyproject(&sources, sources.read(&path)).expect("a manifest");
        let dependencies = manifest.dependencies.into_iter();
        dependencies.map(|it| (it.name, it.scope)).collect()
    }

    fn scope(text: &str) -> DependencyScope {
        scopes(text)[0].1
    }

    #[test]
    fn a_group_is_for_development_only_where_its_name_says_so() {
        let poetry = |name: &str, optional: &str| {
            format!(
                "[tool.poetry.group.{name}]\n{optional}\n\
                 [tool.poetry.group.{name}.dependencies]\ndagster = '*'\n"
            )
        };
        for name in ["dev", "test", "lint", "docs", "typing", "unit-tests"] {
            assert_eq!(scope(&poetry(name, "")), DependencyScope::Development);
            let pep_735 = format!("[dependency-groups]\n{name} = ['dagster']\n");
            assert_eq!(scope(&pep_735), DependencyScope::Development);
        }
        assert_eq!(scope(&poetry("etl", "")), DependencyScope::Runtime);
        let optional = scope(&poetry("etl", "optional = true"));
        assert_eq!(optional, DependencyScope::Extra);
        let pep_735 = "[dependency-groups]\netl = ['dagster']\n";
        assert_eq!(scope(pep_735), DependencyScope::Extra);
        let old = "[tool.poetry.dev-dependencies]\ndagster = '*'\n";
        assert_eq!(scope(old), DependencyScope::Development);
    }

    #[test]
    fn an_environment_of_hatch_is_no_development_group() {
        let text = "[project]\nname = 'x'\n[tool.hatch.envs.default]\ndependencies = ['dagster']\n\
                    [tool.hatch.envs.test]\nextra-dependencies = ['dagster-dbt']\n";
        let expected = ["dagster", "dagster-dbt"];
        let expected = expected.map(|name| (name.to_owned(), DependencyScope::Extra));
        assert_eq!(scopes(text), expected);
    }
}
