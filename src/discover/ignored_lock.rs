//! Whether git leaves the lock file of a project out: then it is on one machine only.

use std::path::{Path, PathBuf};

use ruff_text_size::{TextRange, TextSize};

use super::ignored::gitignore as ignores;
use crate::model::{Environment, IgnoredLock, LockKind, ManifestKind};
use crate::source::{Place, Sources};

use super::path::upward;

/// The lock file that covers a project, or that its tool would write, where a
/// `.gitignore` between it and the top names it.
pub(super) fn of(
    sources: &Sources,
    environment: &Environment,
    project: &Path,
    workspace: Option<&Path>,
    top: &Path,
) -> Option<IgnoredLock> {
    let written = environment.locks.iter().filter(|lock| {
        // A list of requirements is written by hand as often.
        !matches!(lock.kind, LockKind::Requirements)
    });
    let mut paths: Vec<PathBuf> = written.map(|lock| lock.path.clone()).collect();
    if environment.locks.is_empty() {
        let name = expected_name(sources, environment, project)?;
        paths.push(workspace.unwrap_or(project).join(name));
    }
    let ignored: Option<Vec<IgnoredLock>> = paths
        .into_iter()
        .map(|path| {
            Some(IgnoredLock {
                place: ignoring_line(sources, &path, top)?,
                exists: sources.disk().is_file(&path),
                path,
            })
        })
        .collect();
    // One that is committed is enough.
    ignored?.into_iter().next()
}

/// The lock file that the tool of a project writes.
fn expected_name(
    sources: &Sources,
    environment: &Environment,
    project: &Path,
) -> Option<&'static str> {
    let own = environment.manifests.iter().find(|manifest| {
        let path = sources.get(manifest.file).path();
        path.parent() == Some(project) && manifest.kind != ManifestKind::Dockerfile
    })?;
    match own.kind {
        ManifestKind::Pixi => Some("pixi.lock"),
        ManifestKind::Pipfile => Some("Pipfile.lock"),
        ManifestKind::Pyproject => Some(match own.tools.as_slice() {
            [LockKind::Poetry, ..] => "poetry.lock",
            [LockKind::Pdm, ..] => "pdm.lock",
            [LockKind::Pixi, ..] => "pixi.lock",
            _ => "uv.lock",
        }),
        _ => None,
    }
}

/// The line of the nearest `.gitignore` that leaves a file out.
fn ignoring_line(sources: &Sources, path: &Path, top: &Path) -> Option<Place> {
    let folders = upward(path.parent()?).take_while(|folder| folder.starts_with(top));
    for folder in folders {
        let gitignore = folder.join(".gitignore");
        if !sources.disk().is_file(&gitignore) {
            continue;
        }
        let rules = ignores(sources.disk(), folder, &gitignore);
        let found = rules.matched_path_or_any_parents(path, false);
        if found.is_whitelist() {
            return None;
        }
        if let Some(rule) = found.inner() {
            return line(sources, &gitignore, rule.original());
        }
    }
    None
}

/// Where a line stands; the last one of its kind is the one that counts.
fn line(sources: &Sources, gitignore: &Path, wanted: &str) -> Option<Place> {
    let file = sources.read(gitignore);
    let mut offset = 0;
    let mut place = None;
    for raw in file.text().split_inclusive('\n') {
        if raw.trim_end_matches(['\r', '\n']) == wanted || raw.trim_end() == wanted.trim_end() {
            let start = TextSize::new(u32::try_from(offset).ok()?);
            let length = TextSize::new(u32::try_from(wanted.trim_end().len()).ok()?);
            place = Some(file.place(TextRange::at(start, length)));
        }
        offset += raw.len();
    }
    place
}
