//! What chooses the interpreter: `.python-version` and its like, base images, and the
//! Python of conda, pixi and Pipenv.

use pep440_rs::VersionSpecifiers;
use ruff_text_size::{TextRange, TextSize};

use std::path::Path;

use crate::model::{Declared, PythonPin, Versions};
use crate::source::{Place, SourceFile, Sources, yaml};

use super::manifest::versions;
use super::path::base_name;
use super::toml_node::Document;

/// Whether a file chooses an interpreter and does nothing else.
pub(super) fn is_pin(path: &Path) -> bool {
    let name = base_name(path);
    matches!(&*name, ".python-version" | "runtime.txt" | ".tool-versions")
}

/// The choices in a file; none for files of other names.
pub(super) fn read(sources: &Sources, path: &Path) -> Vec<PythonPin> {
    let name = base_name(path);
    let file = || sources.read(path);
    match name.as_str() {
        ".python-version" => lines(file(), "this file", |line| {
            let named = line
                .strip_prefix("cpython-")
                .or(line.strip_prefix("python-"));
            Some(named.unwrap_or(line))
        }),
        "runtime.txt" => lines(file(), "this file", |line| line.strip_prefix("python-")),
        ".tool-versions" => lines(file(), "this file", |line| {
            let mut words = line.split_whitespace();
            (words.next() == Some("python")).then(|| words.next())?
        }),
        "Pipfile" => of_table(file(), &["requires"], "python_version", "Pipenv"),
        "pixi.toml" => of_table(file(), &["dependencies"], "python", "pixi"),
        "pyproject.toml" => {
            let tables = ["tool", "pixi", "dependencies"];
            of_table(file(), &tables, "python", "pixi")
        }
        "environment.yml" | "environment.yaml" => of_conda(file()),
        _ if name.starts_with("Dockerfile") || name.ends_with(".Dockerfile") => {
            of_dockerfile(file())
        }
        _ => Vec::new(),
    }
}

fn pin(
    versions: Option<VersionSpecifiers>,
    written: &str,
    by: &'static str,
    place: Place,
    installs_project: bool,
) -> Option<PythonPin> {
    Some(PythonPin {
        versions: versions?,
        written: written.to_owned(),
        by,
        installs_project,
        place,
    })
}

/// `3.12` or `3.12.1`; a pre-release or another implementation is not judged.
fn plain(version: &str) -> Option<VersionSpecifiers> {
    let mut parts = version.split('.');
    let numeric = parts.all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    if !numeric || !version.starts_with("3.") {
        return None;
    }
    if version.matches('.').count() == 1 {
        return Some(versions::within_release(version)?.into());
    }
    let exact = versions::pep440(&format!("=={version}"));
    exact.known().cloned()
}

/// The first line that is no comment and in which `version` finds one.
fn lines(
    file: &SourceFile,
    by: &'static str,
    version: impl Fn(&str) -> Option<&str>,
) -> Vec<PythonPin> {
    let mut offset = 0;
    for raw in file.text().split_inclusive('\n') {
        let start = offset;
        offset += raw.len();
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(version) = version(line) {
            let place = place(file, start, raw.trim_end().len());
            let found = pin(plain(version), version, by, place, true);
            return found.into_iter().collect();
        }
    }
    Vec::new()
}

fn place(file: &SourceFile, start: usize, length: usize) -> Place {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    file.place(TextRange::at(small(start), small(length)))
}

/// The Python of a table in TOML.
fn of_table(file: &SourceFile, table: &[&str], key: &str, by: &'static str) -> Vec<PythonPin> {
    let Ok(document) = Document::parse(file) else {
        return Vec::new();
    };
    let found = document.root().table(table).and_then(|it| it.string(key));
    let read = |found: Declared<String>| {
        let versions = match by {
            "pixi" => versions::conda(&found.value).known().cloned(),
            _ => plain(&found.value),
        };
        pin(versions, &found.value, by, found.place, true)
    };
    found.and_then(read).into_iter().collect()
}

/// `python=3.12` in the list of an `environment.yml`.
fn of_conda(file: &SourceFile) -> Vec<PythonPin> {
    let Ok(documents) = yaml::parse(file.text()) else {
        return Vec::new();
    };
    let list = documents.first().and_then(|it| it.get("dependencies"));
    let items = list.map(|list| list.items()).unwrap_or_default();
    let read = |item: &std::sync::Arc<yaml::Node>| {
        let text = item.scalar()?;
        let rest = text.strip_prefix("python")?;
        let bound = rest.trim();
        let versions = match versions::conda(bound) {
            Versions::Known(known) if !known.is_empty() => known,
            _ => return None,
        };
        let written = bound.trim_start_matches('=');
        pin(
            Some(versions),
            written,
            "conda",
            file.place(item.range),
            true,
        )
    };
    items.iter().find_map(read).into_iter().collect()
}

