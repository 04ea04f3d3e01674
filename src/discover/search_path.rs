//! Where the modules of a project are looked for.

use super::catalog::{Catalog, Directory};
use super::path::{base_name, join, upward};
use crate::source::disk::Disk;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

impl Catalog<'_> {
    /// The packages that share the longest path with a project.
    fn nearest(&self, project: &Path, count: usize) -> Vec<&Path> {
        let mut nearest: Vec<&Path> = Vec::new();
        let mut seen = BTreeSet::new();
        for above in upward(project).skip(1) {
            let below = self.directories.range(above.to_path_buf()..);
            for (path, directory) in below.take_while(|(path, _)| path.starts_with(above)) {
                if nearest.len() >= count {
                    return nearest;
                }
                if directory.is_python() && seen.insert(path) {
                    nearest.push(path);
                }
            }
        }
        nearest
    }
}

/// Where modules of a project are looked for, in order: `first`, the project's own
/// source roots, its dependencies in the tree, other packages of the tree; and the
/// packages that are not in a directory of their name.
pub(super) fn search_path(
    catalog: &Catalog,
    project: &Path,
    first: Vec<PathBuf>,
) -> (Vec<PathBuf>, BTreeMap<String, PathBuf>) {
    let mut paths = Vec::new();
    let mut seen = BTreeSet::new();
    let mut renamed = BTreeMap::new();
    let distributions = distributions(catalog, project);
    let roots = distributions
        .iter()
        .flat_map(|distribution| own_roots(catalog, distribution));
    for path in first.into_iter().chain(roots) {
        if seen.insert(path.clone()) {
            paths.push(path);
        }
    }
    for (package, path) in distributions.iter().flat_map(|it| own_renamed(catalog, it)) {
        renamed
            .entry(package.clone())
            .or_insert_with(|| path.clone());
    }
    (paths, renamed)
}

/// The directories of a project, its dependencies in the tree, and other packages.
fn distributions(catalog: &Catalog, project: &Path) -> Vec<PathBuf> {
    /// Other packages of a monorepo are found without being declared; the nearest
    /// are enough, and no list grows with the tree.
    const SIBLINGS: usize = 64;
    let mut found = vec![project.to_path_buf()];
    let mut visited = BTreeSet::from([project.to_path_buf()]);
    let mut waiting = dependencies(catalog, project);
    while let Some(dependency) = waiting.pop() {
        if visited.insert(dependency.clone()) {
            waiting.extend(dependencies(catalog, &dependency));
            found.push(dependency);
        }
    }
    let siblings = catalog.nearest(project, SIBLINGS).into_iter();
    found.extend(siblings.map(Path::to_path_buf));
    found
}

/// The directories of the distributions that a project takes from the tree.
fn dependencies(catalog: &Catalog, project: &Path) -> Vec<PathBuf> {
    let Some(pyproject) = catalog.get(project).and_then(|d| d.pyproject.as_ref()) else {
        return Vec::new();
    };
    let members = pyproject.workspace_dependencies.iter();
    let members = members.filter_map(|name| catalog.by_name.get(name));
    let mut paths: Vec<PathBuf> = pyproject.path_dependencies.clone();
    paths.extend(members.cloned());
    // The first one declared is looked at first.
    paths.reverse();
    paths
}

/// The roots of a package's own modules: `src`, those of its build backend, itself.
pub(super) fn own_roots(catalog: &Catalog, project: &Path) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    let src = project.join("src");
    if catalog.disk.is_folder(&src) {
        roots.push(src);
    }
    let packaging = catalog
        .get(project)
        .into_iter()
        .flat_map(Directory::packaging);
    roots.extend(packaging.flat_map(|it| it.roots.iter().cloned()));
    roots.push(project.to_path_buf());
    roots
}

/// The packages of a project that are not in a directory of their name.
pub(super) fn own_renamed<'a>(
    catalog: &'a Catalog,
    project: &Path,
) -> impl Iterator<Item = (&'a String, &'a PathBuf)> {
    let packaging = catalog
        .get(project)
        .into_iter()
        .flat_map(Directory::packaging);
    packaging.flat_map(|it| &it.renamed)
}

/// The file of a module: `a/b.py`, or the `__init__.py` of the package `a/b`.
pub(super) fn resolve(disk: &Disk, search_path: &[PathBuf], module: &str) -> Option<PathBuf> {
    let relative: PathBuf = module.split('.').collect();
    search_path.iter().find_map(|root| {
        let base = join(root, &relative);
        let package = base.join("__init__.py");
        let file = base.with_file_name(format!("{}.py", base_name(&base)));
        [package, file].into_iter().find(|path| disk.is_file(path))
    })
}
