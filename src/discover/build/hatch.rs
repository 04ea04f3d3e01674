//! hatchling: `default_file_selection_options` of its wheel builder.

use std::path::PathBuf;

use crate::model::{ConfigEffect, Declared};
use crate::source::Place;

use super::super::toml_node::{Table, Value};
use super::{Build, is_glob, name};

pub(super) fn check(build: &mut Build<'_>, root: Table<'_>, backend: Place) {
    let tables = [
        root.table(&["tool", "hatch", "build", "targets", "wheel"]),
        root.table(&["tool", "hatch", "build"]),
    ];
    let get = |key: &str| tables.iter().flatten().find_map(|table| table.get(key));
    let is_set = |key: &str| get(key).is_some_and(|value| !value.items().is_empty());
    // Patterns of files, and what hooks add, are not followed.
    let open = ["include", "only-include", "hooks", "artifacts"];
    if open
        .iter()
        .any(|key| is_set(key) || get(key).is_some_and(|value| value.table().is_some()))
    {
        return;
    }
    let forced: Vec<PathBuf> = get("force-include")
        .and_then(|value| value.table())
        .map(|table| table.entries())
        .unwrap_or_default()
        .iter()
        .map(|(path, _)| build.path(&path.value))
        .collect();
    if let Some(packages) = get("packages").filter(|packages| !packages.items().is_empty()) {
        explicit(build, packages, forced);
        return;
    }
    let Some(name) = name(root) else {
        return;
    };
    by_name(build, &name, backend, forced, || {
        get("bypass-selection").and_then(|value| value.boolean()) == Some(true)
    });
}

/// What is called like the project, where nothing says what to ship.
fn by_name(
    build: &mut Build<'_>,
    name: &Declared<String>,
    backend: Place,
    forced: Vec<PathBuf>,
    may_be_empty: impl FnOnce() -> bool,
) {
    let candidates = candidates(&name.value);
    let found: Vec<PathBuf> = candidates
        .iter()
        .flat_map(|name| [name.clone(), format!("src/{name}"), format!("{name}.py")])
        .map(|path| build.path(&path))
        .filter(|path| build.disk.exists(path))
        .collect();
    if !found.is_empty() {
        let shipped = [found, forced].concat();
        build.not_shipped(
            name.place,
            &shipped,
            "hatchling ships the package named like the project, and",
        );
        return;
    }
    if candidates.iter().any(|name| is_in_namespace(build, name)) {
        return;
    }
    if !forced.is_empty() || may_be_empty() {
        build.not_shipped(
            backend,
            &forced,
            "hatchling finds no package named like the project, and",
        );
        return;
    }
    let shown = candidates.join("` or `");
    let message = format!(
        "hatchling finds nothing to build: there is no package `{shown}`, and no `packages` in \
         `[tool.hatch.build.targets.wheel]`"
    );
    build.add(ConfigEffect::Refused, backend, message);
}

/// `packages = ["src/shop"]`
fn explicit(build: &mut Build<'_>, packages: Value<'_>, forced: Vec<PathBuf>) {
    let mut shipped = forced;
    for package in packages.strings() {
        let path = build.path(&package.value);
        if is_glob(&package.value) {
            return;
        }
        shipped.push(path);
    }
    build.not_shipped(packages.place(), &shipped, "`packages` of hatchling");
}

/// The names that hatchling looks for: as written, and normalised.
fn candidates(name: &str) -> Vec<String> {
    let component = |name: &str| {
        let mut text = String::new();
        for letter in name.chars() {
            if letter.is_alphanumeric() || letter == '_' || letter == '.' {
                text.push(letter);
            } else if !text.ends_with('_') {
                text.push('_');
            }
        }
        text
    };
    let normal = super::super::manifest::normalise(name).unwrap_or_default();
    let mut names = vec![component(name)];
    let other = component(&normal);
    if !other.is_empty() && !names.contains(&other) {
        names.push(other);
    }
    names
}

/// `*/name/__init__.py`
fn is_in_namespace(build: &Build<'_>, name: &str) -> bool {
    let entries = build.disk.list(build.contents.project).unwrap_or_default();
    let mut inner = entries.iter().map(|path| path.join(name));
    inner.any(|path| build.disk.is_file(path.join("__init__.py")))
}
