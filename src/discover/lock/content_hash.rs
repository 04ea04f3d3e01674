//! The hashes of their input that Poetry, PDM and Pipenv note in their lock files.
//! Releases differ in what they take in, so there are several for each tool, and a
//! lock file with any of them is fresh.

use sha2::{Digest, Sha256};

use super::super::manifest::normalise;
use super::super::toml_node::{Document, Table, Value};
use super::python_json::{Separators, USUAL, member, object, value};
use crate::source::SourceFile;

/// The hashes that are right for a `pyproject.toml` with Poetry; none where one is
/// not certain (`poetry.packages.locker`).
pub(super) fn poetry(file: &SourceFile) -> Option<Vec<String>> {
    let document = Document::parse(file).ok()?;
    let root = document.root();
    let project = present(
        root.table(&["project"]),
        &["requires-python", "dependencies", "optional-dependencies"],
    )?;
    let groups = root.get("dependency-groups");
    let is_empty = |group: &Value<'_>| group.table().is_none_or(|it| it.entries().is_empty());
    let groups = match groups.filter(|groups| !is_empty(groups)) {
        Some(groups) => Some(value(groups, USUAL)?),
        None => None,
    };
    let poetry = root.table(&["tool", "poetry"]);
    // Poetry 1 reads its own table only, and writes keys that are not there as null.
    let mut hashes = vec![sha256(&object(legacy(poetry)?, USUAL))];
    for with_groups in [true, false] {
        let groups = groups.as_ref().filter(|_| with_groups);
        if project.is_empty() && groups.is_none() {
            continue;
        }
        let keys = [
            "dependencies",
            "source",
            "extras",
            "dev-dependencies",
            "group",
        ];
        let mut content = Vec::new();
        if !project.is_empty() {
            content.push(("project".to_owned(), object(project.clone(), USUAL)));
        }
        content.extend(groups.map(|groups| ("dependency-groups".to_owned(), groups.clone())));
        let own = object(present(poetry, &keys)?, USUAL);
        let tool = object(vec![("poetry".to_owned(), own)], USUAL);
        content.push(("tool".to_owned(), tool));
        hashes.push(sha256(&object(content, USUAL)));
    }
    Some(hashes)
}

fn legacy(poetry: Option<Table<'_>>) -> Option<Vec<(String, String)>> {
    let mut content = Vec::new();
    for key in ["dependencies", "source", "extras", "dev-dependencies"] {
        content.push((key.to_owned(), member(poetry, key, "null", USUAL)?));
    }
    content.extend(present(poetry, &["group"])?);
    Some(content)
}

/// The keys of a table that are there.
fn present(table: Option<Table<'_>>, keys: &[&str]) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    for key in keys {
        if let Some(item) = table.and_then(|table| table.get(key)) {
            found.push(((*key).to_owned(), value(item, USUAL)?));
        }
    }
    Some(found)
}

/// The hashes that are right for a `pyproject.toml` with PDM
/// (`pdm.project.project_file`).
pub(super) fn pdm(file: &SourceFile) -> Option<Vec<String>> {
    let document = Document::parse(file).ok()?;
    let root = document.root();
    let project = root.table(&["project"]);
    let settings = root.table(&["tool", "pdm"]);
    if settings.is_some_and(|settings| settings.get("workspace").is_some()) {
        return None;
    }
    let resolution = settings.and_then(|settings| settings.table(&["resolution"]));
    let fixed = [
        ("sources", member(settings, "source", "[]", USUAL)?),
        (
            "dependencies",
            member(project, "dependencies", "[]", USUAL)?,
        ),
        (
            "optional-dependencies",
            member(project, "optional-dependencies", "{}", USUAL)?,
        ),
        (
            "requires-python",
            member(project, "requires-python", "\"\"", USUAL)?,
        ),
    ];
    let development = [
        member(settings, "dev-dependencies", "{}", USUAL)?,
        pdm_groups(root, settings)?,
    ];
    let bounds = [
        ("resolution", member(settings, "resolution", "{}", USUAL)?),
        ("overrides", member(resolution, "overrides", "{}", USUAL)?),
    ];
    let mut hashes = Vec::new();
    for development in &development {
        for bound in &bounds {
            let all = fixed.iter().chain([bound]);
            let mut content: Vec<(String, String)> = all
                .map(|(key, value)| ((*key).to_owned(), value.clone()))
                .collect();
            content.push(("dev-dependencies".to_owned(), development.clone()));
            hashes.push(sha256(&object(content, USUAL)));
        }
    }
    Some(hashes)
}

/// `[dependency-groups]` and `[tool.pdm.dev-dependencies]` in one; a group in both is
/// too rare to be told.
fn pdm_groups(root: Table<'_>, settings: Option<Table<'_>>) -> Option<String> {
    let old = settings.and_then(|settings| settings.table(&["dev-dependencies"]));
    let new = root.table(&["dependency-groups"]);
    let mut content: Vec<(String, String)> = Vec::new();
    for (name, group) in [new, old].into_iter().flatten().flat_map(|it| it.entries()) {
        let name = normalise(&name.value)?;
        if content.iter().any(|(known, _)| *known == name) {
            return None;
        }
        content.push((name, value(group, USUAL)?));
    }
    Some(object(content, USUAL))
}

/// The hash that is right for a `Pipfile` (`plette.pipfiles`).
pub(super) fn pipfile(file: &SourceFile) -> Option<Vec<String>> {
    const TIGHT: Separators = Separators {
        item: ",",
        key: ":",
    };
    const DEFAULT_SOURCE: &str =
        r#"[{"name":"pypi","url":"https://pypi.org/simple","verify_ssl":true}]"#;
    let document = Document::parse(file).ok()?;
    let root = document.root();
    let of = |key: &str, otherwise: &str| member(Some(root), key, otherwise, TIGHT);
    let meta = vec![
        ("sources".to_owned(), of("source", DEFAULT_SOURCE)?),
        ("requires".to_owned(), of("requires", "{}")?),
    ];
    let mut content = vec![
        ("_meta".to_owned(), object(meta, TIGHT)),
        ("default".to_owned(), of("packages", "{}")?),
        ("develop".to_owned(), of("dev-packages", "{}")?),
    ];
    for (category, table) in root.entries() {
        let known = [
            "source",
            "packages",
            "dev-packages",
            "requires",
            "scripts",
            "pipfile",
            "pipenv",
            "default",
            "develop",
        ];
        if !known.contains(&category.value.as_str()) {
            content.push((category.value, value(table, TIGHT)?));
        }
    }
    Some(vec![sha256(&object(content, TIGHT))])
}

fn sha256(text: &str) -> String {
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
