//! What the rules about layout and environment share: of which projects and files
//! they speak at all.

use std::collections::HashSet;
use std::path::Path;

use crate::model::{Import, Manifest, Model, Project};
use crate::source::{FileId, Place, SourceFile};

/// Whether anything is said of the layout and environment of a project: it has a
/// code location, and is no example and no test.
pub(super) fn concerns(project: &Project) -> bool {
    project.has_code_location && !project.is_example
}

/// The manifest where a dependency would be added: that of the project itself
/// rather than one of the repository around it.
pub(super) fn own_manifest<'a>(model: &'a Model<'_>, project: &'a Project) -> Option<&'a Manifest> {
    let any = project.environment.manifests.first();
    own_manifests(model, project).next().or(any)
}

/// The manifests in the directory of the project itself.
pub(super) fn own_manifests<'a>(
    model: &'a Model<'_>,
    project: &'a Project,
) -> impl Iterator<Item = &'a Manifest> {
    project.environment.manifests.iter().filter(|manifest| {
        let path = model.sources.get(manifest.file).path();
        path.parent() == Some(project.directory.as_path())
    })
}

/// Where a finding about the whole project stands.
pub(super) fn place(project: &Project) -> Place {
    Place::start_of(project.file)
}

/// The imports that must work wherever the project is deployed: not the optional
/// ones, and not those of tests, examples and documentation.
pub(super) fn required_imports<'a>(
    model: &'a Model<'_>,
    project: &'a Project,
) -> impl Iterator<Item = &'a Import> {
    project.imports.iter().filter(move |import| {
        let path = model.sources.get(import.place.file).path();
        let inside = path.strip_prefix(&project.directory).unwrap_or(path);
        !import.optional && !is_beside_the_code(inside)
    })
}

fn is_beside_the_code(path: &Path) -> bool {
    let folder = path.components().any(|component| {
        [
            "tests", "test", "examples", "example", "samples", "sample", "docs",
        ]
        .iter()
        .any(|name| component.as_os_str() == *name)
    });
    let name = path.file_name().and_then(|name| name.to_str());
    folder
        || name.is_some_and(|name| {
            name.starts_with("test_") || name.ends_with("_test.py") || name == "conftest.py"
        })
}

/// The files that say what runs in containers: of Docker and of Docker Compose.
pub(super) fn images<'a>(model: &Model<'a>) -> impl Iterator<Item = &'a SourceFile> {
    model.sources.iter().filter(|file| {
        let name = file.path().file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.contains("Dockerfile") || name.contains("compose"))
    })
}

/// Every file that some code location imports.
pub(super) fn imported(model: &Model<'_>) -> HashSet<FileId> {
    model
        .code_locations
        .iter()
        .flat_map(|location| location.imported.iter().copied())
        .collect()
}
