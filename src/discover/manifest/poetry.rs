//! `[tool.poetry]`: tables from names to versions.

use crate::model::{Declared, Dependency, DependencyScope, Versions};

use super::super::toml_node::Table;
use super::tables::{Group, named};
use super::{scope_of, versions};

/// The dependencies of `[tool.poetry]`.
pub(super) fn dependencies(poetry: Table<'_>, found: &mut Vec<Dependency>) {
    let dialect = versions::poetry;
    named(
        poetry.table(&["dependencies"]),
        &Group::RUNTIME,
        dialect,
        found,
    );
    let development = Group::named("dev", DependencyScope::Development);
    let legacy = poetry.table(&["dev-dependencies"]);
    named(legacy, &development, dialect, found);
    let groups = poetry.table(&["group"]).into_iter();
    for (name, group) in groups.flat_map(|groups| groups.entries()) {
        let Some(group) = group.table() else { continue };
        let scope = scope(&name.value, group);
        let named_group = Group::named(&name.value, scope);
        named(group.table(&["dependencies"]), &named_group, dialect, found);
    }
}

/// The Python that Poetry asks for.
pub(super) fn requires_python(poetry: Table<'_>) -> Option<Declared<Versions>> {
    let python = poetry.table(&["dependencies"])?.string("python")?;
    Some(Declared {
        value: versions::poetry(&python.value),
        place: python.place,
    })
}

/// `poetry install` installs every group that is not optional.
fn scope(name: &str, group: Table<'_>) -> DependencyScope {
    let optional = group.get("optional").and_then(|it| it.boolean()) == Some(true);
    let otherwise = if optional {
        DependencyScope::Extra
    } else {
        DependencyScope::Runtime
    };
    scope_of(name, otherwise)
}
