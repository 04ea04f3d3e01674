//! What the TOML manifests share: lists of requirements, tables from names to
//! versions; and `Pipfile`, which is two such tables.

use crate::model::{
    Dependency, DependencyScope, DependencySource, Manifest, ManifestKind, Versions,
};
use crate::source::SourceFile;

use super::super::broken;
use super::super::toml_node::{Document, Table, Value};
use super::{bare, dependency, empty, normalise, versions};

/// How a tool writes versions.
pub(super) type Dialect = fn(&str) -> Versions;

/// When the dependencies of a list or table are installed.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// When.
    pub(super) scope: DependencyScope,
    /// The name of the extra or group; none for what is always installed.
    pub(super) name: Option<String>,
}

impl Group {
    /// What is always installed.
    pub(super) const RUNTIME: Self = Self {
        scope: DependencyScope::Runtime,
        name: None,
    };

    /// A group or extra of a name.
    pub(super) fn named(name: &str, scope: DependencyScope) -> Self {
        let name = normalise(name).unwrap_or_else(|| name.to_owned());
        Self {
            scope,
            name: Some(name),
        }
    }
}

/// The dependencies of a `Pipfile`.
pub(super) fn pipfile(file: &SourceFile) -> Manifest {
    tables(ManifestKind::Pipfile, file, |root, found| {
        let dialect = versions::pep440;
        named(root.table(&["packages"]), &Group::RUNTIME, dialect, found);
        let development = Group::named("dev", DependencyScope::Development);
        let table = root.table(&["dev-packages"]);
        named(table, &development, dialect, found);
    })
}

/// A manifest whose only content is tables of dependencies.
pub(super) fn tables(
    kind: ManifestKind,
    file: &SourceFile,
    read: impl FnOnce(Table<'_>, &mut Vec<Dependency>),
) -> Manifest {
    let mut manifest = empty(kind, file);
    if let Ok(document) = Document::parse(file) {
        read(document.root(), &mut manifest.dependencies);
    } else {
        manifest.complete = false;
        manifest.broken = broken::toml(file);
    }
    manifest
}

/// A list of requirements. Other groups that it includes are taken by themselves.
pub(super) fn list(value: Option<Value<'_>>, group: &Group, found: &mut Vec<Dependency>) {
    let strings = value.map(|value| value.strings()).unwrap_or_default();
    found.extend(strings.iter().filter_map(|text| {
        let read = dependency(&text.value, group.scope, text.place)?;
        Some(Dependency {
            group: group.name.clone(),
            ..read
        })
    }));
}

/// A table from names to versions, or to tables that say more.
pub(super) fn named(
    table: Option<Table<'_>>,
    group: &Group,
    dialect: Dialect,
    found: &mut Vec<Dependency>,
) {
    for (name, value) in table.into_iter().flat_map(|table| table.entries()) {
        let Some(normal) = normalise(&name.value).filter(|normal| normal != "python") else {
            continue;
        };
        let settings = value.table();
        let setting = |key: &str| settings.and_then(|table| table.get(key));
        let has = |keys: &[&str]| keys.iter().any(|key| setting(key).is_some());
        let version = value.string().or_else(|| setting("version")?.string());
        let version = version.map(|version| version.value);
        let is_direct = has(&["git", "path", "url", "file", "workspace"]);
        let optional = setting("optional").and_then(|it| it.boolean()) == Some(true);
        let extras = setting("extras").map(|it| it.strings()).unwrap_or_default();
        let extras = extras.iter().filter_map(|it| normalise(&it.value));
        found.push(Dependency {
            extras: extras.collect(),
            versions: match version.as_deref() {
                _ if is_direct || value.is_array() => Versions::Unknown,
                version => dialect(version.unwrap_or("*")),
            },
            source: if is_direct {
                DependencySource::Direct
            } else {
                DependencySource::Index
            },
            // A list has an entry for each condition.
            conditional: value.is_array() || has(&["markers", "python", "platform", "os_name"]),
            scope: if optional {
                DependencyScope::Extra
            } else {
                group.scope
            },
            group: group.name.clone(),
            ..bare(
                normal,
                &written(&name.value, version.as_deref()),
                group.scope,
                name.place,
            )
        });
    }
}

/// A name and its version as one requirement.
fn written(name: &str, version: Option<&str>) -> String {
    match version {
        None | Some("*") => name.to_owned(),
        Some(version) if version.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{name}=={version}")
        }
        Some(version) => format!("{name}{version}"),
    }
}
