//! What uv takes from a `pyproject.toml` when it locks: the standard tables, and
//! `[tool.uv]`.

use crate::model::{Dependency, DependencyScope};

use super::super::toml_node::{Table, Value};
use super::normalise;
use super::tables::{Group, list};

/// Every requirement with its extra, or its group with `group:` in front, groups with
/// what they include; none where something is computed when the package is built.
pub(in crate::discover) fn requirements(root: Table<'_>) -> Option<Vec<Dependency>> {
    let project = root.table(&["project"])?;
    let dynamic = project.get("dynamic").map(|it| it.strings());
    let computed = ["dependencies", "optional-dependencies"];
    let mut dynamic = dynamic.unwrap_or_default().into_iter();
    if dynamic.any(|field| computed.contains(&field.value.as_str())) {
        return None;
    }
    let mut found = Vec::new();
    list(project.get("dependencies"), &Group::RUNTIME, &mut found);
    let extras = project.table(&["optional-dependencies"]).into_iter();
    for (name, extra) in extras.flat_map(|extras| extras.entries()) {
        let group = Group::named(&name.value, DependencyScope::Extra);
        list(Some(extra), &group, &mut found);
    }
    for (name, items) in groups(root) {
        let group = Group {
            scope: DependencyScope::Extra,
            name: Some(format!("group:{name}")),
        };
        for item in items {
            list(Some(item), &group, &mut found);
        }
    }
    Some(found)
}

/// `constraint-dependencies` and `override-dependencies`, grouped as such.
pub(in crate::discover) fn bounds(root: Table<'_>) -> Vec<Dependency> {
    let mut found = Vec::new();
    for kind in ["constraint", "override"] {
        let group = Group {
            scope: DependencyScope::Extra,
            name: Some(format!("bound:{kind}")),
        };
        let uv = root.table(&["tool", "uv"]);
        let key = format!("{kind}-dependencies");
        list(uv.and_then(|uv| uv.get(&key)), &group, &mut found);
    }
    found
}

/// The groups, each with the lists that it and its included groups have.
fn groups(root: Table<'_>) -> Vec<(String, Vec<Value<'_>>)> {
    let table = root.table(&["dependency-groups"]);
    let entries = table.map(|table| table.entries()).unwrap_or_default();
    let declared: Vec<(String, Value<'_>)> = entries
        .into_iter()
        .filter_map(|(name, group)| Some((normalise(&name.value)?, group)))
        .collect();
    let mut groups = Vec::new();
    for (name, _) in &declared {
        let (mut lists, mut seen, mut waiting) = (Vec::new(), Vec::new(), vec![name.clone()]);
        while let Some(wanted) = waiting.pop() {
            let group = declared.iter().find(|(known, _)| *known == wanted);
            let Some((_, group)) = group.filter(|_| !seen.contains(&wanted)) else {
                continue;
            };
            seen.push(wanted);
            lists.push(*group);
            let included = group.items().into_iter().filter_map(|item| {
                let name = item.table()?.string("include-group")?;
                normalise(&name.value)
            });
            waiting.extend(included);
        }
        groups.push((name.clone(), lists));
    }
    let uv = root.table(&["tool", "uv"]);
    if let Some(old) = uv.and_then(|uv| uv.get("dev-dependencies")) {
        match groups.iter_mut().find(|(name, _)| name == "dev") {
            Some((_, lists)) => lists.push(old),
            None => groups.push(("dev".to_owned(), vec![old])),
        }
    }
    groups
}

/// The names in `[tool.uv.sources]` that are taken from elsewhere than an index.
pub(in crate::discover) fn direct_sources(root: Table<'_>) -> Vec<String> {
    let is_direct = |source: &Value<'_>| {
        let table = source.table();
        table.is_some_and(|table| {
            let keys = ["git", "path", "url", "workspace"];
            keys.iter().any(|key| table.get(key).is_some())
        })
    };
    let sources = root.table(&["tool", "uv", "sources"]).into_iter();
    let entries = sources.flat_map(|sources| sources.entries());
    entries
        .filter(|(_, source)| is_direct(source) || source.items().iter().any(is_direct))
        .filter_map(|(name, _)| normalise(&name.value))
        .collect()
}
