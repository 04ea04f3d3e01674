//! Lock files that are lists of names and versions: `Pipfile.lock`, `pixi.lock`,
//! pinned requirements.

use std::str::FromStr;

use pep440_rs::{Operator, Version};
use ruff_text_size::{TextRange, TextSize};

use crate::model::{Declared, Dependency, LockedPackage};
use crate::source::{Place, SourceFile};

use super::super::manifest::normalise;
use super::Contents;

/// The packages of a name in a sorted list.
pub(super) fn of<'a>(packages: &'a [LockedPackage], name: &str) -> &'a [LockedPackage] {
    let start = packages.partition_point(|it| it.name.as_str() < name);
    let count = packages[start..]
        .iter()
        .take_while(|it| it.name == name)
        .count();
    &packages[start..start + count]
}

/// `dagster==1.13.27`
pub(super) fn pinned(dependency: &Dependency) -> LockedPackage {
    let known = dependency.versions.known();
    let exact = known.and_then(|known| known.iter().find(|it| *it.operator() == Operator::Equal));
    LockedPackage {
        name: dependency.name.clone(),
        version: exact.map(|exact| exact.version().clone()),
        requires: Vec::new(),
        place: dependency.place,
    }
}

/// `Pipfile.lock`: JSON with a table of packages for each category.
pub(super) fn pipfile_lock(file: &SourceFile) -> (Vec<LockedPackage>, Contents) {
    let Ok(root) = serde_json::from_str::<serde_json::Value>(file.text()) else {
        return (Vec::new(), Contents::Nothing);
    };
    let categories = root.as_object().into_iter().flatten();
    let tables = categories
        .filter(|(name, _)| *name != "_meta")
        .filter_map(|(_, table)| table.as_object());
    let packages = tables.flatten().filter_map(|(name, entry)| {
        let version = entry.get("version").and_then(serde_json::Value::as_str);
        let version = version.map(|version| version.trim_start_matches('='));
        Some(LockedPackage {
            name: normalise(name)?,
            version: version.and_then(|version| Version::from_str(version).ok()),
            requires: Vec::new(),
            place: find(file, &format!("\"{name}\": {{")),
        })
    });
    let hash = &root["_meta"]["hash"]["sha256"];
    let contents = hash.as_str().map_or(Contents::Nothing, |hash| {
        Contents::Hash(Declared {
            value: hash.to_owned(),
            place: find(file, &format!("\"{hash}\"")),
        })
    });
    (packages.collect(), contents)
}

/// Where a text stands first; JSON keeps no places.
fn find(file: &SourceFile, text: &str) -> Place {
    let found = file.text().find(text);
    found.map_or(Place::start_of(file.id()), |start| {
        place(file, start, text.trim_end_matches(": {").len())
    })
}

fn place(file: &SourceFile, start: usize, length: usize) -> Place {
    let small = |offset: usize| TextSize::new(u32::try_from(offset).unwrap_or(u32::MAX));
    file.place(TextRange::at(small(start), small(length)))
}

/// `pixi.lock`: only the lines that name packages are read; the files are long.
///
/// ```text
/// - conda: https://conda.anaconda.org/conda-forge/noarch/dagster-1.13.27-pyh.conda
/// - pypi: https://files.pythonhosted.org/.../dagster-1.13.27-py3-none-any.whl
///   name: dagster
///   version: 1.13.27
/// ```
pub(super) fn pixi_lock(file: &SourceFile) -> Vec<LockedPackage> {
    let mut found: Vec<LockedPackage> = Vec::new();
    let mut listed = false;
    let mut offset = 0;
    for raw in file.text().split_inclusive('\n') {
        let start = offset;
        offset += raw.len();
        let line = raw.trim_end();
        // Above it are the environments, which repeat the addresses.
        listed |= line == "packages:";
        if !listed {
            continue;
        }
        let at = place(file, start, line.len());
        let version = line
            .strip_prefix("  version: ")
            .map(|it| it.trim_matches(['\'', '"']));
        if let Some(url) = line.strip_prefix("- conda: ") {
            found.extend(of_conda_file(url, at));
        } else if let Some(name) = line.strip_prefix("  name: ").and_then(normalise) {
            let last = found.last_mut().filter(|last| last.name == name);
            if last.is_none() {
                found.push(LockedPackage {
                    name,
                    version: None,
                    requires: Vec::new(),
                    place: at,
                });
            }
        } else if let (Some(version), Some(last)) = (version, found.last_mut()) {
            last.version = Version::from_str(version).ok();
        }
    }
    found
}

/// The name and version in the address of a conda package.
fn of_conda_file(url: &str, place: Place) -> Option<LockedPackage> {
    let file = url.trim().rsplit('/').next()?;
    let (rest, _build) = file.rsplit_once('-')?;
    let (name, version) = rest.rsplit_once('-')?;
    Some(LockedPackage {
        name: normalise(name)?,
        version: Version::from_str(version).ok(),
        requires: Vec::new(),
        place,
    })
}
