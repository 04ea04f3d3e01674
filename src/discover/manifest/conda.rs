//! `environment.yml` of conda: names with versions, and a list for pip.

use std::sync::Arc;

use crate::model::{Declared, Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::yaml::{self, Node, YamlFault};
use crate::source::{SourceFile, template};

use super::{bare, dependency, empty, normalise, versions};

/// The dependencies; none if the file is something else of that name.
pub(super) fn read(file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::Conda, file);
    let documents = match yaml::parse(file.text()) {
        Ok(documents) => documents,
        Err(fault) => {
            manifest.complete = false;
            manifest.broken = broken(file, &fault);
            return Some(manifest);
        }
    };
    let list = documents.first()?.get("dependencies")?;
    manifest.place = file.place(list.range);
    for item in list.items() {
        match item.get("pip") {
            Some(pip) => {
                for requirement in pip.items() {
                    let text = requirement.scalar().unwrap_or_default();
                    let place = file.place(requirement.range);
                    let found = dependency(text, DependencyScope::Runtime, place);
                    // A file (`-r`) or a path may bring anything.
                    manifest.complete &= found.is_some() && !text.starts_with('-');
                    manifest.dependencies.extend(found);
                }
            }
            None => add(file, item, &mut manifest),
        }
    }
    Some(manifest)
}

/// Why conda cannot read a file that declares dependencies, and is no template.
fn broken(file: &SourceFile, fault: &YamlFault) -> Option<Declared<String>> {
    let declares = || {
        file.text()
            .lines()
            .any(|it| it.starts_with("dependencies:"))
    };
    let is_template = || template::fails_at(file.text(), fault.range.start());
    (!fault.is_limit && declares() && !is_template()).then(|| Declared {
        value: format!("this is not valid YAML: {}", fault.message),
        place: file.place(fault.range),
    })
}

/// A conda package: `conda-forge::dagster=1.13`, `dagster >=1.13`.
fn add(file: &SourceFile, item: &Arc<Node>, manifest: &mut Manifest) {
    let text = item.scalar().unwrap_or_default();
    let text = text.rsplit_once("::").map_or(text, |(_, text)| text);
    let end = text.find(|c: char| " =<>!~[".contains(c));
    let (name, rest) = text.split_at(end.unwrap_or(text.len()));
    let Some(name) = normalise(name) else {
        manifest.complete = false;
        return;
    };
    manifest.dependencies.push(Dependency {
        versions: versions::conda(without_build(rest)),
        ..bare(name, text, DependencyScope::Runtime, file.place(item.range))
    });
}

/// `=1.13=py312_0` without the build.
fn without_build(rest: &str) -> &str {
    let rest = rest.trim().split('[').next().unwrap_or_default();
    let start = rest.len() - rest.trim_start_matches('=').len();
    match rest[start..].find('=') {
        Some(build) if start == 1 => &rest[..start + build],
        _ => rest,
    }
}
