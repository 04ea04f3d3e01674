//! Workspaces: what lists projects and code locations, as the model has it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::ignored::gitignore;
use crate::model::{
    Declared, DeclaredLocation, ExecutablePath, GrpcServer, ListedProject, Project, ProjectKind,
    Workspace, WorkspaceKind,
};
use crate::source::disk::Disk;

use crate::source::Place;

use super::catalog::Catalog;
use super::dg::DgConfig;
use super::path::{base_name, join, upward};
use super::target::WorkspaceFile;
use super::workspace_file::Entry;

/// The directories that the dg workspaces of the tree list.
pub(super) fn listed(catalog: &Catalog, roots: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
    dg_workspaces(catalog, roots)
        .flat_map(|dg| {
            let directories = dg.projects.iter();
            directories.map(|path| join(&dg.directory, &path.value))
        })
        .collect()
}

/// The dg workspaces below the roots.
fn dg_workspaces<'a>(
    catalog: &'a Catalog,
    roots: &'a BTreeSet<PathBuf>,
) -> impl Iterator<Item = &'a DgConfig> {
    let directories = catalog.directories.iter();
    directories
        .filter(|(path, _)| roots.iter().any(|root| path.starts_with(root)))
        .filter_map(|(_, directory)| directory.dg().filter(|dg| dg.is_workspace()))
}

/// The directory of the project that an entry of a file loads.
pub(super) type ProjectOf<'a> = &'a dyn Fn(&WorkspaceFile, &Entry) -> Option<PathBuf>;

/// The workspaces below the roots, dg's first.
pub(super) fn workspaces(
    catalog: &Catalog,
    roots: &BTreeSet<PathBuf>,
    files: &[WorkspaceFile],
    projects: &[Project],
    project_of: ProjectOf<'_>,
) -> Vec<Workspace> {
    let mut workspaces: Vec<Workspace> = dg_workspaces(catalog, roots)
        .map(|dg| of_dg(catalog, dg, projects))
        .collect();
    let inside = |file: &&WorkspaceFile| {
        file.named || roots.iter().any(|root| file.directory.starts_with(root))
    };
    let files = files.iter().filter(inside);
    workspaces.extend(files.map(|file| of_file(catalog, file, roots, projects, project_of)));
    workspaces
}

fn of_dg(catalog: &Catalog, dg: &DgConfig, projects: &[Project]) -> Workspace {
    let listed = dg.projects.iter().map(|path| {
        let directory = join(&dg.directory, &path.value);
        let at = |project: &&Project| {
            project.directory == directory && project.kind != ProjectKind::Bare
        };
        ListedProject {
            project: projects.iter().find(at).map(|project| project.id),
            exists: catalog.disk.is_folder(&directory),
            path: path.clone(),
            directory,
        }
    });
    let listed: Vec<ListedProject> = listed.collect();
    let named = |listed: &ListedProject| location(catalog, listed);
    Workspace {
        kind: WorkspaceKind::Dg,
        file: dg.file,
        place: dg.place,
        directory: dg.directory.clone(),
        locations: listed.iter().filter_map(named).collect(),
        projects: listed,
        executable_paths: Vec::new(),
        servers: Vec::new(),
    }
}

/// The code location that a listed project makes.
fn location(catalog: &Catalog, listed: &ListedProject) -> Option<DeclaredLocation> {
    let project = catalog.get(&listed.directory)?.dg()?.as_project()?;
    let name = project.code_location_name.as_ref();
    Some(DeclaredLocation {
        name: name.map_or_else(|| base_name(&listed.directory), |name| name.value.clone()),
        place: name.map_or(listed.path.place, |name| name.place),
        explicit: name.is_some(),
        project: listed.project,
    })
}

fn of_file(
    catalog: &Catalog<'_>,
    file: &WorkspaceFile,
    roots: &BTreeSet<PathBuf>,
    projects: &[Project],
    project_of: ProjectOf<'_>,
) -> Workspace {
    let locations = file.entries.iter().filter_map(|entry| {
        let name = entry.name.as_ref()?;
        let directory = project_of(file, entry);
        let mut projects = projects.iter();
        let project = projects.find(|it| Some(&it.directory) == directory.as_ref());
        Some(DeclaredLocation {
            project: project.map(|project| project.id),
            name: name.value.clone(),
            place: name.place,
            explicit: entry.explicit,
        })
    });
    let executables = file.entries.iter().filter_map(|entry| {
        let written = entry.executable_path.clone()?;
        // Those of `dagster_cloud.yaml` are paths of an image.
        let missing = !file.cloud && is_missing(catalog.disk, &file.directory, &written, roots);
        Some(ExecutablePath { written, missing })
    });
    let servers = file.entries.iter().filter_map(|entry| {
        let host = entry.host.clone()?;
        Some(GrpcServer { host })
    });
    Workspace {
        kind: if file.cloud {
            WorkspaceKind::DagsterCloudYaml
        } else {
            WorkspaceKind::WorkspaceYaml
        },
        file: file.file,
        place: Place::start_of(file.file),
        directory: file.directory.clone(),
        projects: Vec::new(),
        locations: locations.collect(),
        executable_paths: executables.collect(),
        servers: servers.collect(),
    }
}

/// Whether an interpreter should be in the tree and is not. One in a virtual
/// environment or in a folder that git ignores is made on each machine.
fn is_missing(
    disk: &Disk,
    directory: &Path,
    written: &Declared<String>,
    roots: &BTreeSet<PathBuf>,
) -> bool {
    let path = Path::new(&written.value);
    // A bare command is looked up on the PATH.
    if path.is_absolute() || written.value.starts_with('~') || path.components().count() < 2 {
        return false;
    }
    let path = join(directory, path);
    let Some(root) = roots.iter().find(|root| path.starts_with(root)) else {
        return false;
    };
    let inside = path.strip_prefix(root).unwrap_or(&path);
    let in_environment = inside.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_ascii_lowercase();
        part.starts_with('.') || part.contains("env")
    });
    !disk.exists(&path) && !in_environment && !is_ignored(disk, &path, root)
}

fn is_ignored(disk: &Disk, path: &Path, root: &Path) -> bool {
    upward(path)
        .skip(1)
        .take_while(|above| above.starts_with(root))
        .any(|above| {
            let ignored = gitignore(disk, above, &above.join(".gitignore"));
            ignored.matched_path_or_any_parents(path, false).is_ignore()
        })
}
