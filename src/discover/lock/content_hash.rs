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
    let own = |key, default| Some((key, member(project, key, default, USUAL)?));
    let fixed = [
        ("sources", member(settings, "source", "[]", USUAL)?),
        own("dependencies", "[]")?,
        own("optional-dependencies", "{}")?,
        own("requires-python", "\"\"")?,
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

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;
    use crate::source::Sources;

    type Hashes = fn(&SourceFile) -> Option<Vec<String>>;

    fn of(hashes: Hashes, text: &str) -> Option<Vec<String>> {
        let path = PathBuf::from("/r/manifest");
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        hashes(sources.read(&path))
    }

    /// The hashes were made by Poetry 2, PDM 2 and Pipenv.
    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of what the tools gave")]
    fn hashes_are_those_of_the_tools() {
        for (hashes, text, expected) in [
            (
                poetry as Hashes,
                r#"[tool.poetry]
name="x"
version="0.1.0"
description=""
authors=[]
package-mode=false
[tool.poetry.dependencies]
python="^3.10"
idna="^3.0"
"#,
                "f4f2900caaf17d14e25fb8f514c3befc9c77e0753b4fb915eb397040e97ee74c",
            ),
            (
                poetry as Hashes,
                r#"[tool.poetry]
name="x"
version="0.1.0"
description=""
authors=[]
package-mode=false
[tool.poetry.dependencies]
python=">=3.10,<3.15"
idna={version=">=3", optional=true, markers="sys_platform=='linux'"}
click={version="*",extras=["x"]}
[tool.poetry.extras]
a=["idna"]
[tool.poetry.group.dev.dependencies]
iniconfig="*"
[tool.poetry.group.docs]
optional=true
[tool.poetry.group.docs.dependencies]
packaging=[{version="<24",python="<3.11"},{version=">=24",python=">=3.11"}]
"#,
                "3d1ff9f7768737a3d2e93a8f589f047403327ea104116cdc1240af75e826b093",
            ),
            (
                poetry as Hashes,
                r#"[project]
name="x"
version="1"
requires-python=">=3.10"
dependencies=["idna>=3"]
[dependency-groups]
dev=["iniconfig"]
empty=[]
[tool.poetry.group.lint.dependencies]
click="^8"
"#,
                "1ebaca39793bd69fef9b63e8f9e49162712080faa219385864b921dfc7b41158",
            ),
            (
                poetry as Hashes,
                r#"[project]
name="x"
version="1"
requires-python=">=3.10"
dynamic=["dependencies"]
[tool.poetry]
package-mode=false
[tool.poetry.dependencies]
idna="^3"
"#,
                "761d815eeecadc17ff4bf116ab4a8412459dbc6fa59ac99a641ffe9aca8d41b7",
            ),
            (
                pdm as Hashes,
                r#"[project]
name="x"
version="1"
requires-python=">=3.10"
dependencies=["idna>=3"]
[project.optional-dependencies]
a=["click"]
[tool.pdm.dev-dependencies]
dev=["iniconfig"]
[tool.pdm.resolution.overrides]
packaging="24.0"
"#,
                "7f3bc54e21c46a48d4350cbfa88218473d472e73aabc5316d79b0f3bbdf207da",
            ),
            (
                pdm as Hashes,
                r#"[project]
name="x"
version="1"
requires-python=">=3.10"
dependencies=["idna>=3"]
[dependency-groups]
Dev_x=["iniconfig",{include-group="b"}]
b=["click"]
[[tool.pdm.source]]
name="pypi"
url="https://pypi.org/simple"
verify_ssl=true
"#,
                "6309f076f87eae3be40c70e423630ecbf1ae23adb89130feb3c5782a35948f93",
            ),
            (
                pipfile as Hashes,
                r#"[packages]
idna={version=">=3",markers="sys_platform=='linux'"}
"#,
                "883a6fe8d066a681a9f41386c5c7b9be2067bbc5efeebe7033e8d0f3e88799e9",
            ),
            (
                pipfile as Hashes,
                r#"[[source]]
url="https://pypi.org/simple"
verify_ssl=true
name="pypi"
[packages]
idna="*"
[docs]
click="*"
[scripts]
a="b"
[pipenv]
allow_prereleases=false
"#,
                "ba42662536bebd8248dbe25fffd9454ed9c4af9b31e3f2b8fa284ec8b36827ed",
            ),
        ] {
            let found = of(hashes, text).expect("a hash");
            assert!(found.iter().any(|it| it == expected), "{text}");
            let other = of(hashes, &text.replace("idna", "zipp")).expect("a hash");
            assert!(!other.iter().any(|it| it == expected), "{text}");
        }
    }

    #[test]
    fn what_python_would_write_otherwise_is_not_hashed() {
        let date = "[tool.poetry.dependencies]\nidna = 2024-01-01\n";
        assert_eq!(of(poetry, date), None);
        let workspace = "[tool.pdm.workspace]\nmembers = []\n";
        assert_eq!(of(pdm, workspace), None);
    }
}
