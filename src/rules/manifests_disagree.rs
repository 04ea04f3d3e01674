//! DAG309: two files that want versions of one distribution that never meet.

use super::check::Check;
use super::environment;
use crate::diagnostic::Diagnostic;
use crate::model::{
    Dependency, DependencyScope, DependencySource, Manifest, ManifestKind, Model, Project,
};
use crate::rule::Rule;

use super::words;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    let manifests: Vec<&Manifest> = environment::own_manifests(model, project)
        .filter(|manifest| is_main(model, manifest))
        .collect();
    for (index, second) in manifests.iter().enumerate() {
        for dependency in counted(second) {
            let earlier = manifests[..index].iter().flat_map(|first| counted(first));
            let clash = earlier
                .filter(|other| other.name == dependency.name)
                .find(|other| other.versions.never_meet(&dependency.versions));
            if let Some(other) = clash {
                found.push(finding(rule, model, other, dependency));
            }
        }
    }
}

/// Whether a file is the one of its kind that the project is run from: beside
/// `requirements.txt` there are often lists for other purposes.
fn is_main(model: &Model<'_>, manifest: &Manifest) -> bool {
    let path = model.sources.get(manifest.file).path();
    let name = path.file_name().unwrap_or_default();
    match manifest.kind {
        ManifestKind::Requirements => name == "requirements.txt",
        ManifestKind::Dockerfile => name == "Dockerfile",
        _ => true,
    }
}

/// What is always installed, and Dagster's.
fn counted(manifest: &Manifest) -> impl Iterator<Item = &Dependency> {
    manifest.dependencies.iter().filter(|it| {
        it.scope == DependencyScope::Runtime
            && it.group.is_none()
            && it.source == DependencySource::Index
            && !it.conditional
            && it.name.starts_with("dagster")
            && !manifest.overridden.contains(&it.name)
    })
}

fn finding(
    rule: &'static Rule,
    model: &Model<'_>,
    other: &Dependency,
    dependency: &Dependency,
) -> Diagnostic {
    let name = |dependency: &Dependency| {
        let path = model.sources.get(dependency.place.file).path();
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().into_owned()
    };
    Diagnostic::new(
        rule,
        dependency.place,
        format!(
            "`{}` says `{}`, but `{}` says `{}`",
            name(dependency),
            words::requirement(dependency),
            name(other),
            words::requirement(other)
        ),
    )
    .label("one version")
    .edit(other.place, "another version")
    .help(
        "which Dagster the code location gets depends on the file that it is installed from; \
         let the two agree, or drop one of them",
    )
}
