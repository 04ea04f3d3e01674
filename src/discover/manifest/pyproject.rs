//! The dependencies of a `pyproject.toml`: PEP 621, dependency groups, and the tables
//! of uv, Poetry, PDM, pixi and hatch.

use crate::model::{
    Declared, Dependency, DependencyScope, DependencySource, LockKind, Manifest, ManifestKind,
    Versions,
};
use crate::source::{FileId, SourceFile, Sources};

use super::super::toml_node::{Document, Table, Value};
use super::tables::{Group, list};
use super::{empty, pixi, poetry, requirements, scope_of, uv_input, versions};

/// The dependencies in every table that some tool reads; none if the file has no such
/// table and only configures tools.
pub(super) fn read(sources: &Sources, file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::Pyproject, file);
    let Ok(document) = Document::parse(file) else {
        manifest.complete = false;
        return Some(manifest);
    };
    let root = document.root();
    let mut declares = false;
    if let Some(table) = root.table(&["project"]) {
        declares = true;
        project(sources, file, root, table, &mut manifest);
    }
    if let Some(table) = root.table(&["tool", "poetry"]) {
        let keys = ["dependencies", "dev-dependencies", "group"];
        declares |= keys.iter().any(|key| table.get(key).is_some());
        if let (Some(table), None) = (table.table(&["dependencies"]), root.get("project")) {
            manifest.place = table.place();
        }
        let python = || poetry::requires_python(table);
        manifest.requires_python = manifest.requires_python.or_else(python);
        poetry::dependencies(table, &mut manifest.dependencies);
    }
    if let Some(table) = root.table(&["tool", "pixi"]) {
        declares = true;
        pixi::dependencies(table, &mut manifest.dependencies);
    }
    declares |= groups(root, &mut manifest.dependencies);
    uv(root, &mut manifest);
    manifest.tools = tools(root);
    declares.then_some(manifest)
}

/// `[project]`.
fn project(
    sources: &Sources,
    file: &SourceFile,
    root: Table<'_>,
    project: Table<'_>,
    manifest: &mut Manifest,
) {
    let dependencies = project.get("dependencies");
    manifest.place = dependencies.map_or(project.place(), |list| list.place());
    manifest.requires_python = requires_python(project);
    let found = &mut manifest.dependencies;
    list(dependencies, &Group::RUNTIME, found);
    let extras = project.table(&["optional-dependencies"]);
    for (name, extra) in extras.into_iter().flat_map(|extras| extras.entries()) {
        let scope = scope_of(&name.value, DependencyScope::Extra);
        list(Some(extra), &Group::named(&name.value, scope), found);
    }
    let dynamic = project.get("dynamic").map(|list| list.strings());
    for field in dynamic.unwrap_or_default() {
        let read = match field.value.as_str() {
            "dependencies" => dynamic_dependencies(sources, file, root),
            "optional-dependencies" => dynamic_extras(sources, file, root),
            _ => continue,
        };
        let read = read.unwrap_or_default();
        manifest.complete &= read.complete;
        manifest.dependencies.extend(read.dependencies);
        manifest.included.extend(read.included);
        manifest.broken = manifest.broken.take().or(read.broken);
    }
}

/// What other files declare for a `pyproject.toml`.
#[derive(Default)]
struct Elsewhere {
    dependencies: Vec<Dependency>,
    /// The files, and what they include.
    included: Vec<FileId>,
    /// Why one of them cannot be read.
    broken: Option<Declared<String>>,
    /// Whether that is all.
    complete: bool,
}

fn requires_python(project: Table<'_>) -> Option<Declared<Versions>> {
    let python = project.string("requires-python")?;
    Some(Declared {
        value: versions::pep440(&python.value),
        place: python.place,
    })
}

/// Groups of dependencies: PEP 735, uv, PDM, hatch. Only where the tool or the name
/// says so are they for development: images are built from a group, too.
fn groups(root: Table<'_>, found: &mut Vec<Dependency>) -> bool {
    let before = found.len();
    let development = DependencyScope::Development;
    let groups = root.table(&["dependency-groups"]).into_iter();
    for (name, group) in groups.flat_map(|groups| groups.entries()) {
        let scope = scope_of(&name.value, DependencyScope::Extra);
        list(Some(group), &Group::named(&name.value, scope), found);
    }
    let groups = root.table(&["tool", "pdm", "dev-dependencies"]).into_iter();
    for (name, group) in groups.flat_map(|groups| groups.entries()) {
        list(Some(group), &Group::named(&name.value, development), found);
    }
    let uv = root.table(&["tool", "uv"]);
    let dev = uv.and_then(|uv| uv.get("dev-dependencies"));
    list(dev, &Group::named("dev", development), found);
    let environments = root.table(&["tool", "hatch", "envs"]).into_iter();
    for (name, environment) in environments.flat_map(|table| table.entries()) {
        let group = Group::named(&name.value, DependencyScope::Extra);
        for key in ["dependencies", "extra-dependencies"] {
            let names = environment.table().and_then(|table| table.get(key));
            list(names, &group, found);
        }
    }
    found.len() > before
}