/// The image of the last stage of a Dockerfile that installs with pip; uv and the
/// others may bring an interpreter of their own.
fn of_dockerfile(file: &SourceFile) -> Vec<PythonPin> {
    let text = file.text();
    let installs = text.contains("pip install") || text.contains("pip3 install");
    let brings = ["uv sync", "uv python", "uv run", "conda ", "pyenv", "pixi "];
    if !installs || brings.iter().any(|it| text.contains(it)) {
        return Vec::new();
    }
    let with_project = [
        "pip install .",
        "pip install -e .",
        "pip install --no-cache-dir .",
    ];
    let installs_project = with_project.iter().any(|it| text.contains(it));
    // The image of something else, with a Dagster of its own.
    if !installs_project && text.contains("dagster==") {
        return Vec::new();
    }
    let mut found = None;
    let mut offset = 0;
    for raw in text.split_inclusive('\n') {
        let start = offset;
        offset += raw.len();
        let mut words = raw.split_whitespace();
        let is_from = |it: &str| it.eq_ignore_ascii_case("FROM");
        if !words.next().is_some_and(is_from) {
            continue;
        }
        // Options such as `--platform` stand in front of the image.
        let image = words.find(|word| !word.starts_with("--"));
        let version = image.and_then(version_of_image);
        found = version.and_then(|version| {
            let place = place(file, start, raw.trim_end().len());
            let what = "the base image";
            pin(plain(version), version, what, place, installs_project)
        });
    }
    found.into_iter().collect()
}

/// `python:3.12-slim`, `ghcr.io/astral-sh/uv:python3.12-bookworm`
fn version_of_image(image: &str) -> Option<&str> {
    let name = image.rsplit('/').next()?;
    let name = name.split('@').next()?;
    let (name, tag) = name.split_once(':')?;
    let tag = match name {
        "python" => tag,
        "uv" => tag.strip_prefix("python")?,
        _ => return None,
    };
    tag.split('-').next()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::path::PathBuf;

    use super::*;

    fn of(name: &str, text: &str) -> Vec<String> {
        let path = PathBuf::from("/r").join(name);
        let sources = Sources::with_overlays(HashMap::from([(path.clone(), text.to_owned())]));
        let pins = read(&sources, &path).into_iter();
        pins.map(|pin| pin.versions.to_string()).collect()
    }

    #[test]
    fn plain_versions_are_read_and_others_are_not() {
        for (name, text, expected) in [
            (".python-version", "# c\n3.12\n3.11\n", "==3.12.*"),
            (".python-version", "cpython-3.12.1\n", "==3.12.1"),
            (".python-version", "pypy@3.10\n", ""),
            (".python-version", "3.13t\n", ""),
            (".python-version", "my-env\n", ""),
            ("runtime.txt", "python-3.9.1\n", "==3.9.1"),
            (".tool-versions", "nodejs 20\npython 3.11.4\n", "==3.11.4"),
            ("Pipfile", "[requires]\npython_version = '3.9'\n", "==3.9.*"),
            (
                "pixi.toml",
                "[dependencies]\npython = '>=3.11,<3.13'\n",
                ">=3.11, <3.13",
            ),
            (
                "environment.yml",
                "dependencies:\n- python=3.10\n",
                "==3.10.*",
            ),
            ("environment.yml", "dependencies:\n- python\n", ""),
            (
                "environment.yml",
                "dependencies:\n- python-dateutil=2.8\n",
                "",
            ),
            (
                "dagster_cloud.yaml",
                "locations:\n- build: {base_image: 'python:3.8-slim'}\n",
                "",
            ),
        ] {
            assert_eq!(of(name, text).join(";"), expected, "{name}: {text}");
        }
    }

    #[test]
    fn the_last_stage_of_an_image_counts_where_pip_installs() {
        for (text, expected) in [
            ("FROM python:3.9-slim\nRUN pip install dagster\n", "==3.9.*"),
            (
                "FROM python:3.9\nFROM --platform=x python:3.12\nRUN pip install .\n",
                "==3.12.*",
            ),
            ("FROM python:3.9\nFROM acme/base\nRUN pip install .\n", ""),
            ("ARG V\nFROM python:${V}\nRUN pip install dagster\n", ""),
            ("FROM python:3.9\nRUN pip install uv && uv sync\n", ""),
            ("FROM python:latest\nRUN pip install dagster\n", ""),
        ] {
            assert_eq!(of("Dockerfile", text).join(";"), expected, "{text}");
        }
    }
}
