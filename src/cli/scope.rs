//! What is reported: all, or what concerns the named files. It never changes what is read.

use std::collections::HashMap;
use std::iter;
use std::path::{Path, PathBuf};

use crate::Analysis;
use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::source::FileId;

/// The findings that concern what was named: everything where no file is named.
pub(super) fn in_scope<'a>(analysis: &'a Analysis<'_>, paths: &[PathBuf]) -> Vec<&'a Diagnostic> {
    let scope = Scope::of(paths, &analysis.model);
    let all = analysis.diagnostics.iter();
    if scope.files.is_empty() {
        return all.collect();
    }
    let mut known: HashMap<FileId, bool> = HashMap::new();
    let mut is_named = |file: FileId| {
        *known
            .entry(file)
            .or_insert_with(|| scope.names(analysis.model.sources.get(file).path()))
    };
    all.filter(|diagnostic| {
        let related = diagnostic.related.iter().map(|related| related.place);
        iter::once(diagnostic.place)
            .chain(related)
            .any(|place| is_named(place.file))
    })
    .collect()
}

struct Scope {
    files: Vec<PathBuf>,
    directories: Vec<PathBuf>,
}

impl Scope {
    fn of(paths: &[PathBuf], model: &Model<'_>) -> Self {
        let (files, mut directories): (Vec<_>, Vec<_>) = paths
            .iter()
            .map(|path| real(&model.directory.join(path)))
            .partition(|path| path.is_file());
        // A directory reaches upward to the workspace or project that encloses it.
        let projects = model.projects.iter().map(|project| &project.directory);
        let workspaces = model
            .workspaces
            .iter()
            .map(|workspace| &workspace.directory);
        let above: Vec<PathBuf> = projects
            .chain(workspaces)
            .map(|around| real(around))
            .filter(|around| directories.iter().any(|path| path.starts_with(around)))
            .collect();
        directories.extend(above);
        Self { files, directories }
    }

    fn names(&self, path: &Path) -> bool {
        let path = real(path);
        let is_below = |root: &PathBuf| path.starts_with(root);
        self.files.contains(&path) || self.directories.iter().any(is_below)
    }
}

/// The path without links, so that a file is itself however it is named.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}
