//! `environment.yml` of conda: names with versions, and a list for pip.

use std::sync::Arc;

use crate::model::{Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::SourceFile;
use crate::source::yaml::{self, Node};

use super::{bare, dependency, empty, normalise, versions};

/// The dependencies; none if the file is something else of that name.
pub(super) fn read(file: &SourceFile) -> Option<Manifest> {
    let mut manifest = empty(ManifestKind::Conda, file);
    let Ok(documents) = yaml::parse(file.text()) else {
        manifest.complete = false;
        return Some(manifest);
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
