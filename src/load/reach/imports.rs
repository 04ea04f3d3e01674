//! What the import statements of a file may name, wherever they stand in it.

use std::path::{Path, PathBuf};

use crate::source::SourceFile;
use crate::syntax::import;

/// The modules that a file may import.
pub(super) struct Imports {
    /// Absolute names, as paths.
    absolute: Vec<PathBuf>,
    /// Relative ones, as the paths that they lead to.
    relative: Vec<PathBuf>,
}

impl Imports {
    pub(super) fn of(file: &SourceFile) -> Self {
        let mut found = Self {
            absolute: Vec::new(),
            relative: Vec::new(),
        };
        let folder = file.path().parent().unwrap_or(file.path());
        let tree = file.parsed().partial_module();
        for import in tree.map_or(Vec::new(), |tree| import::imports(&tree.body)) {
            let module = import.module.map_or("", |module| module.as_str());
            let mut path: PathBuf = module.split('.').filter(|part| !part.is_empty()).collect();
            let paths = if import.level == 0 {
                &mut found.absolute
            } else {
                let levels = import.level as usize - 1;
                path = folder.ancestors().nth(levels).unwrap_or(folder).join(path);
                &mut found.relative
            };
            paths.extend(import.name.map(|name| path.join(name)));
            paths.push(path);
        }
        found
    }

    /// Whether one of them may be the module of a file.
    pub(super) fn reach(&self, module: &Path) -> bool {
        let path = without_suffix(module);
        self.relative.contains(&path) || self.absolute.iter().any(|found| path.ends_with(found))
    }
}

/// The last part of a module's name.
pub(super) fn stem(module: &Path) -> String {
    let path = without_suffix(module);
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The path of a module: that of a file without its suffix, or of a package's folder.
fn without_suffix(module: &Path) -> PathBuf {
    let path = module.with_extension("");
    if path.ends_with("__init__") {
        return path.parent().unwrap_or(&path).to_path_buf();
    }
    path
}
