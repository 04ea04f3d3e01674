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
        declares |= poetry.get("dependencies").is_some() || poetry.get("group").is_some();
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

/// Groups of development dependencies: PEP 735, uv, PDM, hatch.
fn groups(root: Table<'_>, found: &mut Vec<Dependency>) -> bool {
    let before = found.len();
    let development = DependencyScope::Development;
    for path in [
        &["dependency-groups"][..],
        &["tool", "pdm", "dev-dependencies"],
    ] {
        let groups = root.table(path).into_iter();
        for (_, group) in groups.flat_map(|groups| groups.entries()) {
            list(Some(group), development, found);
        }
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
            list(names, development, found);
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
    for (_, group) in groups.flat_map(|groups| groups.entries()) {
        let table = group
            .table()
            .and_then(|group| group.table(&["dependencies"]));
        named(table, DependencyScope::Development, found);
    }
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
