//! Files that links make reachable by several paths: what is picked up by one of them is.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use super::Loads;
use crate::model::{Orphan, OrphanModule};
use crate::source::FileId;

/// Drops the modules that code locations import by another path.
pub(super) fn drop_loaded(loads: &Loads<'_>, orphans: &mut Vec<OrphanModule>) {
    let imported = imported(loads);
    orphans.retain(|orphan| {
        let path = loads.sources.get(orphan.file).path();
        !imported.contains_key(&loads.sources.disk().real(path))
    });
}

/// The real paths of the files that code locations import, and by how many paths.
fn imported(loads: &Loads<'_>) -> HashMap<PathBuf, usize> {
    let mut imported = HashMap::new();
    let files: BTreeSet<FileId> = loads.importers.keys().copied().collect();
    for file in files {
        let path = loads.sources.disk().real(loads.sources.get(file).path());
        *imported.entry(path).or_default() += 1;
    }
    imported
}

/// The orphans that are one by each path of their module, once: by the path that is no
/// link, else by the first. (Which file has been read first differs from run to run.)
pub(super) fn once(loads: &Loads<'_>, orphans: Vec<Orphan>) -> Vec<Orphan> {
    if orphans.is_empty() {
        return orphans;
    }
    let imported = imported(loads);
    let key = |orphan: &Orphan| {
        let place = orphan.unreached.definition.place;
        let path = loads
            .sources
            .disk()
            .real(loads.sources.get(place.file).path());
        (path, place.range.start())
    };
    let mut by_path: HashMap<_, usize> = HashMap::new();
    for orphan in &orphans {
        *by_path.entry(key(orphan)).or_default() += 1;
    }
    let mut told = HashSet::new();
    let mut orphans = orphans;
    orphans.sort_by_cached_key(|orphan| {
        let (real, start) = key(orphan);
        let place = orphan.unreached.definition.place;
        let path = loads.sources.get(place.file).path().to_path_buf();
        (path != real, path, start)
    });
    orphans.retain(|orphan| {
        let key = key(orphan);
        let paths = imported.get(&key.0).copied();
        paths == by_path.get(&key).copied() && told.insert(key)
    });
    orphans
}
