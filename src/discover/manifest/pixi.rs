//! pixi: `pixi.toml` and `[tool.pixi]`.

use crate::model::{Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::SourceFile;

use super::super::toml_node::Table;
use super::tables::{Dialect, Group, named, tables};
use super::{scope_of, versions};

/// The dependencies of a `pixi.toml`.
pub(super) fn read(file: &SourceFile) -> Manifest {
    tables(ManifestKind::Pixi, file, dependencies)
}

/// The dependencies of all tables, those of platforms and features too.
pub(super) fn dependencies(root: Table<'_>, found: &mut Vec<Dependency>) {
    of_table(root, &Group::RUNTIME, found);
    let features = root.table(&["feature"]).into_iter();
    for (name, feature) in features.flat_map(|features| features.entries()) {
        let scope = scope_of(&name.value, DependencyScope::Extra);
        if let Some(table) = feature.table() {
            of_table(table, &Group::named(&name.value, scope), found);
        }
    }
}

fn of_table(table: Table<'_>, group: &Group, found: &mut Vec<Dependency>) {
    const KEYS: [(&str, Dialect); 4] = [
        ("dependencies", versions::conda),
        ("pypi-dependencies", versions::pep440),
        ("host-dependencies", versions::conda),
        ("build-dependencies", versions::conda),
    ];
    let mut of = |table: Table<'_>, conditional: bool| {
        for (key, dialect) in KEYS {
            let first = found.len();
            named(table.table(&[key]), group, dialect, found);
            for dependency in &mut found[first..] {
                dependency.conditional |= conditional;
            }
        }
    };
    of(table, false);
    let targets = table.table(&["target"]).into_iter();
    for (_, target) in targets.flat_map(|targets| targets.entries()) {
        if let Some(target) = target.table() {
            of(target, true);
        }
    }
}
