//! `requirements.txt`, with what it includes.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ruff_text_size::{TextRange, TextSize};

use crate::model::{Declared, DependencyScope, Manifest, ManifestKind};
use crate::source::disk::Disk;
use crate::source::{Place, ReadFault, SourceFile, Sources};

use super::super::ignored::is_ignored;
use super::super::path::{base_name, join};
use super::{dependency, empty, scope_of};

/// Reads a file and the files that it includes with `-r`.
pub(super) fn read(sources: &Sources, file: &SourceFile) -> Manifest {
    let mut manifest = empty(ManifestKind::Requirements, file);
    let scope = scope_of(&base_name(file.path()), DependencyScope::Runtime);
    let mut visited = BTreeSet::new();
    include(sources, file, scope, &mut visited, &mut manifest);
    manifest
}

/// Reads the bounds in a file of constraints.
fn constrain(sources: &Sources, path: &Path, manifest: &mut Manifest) {
    // What a constraint file includes is rare, and no more than a bound either.
    let file = sources.read(path);
    manifest.included.push(file.id());
    for (start, line) in lines(file.shown()) {
        let place = place(file, start, line.len());
        let found = dependency(&line, DependencyScope::Runtime, place);
        manifest.constraints.extend(found);
    }
}

/// Adds the requirements of one file. An included file keeps its own scope: what
/// `requirements-dev.txt` includes from `requirements.txt` is not for development.
fn include(
    sources: &Sources,
    file: &SourceFile,
    scope: DependencyScope,
    visited: &mut BTreeSet<PathBuf>,
    manifest: &mut Manifest,
) {
    if !visited.insert(file.path().to_path_buf()) {
        return;
    }
    let fault = file.fault();
    manifest.complete &= matches!(fault, None | Some(ReadFault::Encoding { .. }));
    for (start, line) in lines(file.shown()) {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        let whole = place(file, start + indent, text.len());
        let option = |names: &[&str]| {
            let value = option(text, names)?;
            Some(Declared {
                value,
                place: whole,
            })
        };
        if let Some(path) = option(&["--requirement", "-r"]) {
            if let Some(path) = named(sources.disk(), file, &path, &mut manifest.broken) {
                let scope = scope_of(&base_name(&path), DependencyScope::Runtime);
                let inner = sources.read(&path);
                manifest.included.push(inner.id());
                include(sources, inner, scope, visited, manifest);
            } else {
                manifest.complete = false;
            }
            continue;
        }
        if let Some(path) = option(&["--constraint", "-c"]) {
            if let Some(path) = named(sources.disk(), file, &path, &mut manifest.broken) {
                constrain(sources, &path, manifest);
            }
            continue;
        }
        let editable = option(&["--editable", "-e"]);
        if editable.is_none() && text.starts_with('-') {
            continue;
        }
        let requirement = editable.as_ref().map_or(text, |it| &it.value);
        require(requirement, scope, whole, manifest);
    }
}

/// Adds one requirement.
fn require(text: &str, scope: DependencyScope, place: Place, manifest: &mut Manifest) {
    match dependency(text, scope, place) {
        Some(dependency) => manifest.dependencies.push(dependency),
        // The project itself adds nothing; another path or address may bring anything.
        None => manifest.complete &= matches!(text, "." | "./" | ""),
    }
}

/// The file that is named beside another; where there is none, the tool stops.
pub(super) fn named(
    disk: &Disk,
    file: &SourceFile,
    name: &Declared<String>,
    broken: &mut Option<Declared<String>>,
) -> Option<PathBuf> {
    let text = name.value.trim_matches(['"', '\'']);
    let path = join(file.path().parent().unwrap_or(Path::new("")), text);
    if disk.is_file(&path) {
        return Some(path);
    }
    // What is an address, is filled in later or is ignored by git may be there in time.
    let is_open = ["://", "${", "{{", "{%"].iter().any(|it| text.contains(it));
    if !is_open && !is_ignored(disk, &path) {
        broken.get_or_insert_with(|| Declared {
            value: format!("it names `{text}`, which is not there"),
            place: name.place,
        });
    }
    None
}

/// What a line gives for an option, by any of its names.
fn option(line: &str, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        let rest = line.strip_prefix(name)?;
        let rest = rest.strip_prefix('=').unwrap_or(rest);
        Some(rest.trim().to_owned())
    })
}

fn place(file: &SourceFile, start: usize, length: usize) -> Place {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    file.place(TextRange::at(small(start), small(length)))
}

/// The lines without comments and hashes, with their offsets; a backslash joins lines.
fn lines(text: &str) -> Vec<(usize, String)> {
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut offset = 0;
    let mut continues = false;
    for raw in text.split_inclusive('\n') {
        let line = raw.trim_end();
        let (line, more) = match line.strip_suffix('\\') {
            Some(line) => (line, true),
            None => (line, false),
        };
        let comment = if line.trim_start().starts_with('#') {
            Some(0)
        } else {
            line.find(" #")
        };
        let line = &line[..comment.unwrap_or(line.len())];
        if !continues && !line.trim().is_empty() {
            // Options of a requirement (`--hash=...`) are no part of it.
            let end = line.find(" --").unwrap_or(line.len());
            lines.push((offset, line[..end].to_owned()));
        }
        continues = more;
        offset += raw.len();
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn includes_comments_hashes_and_options_are_understood() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        std::fs::write(
            at("base.txt"),
            "Dagster_DBT[x]>=0.2 ; python_version > '3'\n",
        )
        .expect("w");
        let text =
            "-r base.txt\n# no\n  dagster==1.0 \\\n    --hash=sha256:0\n-e .\n--index-url x\n";
        std::fs::write(at("requirements.txt"), text).expect("written");
        let sources = Sources::new();
        let file = sources.read(&at("requirements.txt"));
        let manifest = read(&sources, file);
        let names: Vec<&str> = manifest
            .dependencies
            .iter()
            .map(|it| it.name.as_str())
            .collect();
        assert_eq!(names, ["dagster-dbt", "dagster"]);
        assert!(manifest.complete);
        let place = manifest.dependencies[1].place;
        assert_eq!(&file.text()[place.range], "dagster==1.0");
    }

    #[test]
    fn what_cannot_be_followed_makes_it_incomplete() {
        let path = PathBuf::from("/r/requirements.txt");
        for text in [
            "-r missing.txt",
            "git+https://x/y",
            "../library",
            "-e ../library",
        ] {
            let texts = HashMap::from([(path.clone(), text.to_owned())]);
            let sources = Sources::with_overlays(texts);
            let manifest = read(&sources, sources.read(&path));
            assert!(!manifest.complete, "{text}");
        }
    }

    #[test]
    fn a_cycle_of_includes_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("requirements.txt");
        std::fs::write(&path, "-r requirements.txt\ndagster\n").expect("written");
        let sources = Sources::new();
        assert_eq!(read(&sources, sources.read(&path)).dependencies.len(), 1);
    }
}
