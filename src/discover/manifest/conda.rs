//! `environment.yml` of conda: names with versions, and a list for pip.

use std::sync::Arc;

use crate::model::{Dependency, DependencyScope, Manifest, ManifestKind};
use crate::source::SourceFile;
use crate::source::yaml::{self, Node};

use super::{dependency, empty};

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
                    add(file, requirement, &mut manifest);
                }
            }
            None => add(file, item, &mut manifest),
        }
    }
    Some(manifest)
}

fn add(file: &SourceFile, item: &Arc<Node>, manifest: &mut Manifest) {
    // `conda-forge::dagster=1.13`: the channel is no part of the name.
    let text = item.scalar().unwrap_or_default();
    let text = text.rsplit_once("::").map_or(text, |(_, text)| text);
    let place = file.place(item.range);
    let found: Option<Dependency> = dependency(text, DependencyScope::Runtime, place);
    manifest.complete &= found.is_some();
    manifest.dependencies.extend(found);
}