/// The tools that lock what is declared here, by their tables and build backends.
fn tools(root: Table<'_>) -> Vec<LockKind> {
    const TOOLS: [(LockKind, &str); 4] = [
        (LockKind::Uv, "uv"),
        (LockKind::Poetry, "poetry"),
        (LockKind::Pdm, "pdm"),
        (LockKind::Pixi, "pixi"),
    ];
    let build = root.table(&["build-system"]);
    let backend = build.and_then(|build| build.string("build-backend"));
    let has = |name: &str| {
        let builds = backend
            .as_ref()
            .is_some_and(|it| it.value.starts_with(name));
        builds || root.table(&["tool", name]).is_some()
    };
    let tools = TOOLS.iter().filter(|(_, name)| has(name));
    tools.map(|(kind, _)| *kind).collect()
}

/// `[tool.uv]`: where packages come from, and bounds for what others bring.
fn uv(root: Table<'_>, manifest: &mut Manifest) {
    let Some(uv) = root.table(&["tool", "uv"]) else {
        return;
    };
    let direct = uv_input::direct_sources(root);
    for dependency in &mut manifest.dependencies {
        if direct.contains(&dependency.name) {
            dependency.source = DependencySource::Direct;
        }
    }
    let mut overrides = Vec::new();
    list(
        uv.get("override-dependencies"),
        &Group::RUNTIME,
        &mut overrides,
    );
    manifest.overridden = overrides.into_iter().map(|it| it.name).collect();
    let constraints = uv.get("constraint-dependencies");
    list(constraints, &Group::RUNTIME, &mut manifest.constraints);
    manifest.has_conflicts = uv.get("conflicts").is_some();
}

/// Dynamic dependencies: in the files that setuptools or hatch-requirements-txt are
/// told to read, or in the tables of Poetry; none if they are computed otherwise.
fn dynamic_dependencies(
    sources: &Sources,
    file: &SourceFile,
    root: Table<'_>,
) -> Option<Elsewhere> {
    let poetry = ["tool", "poetry", "dependencies"];
    if root.table(&poetry).is_some() {
        // They are read with the rest of the table.
        return Some(Elsewhere::all());
    }
    let setuptools = ["tool", "setuptools", "dynamic", "dependencies"];
    let setuptools = root.table(&setuptools).and_then(|table| table.get("file"));
    let hatch = ["tool", "hatch", "metadata", "hooks", "requirements_txt"];
    let hatch = || root.table(&hatch)?.get("files");
    let mut found = Elsewhere::all();
    found.read(sources, file, setuptools.or_else(hatch)?, &Group::RUNTIME);
    Some(found)
}

/// `[tool.setuptools.dynamic.optional-dependencies]`.
fn dynamic_extras(sources: &Sources, file: &SourceFile, root: Table<'_>) -> Option<Elsewhere> {
    let table = root.table(&["tool", "setuptools", "dynamic", "optional-dependencies"])?;
    let mut found = Elsewhere::all();
    for (name, extra) in table.entries() {
        let scope = scope_of(&name.value, DependencyScope::Extra);
        let group = Group::named(&name.value, scope);
        let files = extra.table()?.get("file")?;
        found.read(sources, file, files, &group);
    }
    Some(found)
}

impl Elsewhere {
    /// Nothing, and that is all.
    fn all() -> Self {
        Self {
            complete: true,
            ..Self::default()
        }
    }

    /// Adds what the files declare that a value names.
    fn read(&mut self, sources: &Sources, file: &SourceFile, files: Value<'_>, group: &Group) {
        let mut names = files.strings();
        names.extend(files.string());
        for name in names {
            let Some(path) = requirements::named(sources.disk(), file, &name, &mut self.broken)
            else {
                self.complete = false;
                continue;
            };
            let inner = sources.read(&path);
            let read = requirements::read(sources, inner);
            self.complete &= read.complete;
            self.included.push(inner.id());
            self.included.extend(read.included);
            self.broken = self.broken.take().or(read.broken);
            // Whatever the file is called, here it is what the table says.
            let dependencies = read.dependencies.into_iter();
            self.dependencies.extend(dependencies.map(|it| Dependency {
                scope: group.scope,
                group: group.name.clone(),
                ..it
            }));
        }
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
        let manifest = read(&sources, sources.read(&path)).expect("a manifest");
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
