//! poetry-core: `poetry.core.masonry.utils.module`.

use crate::model::ConfigEffect;
use crate::source::Place;

use super::super::manifest::normalise;
use super::super::toml_node::{Table, Value};
use super::{Build, is_glob, name};

pub(super) fn check(build: &mut Build<'_>, root: Table<'_>, backend: Place) {
    let poetry = root.table(&["tool", "poetry"]);
    let flag = |key: &str| poetry?.get(key)?.boolean();
    let is_set = |key: &str| poetry.is_some_and(|poetry| poetry.get(key).is_some());
    if flag("package-mode") == Some(false) || is_set("include") || is_set("build") {
        return;
    }
    let packages = poetry.and_then(|poetry| poetry.get("packages"));
    if let Some(packages) = packages.filter(|packages| !packages.items().is_empty()) {
        explicit(build, packages);
        return;
    }
    let written = name(root).or_else(|| poetry?.string("name"));
    let Some(module) = written.and_then(|name| normalise(&name.value)) else {
        return;
    };
    let module = module.replace('-', "_");
    let shipped = [build.path(&module), build.path("src").join(&module)];
    if build.holds("", &module) || build.holds("src", &module) {
        build.not_shipped(
            backend,
            &shipped,
            "Poetry ships the package named like the project, and",
        );
    } else {
        let message = format!(
            "Poetry finds nothing to build: there is no package `{module}`, and no `packages` in \
             `[tool.poetry]`"
        );
        build.add(ConfigEffect::Refused, backend, message);
    }
}

/// `packages = [{ include = "shop", from = "src" }]`
fn explicit(build: &mut Build<'_>, packages: Value<'_>) {
    let mut shipped = Vec::new();
    for entry in packages.items() {
        let Some(table) = entry.table() else { return };
        let Some(include) = table.string("include") else {
            return;
        };
        let from = table.string("from").map(|from| from.value);
        let path = build.path(&from.unwrap_or_default()).join(&include.value);
        if is_glob(&include.value) {
            return;
        }
        if !build.disk.exists(&path) {
            let message = format!(
                "Poetry builds nothing: `{}` of `packages` does not exist",
                include.value
            );
            build.add(ConfigEffect::Refused, include.place, message);
        }
        shipped.push(path);
    }
    build.not_shipped(packages.place(), &shipped, "`packages` of Poetry");
}
