//! DAG304: bounds of Dagster and its libraries that no release satisfies.

use super::check::Check;
use pep440_rs::VersionSpecifier;

use super::{environment, words};
use crate::diagnostic::Diagnostic;
use crate::model::{
    Dependency, DependencySource, Manifest, ManifestKind, Model, Numbering, Project, Release,
    allows, numbering, release_of, version_in,
};
use crate::rule::Rule;

pub(crate) const CHECK: Check = Check::Project(check);

fn check(rule: &'static Rule, model: &Model<'_>, project: &Project, found: &mut Vec<Diagnostic>) {
    if !environment::concerns(project) {
        return;
    }
    for manifest in environment::own_manifests(model, project) {
        check_manifest(rule, manifest, found);
    }
}

/// A distribution of Dagster's own, and how it is numbered.
type Part<'a> = (&'a Dependency, Numbering);

fn check_manifest(rule: &'static Rule, manifest: &Manifest, found: &mut Vec<Diagnostic>) {
    // A bound of what is not installed binds nothing.
    let installed = |it: &&Dependency| manifest.dependencies.iter().any(|its| its.name == it.name);
    let bounds = manifest.constraints.iter().filter(installed);
    let all = manifest.dependencies.iter().chain(bounds);
    let mut parts: Vec<Part<'_>> = all
        .filter(|it| it.source == DependencySource::Index && !it.conditional)
        .filter(|it| !manifest.overridden.contains(&it.name) && is_plain(it))
        .filter_map(|it| Some((it, numbering(&it.name)?)))
        .collect();
    // The others are held against `dagster` first.
    parts.sort_by_key(|(it, _)| it.name != "dagster");
    // What fits nothing is told once, and the rest is not held against it.
    let mut fitting: Vec<Part<'_>> = Vec::new();
    for part in parts {
        let mut together = fitting
            .iter()
            .filter(|it| are_together(manifest, it.0, part.0));
        match together.find(|other| never_meet(**other, part)) {
            Some(other) => found.push(finding(rule, other.0, part)),
            None => fitting.push(part),
        }
    }
}

/// Whether it speaks of nothing but releases: suffixes such as `rc1` belong together, too,
/// but they are rare, and their order is of another kind.
fn is_plain(dependency: &Dependency) -> bool {
    let bounds = dependency.versions.known().into_iter();
    let mut versions = bounds
        .flat_map(|it| it.iter())
        .map(VersionSpecifier::version);
    versions.all(|it| it.is_stable() && !it.is_post() && !it.is_local())
}

/// Whether two are installed in one environment: what is always installed is with
/// everything else, unless the manifest says that its groups exclude each other, or
/// they are the stages of an image.
fn are_together(manifest: &Manifest, one: &Dependency, two: &Dependency) -> bool {
    let apart = manifest.has_conflicts || manifest.kind == ManifestKind::Dockerfile;
    one.group == two.group || !apart && (one.group.is_none() || two.group.is_none())
}

/// Whether no release of Dagster has a version of both.
fn never_meet(one: Part<'_>, two: Part<'_>) -> bool {
    let allow = |release: Release| {
        let allow = |part: Part<'_>| allows(part.1, &part.0.versions, release);
        allow(one) && allow(two)
    };
    // Bounds change nothing but at the versions that they name.
    let mut releases = vec![(u64::from(u32::MAX), 0)];
    for (dependency, numbering) in [one, two] {
        let bounds = dependency
            .versions
            .known()
            .into_iter()
            .flat_map(|it| it.iter());
        let named = bounds.filter_map(|bound| release_of(numbering, bound.version()));
        releases.extend(named.flat_map(around));
    }
    releases.len() > 1 && !releases.into_iter().any(allow)
}

/// A release and its neighbours.
fn around((minor, micro): Release) -> [Release; 6] {
    const LAST: u64 = 999;
    let before = minor.saturating_sub(1);
    [
        (minor, micro),
        (minor, micro.saturating_sub(1)),
        (minor, micro.saturating_add(1)),
        (minor, LAST),
        (minor.saturating_add(1), 0),
        (before, LAST),
    ]
}

fn finding(rule: &'static Rule, other: &Dependency, (part, numbering): Part<'_>) -> Diagnostic {
    Diagnostic::new(
        rule,
        part.place,
        format!(
            "`{}` cannot be installed with `{}`",
            words::requirement(part),
            words::requirement(other)
        ),
    )
    .label(label(part, numbering))
    .edit(other.place, "no release satisfies both")
    .help(format!(
        "release 1.N.P of Dagster comes with 0.(N+{}).P of its libraries, and each requires the \
         other exactly, so pip and uv refuse this; {}",
        16,
        advice(other, part, numbering)
    ))
}

/// What an exact pin requires.
fn label(part: &Dependency, numbering: Numbering) -> String {
    match words::exact(part).and_then(|version| release_of(numbering, version)) {
        Some(release) => {
            let core = version_in(Numbering::Core, release);
            format!("belongs to Dagster {core}")
        }
        None => "belongs to other releases of Dagster".to_owned(),
    }
}

/// The version that would fit, where the other one is pinned.
fn advice(other: &Dependency, part: &Dependency, numbering: Numbering) -> String {
    let core = crate::model::numbering(&other.name);
    let pinned = core.and_then(|core| release_of(core, words::exact(other)?));
    match pinned {
        Some(release) => format!("`{}=={}` fits", part.name, version_in(numbering, release)),
        None => "let them meet, or leave all but `dagster` without a bound".to_owned(),
    }
}
