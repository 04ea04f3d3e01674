//! Python files of projects that no code location imports, and that nothing could run.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::discover::{Discovery, ModuleFile, code_folder};
use crate::model::{CodeLocation, Project};
use crate::source::disk::Disk;
use crate::source::{FileId, Sources};

/// The files that mention Dagster and lie in the code of a project: its package, or what
/// is in and below the folder of a code location's file; and what builds the project.
pub(crate) fn broken_modules(
    sources: &Sources,
    found: &Discovery,
    locations: &[CodeLocation],
) -> Vec<FileId> {
    let imported = locations.iter().flat_map(|location| &location.imported);
    let imported: HashSet<FileId> = imported.copied().collect();
    let folders = locations
        .iter()
        .filter_map(|it| code_folder(sources.disk(), &it.target));
    let packages = found
        .projects
        .iter()
        .filter_map(|project| package(sources.disk(), project));
    let folders: HashSet<PathBuf> = folders.chain(packages).collect();
    let is_code = |path: &Path| path.ancestors().skip(1).any(|it| folders.contains(it));
    let builds = |module: &ModuleFile, path: &Path| {
        let project = module.project.map(|id| &found.projects[id.0]);
        project.is_some_and(|project| path == project.directory.join("setup.py"))
    };
    let unseen = found.modules.par_iter().filter(|module| {
        module.mentions_dagster && module.project.is_some() && !imported.contains(&module.file)
    });
    let broken = unseen.filter(|module| {
        let file = sources.get(module.file);
        (is_code(file.path()) || builds(module, file.path()))
            && file.python_fault().is_some()
            && !file.is_python_template()
    });
    broken.map(|module| module.file).collect()
}

/// The package of a project that has no code location.
fn package(disk: &Disk, project: &Project) -> Option<PathBuf> {
    if project.has_code_location {
        return None;
    }
    let name = &project.package;
    let folders = [project.directory.join("src"), project.directory.clone()];
    let mut packages = folders.into_iter().map(|folder| folder.join(name));
    packages.find(|package| disk.is_folder(package))
}
